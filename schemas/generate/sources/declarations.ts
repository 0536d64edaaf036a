import type { Token } from './tokens.ts';
import { tokenize } from './tokens.ts';

/** An interface, class or type alias of a TypeScript declaration file. */
export interface Declaration {
  readonly name: string;
  /** The namespaces around it, e.g. `['apps', 'v1']`. */
  readonly namespaces: readonly string[];
  readonly doc?: string;
  /** The interfaces or class it extends, without their type arguments. */
  readonly extends: readonly string[];
  /** The members of an interface or class; an alias has its type in `alias`. */
  readonly members: readonly MemberDeclaration[];
  readonly alias?: TypeExpression;
}

/** A property of an interface or class. */
export interface MemberDeclaration {
  readonly name: string;
  readonly optional: boolean;
  readonly doc?: string;
  readonly type: TypeExpression;
}

/** A type as written, without meaning given to names. */
export type TypeExpression =
  | { readonly is: 'name'; readonly name: string; readonly of: readonly TypeExpression[] }
  | { readonly is: 'literal'; readonly value: string }
  | { readonly is: 'array'; readonly items: TypeExpression }
  | { readonly is: 'map'; readonly values: TypeExpression }
  | { readonly is: 'union'; readonly options: readonly TypeExpression[] }
  | { readonly is: 'object'; readonly members: readonly MemberDeclaration[] }
  | { readonly is: 'other' };

/** Where renamed exports of a file point: the public name by the local one. */
export type ExportNames = ReadonlyMap<string, string>;

/** What a declaration file declares. */
export interface DeclarationFile {
  readonly declarations: readonly Declaration[];
  readonly exports: ExportNames;
}

/**
 * Reads a generated TypeScript declaration file. It understands the small dialect that code generators write (interfaces, classes with
 * plain properties, aliases, namespaces, JSDoc) and passes over the rest, so no compiler is needed.
 */
export function parseDeclarations(text: string): DeclarationFile {
  const reader = new Reader(tokenize(text));
  const declarations: Declaration[] = [];
  const exports = new Map<string, string>();
  readStatements(reader, [], { declarations, exports });
  return { declarations, exports };
}

interface Result {
  readonly declarations: Declaration[];
  readonly exports: Map<string, string>;
}

/** A cursor over tokens. */
class Reader {
  private position = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get ended(): boolean {
    return this.position >= this.tokens.length;
  }

  get doc(): string | undefined {
    return this.tokens[this.position]?.doc;
  }

  peek(ahead = 0): string {
    return this.tokens[this.position + ahead]?.text ?? '';
  }

  next(): string {
    return this.tokens[this.position++]?.text ?? '';
  }

  take(text: string): boolean {
    if (this.peek() !== text) return false;
    this.position += 1;
    return true;
  }
}

const MODIFIERS = new Set(['export', 'declare', 'abstract', 'default']);

function readStatements(reader: Reader, namespaces: readonly string[], result: Result): void {
  while (!reader.ended && !reader.take('}')) readStatement(reader, namespaces, result);
}

function readStatement(reader: Reader, namespaces: readonly string[], result: Result): void {
  const { doc } = reader;
  const exported = reader.peek() === 'export';
  while (MODIFIERS.has(reader.peek())) reader.next();
  const word = reader.next();
  if (word === 'namespace') {
    const name = reader.next();
    reader.take('{');
    readStatements(reader, [...namespaces, name], result);
  } else if (word === 'interface' || word === 'class') {
    result.declarations.push(readInterface(reader, namespaces, doc));
  } else if (word === 'type' && reader.peek() !== '{') {
    result.declarations.push(readAlias(reader, namespaces, doc));
  } else if (exported && (word === '{' || (word === 'type' && reader.take('{')))) {
    readExportNames(reader, result.exports);
  } else {
    skipStatement(reader, word);
  }
}

function readExportNames(reader: Reader, exports: Map<string, string>): void {
  while (!reader.ended && !reader.take('}')) {
    const local = reader.next();
    exports.set(local, reader.take('as') ? reader.next() : local);
    reader.take(',');
  }
  skipStatement(reader, '');
}

function readInterface(reader: Reader, namespaces: readonly string[], doc: string | undefined): Declaration {
  const name = reader.next();
  const parents = readParents(reader);
  return { name, namespaces, ...(doc === undefined ? {} : { doc }), extends: parents, members: readMembers(reader) };
}

/** What stands between a name and its body, of which only what it extends is kept. */
function readParents(reader: Reader): string[] {
  const parents: string[] = [];
  let extending = false;
  while (!reader.ended && !reader.take('{')) {
    const word = reader.next();
    if (word === '<') skipBalanced(reader, '>');
    else if (word === 'extends' || word === 'implements') extending = word === 'extends';
    else if (extending && word !== ',') parents.push(word);
  }
  return parents;
}

function readAlias(reader: Reader, namespaces: readonly string[], doc: string | undefined): Declaration {
  const name = reader.next();
  reader.take('=');
  const alias = readType(reader);
  skipStatement(reader, '');
  return { name, namespaces, ...(doc === undefined ? {} : { doc }), extends: [], members: [], alias };
}

function readMembers(reader: Reader): MemberDeclaration[] {
  const members: MemberDeclaration[] = [];
  while (!reader.ended && !reader.take('}')) {
    const { doc } = reader;
    reader.take('readonly');
    const name = reader.next();
    const optional = reader.take('?');
    if (!reader.take(':')) {
      skipStatement(reader, name);
      continue;
    }
    members.push({ name: unquoted(name), optional, ...(doc === undefined ? {} : { doc }), type: readType(reader) });
    reader.take(';');
  }
  return members;
}

function readType(reader: Reader): TypeExpression {
  reader.take('|');
  const first = readArrayType(reader);
  if (reader.peek() !== '|') return first;
  const options = [first];
  while (reader.take('|')) options.push(readArrayType(reader));
  return { is: 'union', options };
}

function readArrayType(reader: Reader): TypeExpression {
  let type = readPrimary(reader);
  while (reader.peek() === '[' && reader.peek(1) === ']') {
    reader.next();
    reader.next();
    type = { is: 'array', items: type };
  }
  return type;
}

function readPrimary(reader: Reader): TypeExpression {
  const word = reader.next();
  if (word === '(') {
    const inner = readType(reader);
    reader.take(')');
    return inner;
  }
  if (word === '{') return readTypeLiteral(reader);
  if (/^["']/.test(word)) return { is: 'literal', value: unquoted(word) };
  if (word === '<') {
    skipBalanced(reader, '>');
    return { is: 'other' };
  }
  return readNamed(reader, word);
}

function readNamed(reader: Reader, first: string): TypeExpression {
  let name = first;
  while (reader.take('.')) name += `.${reader.next()}`;
  const of: TypeExpression[] = [];
  if (reader.take('<')) {
    do of.push(readType(reader));
    while (reader.take(','));
    reader.take('>');
  }
  if (name === 'Array' && of[0] !== undefined) return { is: 'array', items: of[0] };
  return { is: 'name', name, of };
}

function readTypeLiteral(reader: Reader): TypeExpression {
  if (reader.peek() !== '[') return { is: 'object', members: readMembers(reader) };
  while (!reader.ended && !reader.take(']')) reader.next();
  reader.take(':');
  const values = readType(reader);
  reader.take(';');
  skipBalanced(reader, '}');
  return { is: 'map', values };
}

const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['(', ')'],
  ['[', ']'],
]);

/** Passes over what follows up to the closing bracket, that one included. */
function skipBalanced(reader: Reader, closer: string): void {
  while (!reader.ended) {
    const word = reader.next();
    if (word === closer) return;
    const inner = word === '<' && closer === '>' ? '>' : CLOSERS.get(word);
    if (inner !== undefined) skipBalanced(reader, inner);
  }
}

/** Passes over the rest of a statement whose first token has been read: to its `;`, or to the end of its body. */
function skipStatement(reader: Reader, first: string): void {
  if (first === ';') return;
  const opened = CLOSERS.get(first);
  if (opened !== undefined) skipBalanced(reader, opened);
  while (!reader.ended && reader.peek() !== '}') {
    const word = reader.next();
    if (word === ';') return;
    const closer = CLOSERS.get(word);
    if (closer !== undefined) skipBalanced(reader, closer);
    if (word === '{' && reader.peek() !== ';' && reader.peek() !== 'from' && reader.peek() !== '[' && reader.peek() !== '|') return;
  }
}

function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : text;
}
