import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Api, Definition, Kind, Member, Type } from '../model.ts';
import type { Declaration } from './declarations.ts';
import { parseDeclarations } from './declarations.ts';

/** An entry of the table that the client serializes by. */
interface Attribute {
  /** The property's name in TypeScript, e.g. `_default`. */
  readonly name: string;
  /** The property's name in YAML, e.g. `default`. */
  readonly baseName: string;
  readonly type: string;
  /** Absent in the client's 0.x releases. */
  readonly format?: string;
}

/**
 * Reads one release of Kubernetes' official JavaScript client: every kind of its minor version with scope and plural, and all shapes.
 * Quantities come as strings and enumerations are not there.
 */
export function readClientNode(folder: string): Api {
  const generated = join(folder, 'dist/gen');
  const definitions = readModels(existingFolder(generated, 'models', 'model'));
  return { kinds: readKinds(generated, definitions), definitions };
}

function existingFolder(parent: string, ...names: readonly string[]): string {
  const name = names.find((candidate) => existsSync(join(parent, candidate)));
  if (name === undefined) throw new Error(`${parent} has none of ${names.join(', ')}`);
  return join(parent, name);
}

function readModels(folder: string): Map<string, Definition> {
  const definitions = new Map<string, Definition>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.d.ts')) continue;
    const code = readFileSync(join(folder, file.replace('.d.ts', '.js')), 'utf8');
    for (const declaration of parseDeclarations(readFileSync(join(folder, file), 'utf8')).declarations) {
      const attributes = attributesOf(declaration.name, code);
      if (attributes !== undefined) definitions.set(declaration.name, toDefinition(declaration, attributes));
    }
  }
  return definitions;
}

function attributesOf(name: string, code: string): readonly Attribute[] | undefined {
  const table = new RegExp(`\\b${name}\\.attributeTypeMap = (\\[[^\\]]*\\]);`).exec(code.replaceAll('[key: string]', '(key)'));
  return table?.[1] === undefined ? undefined : (JSON.parse(table[1]) as readonly Attribute[]);
}

/** Joins the documented class and the serialization table into one definition. */
export function toDefinition(declaration: Declaration, attributes: readonly Attribute[]): Definition {
  const members = new Map<string, Member>();
  for (const attribute of attributes) {
    const member = declaration.members.find((candidate) => candidate.name === attribute.name);
    if (member === undefined) throw new Error(`${declaration.name}.${attribute.name} is serialized but not declared`);
    members.set(attribute.baseName, {
      type: toType(attribute.type, attribute.format ?? ''),
      required: !member.optional,
      ...described(member.doc),
    });
  }
  return { ...described(declaration.doc), members };
}

function described(doc: string | undefined): { description?: string } {
  const text = doc?.replace(/\\(['"`\\])/g, '$1');
  return text === undefined || text === '' ? {} : { description: text };
}

function toType(text: string, format: string): Type {
  const array = /^(?:Array|Set)<(.*)>$/.exec(text);
  if (array?.[1] !== undefined) return { is: 'array', items: toType(array[1], format) };
  const map = /^\{ ?\(key\): (.*); ?\}$/.exec(text);
  if (map?.[1] !== undefined) return { is: 'map', values: toType(map[1], format) };
  return toScalar(text, format);
}

function toScalar(text: string, format: string): Type {
  switch (text) {
    case 'string':
      return format === '' ? { is: 'string' } : { is: 'string', format };
    case 'number':
      if (format.startsWith('int')) return { is: 'integer', format };
      return format === '' ? { is: 'number' } : { is: 'number', format };
    case 'boolean':
      return { is: 'boolean' };
    case 'Date':
    case 'MicroTime':
    case 'V1MicroTime':
      return { is: 'string', format: 'date-time' };
    case 'IntOrString':
      return { is: 'int-or-string' };
    case 'any':
    case 'object':
      return { is: 'any' };
    default:
      return { is: 'reference', to: text };
  }
}

/** A request path, or the type of the body sent to it. */
const PATH_OR_BODY = /localVarPath = (?:this\.basePath \+ )?'\/apis?\/([^']*)'|ObjectSerializer\.serialize\(body, "(\w+)"/g;

function readKinds(generated: string, definitions: ReadonlyMap<string, Definition>): Map<string, Kind> {
  const folder = existingFolder(generated, 'apis', 'api');
  const kinds = new Map<string, Kind>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('Api.js') || !isCurrent(generated, file)) continue;
    let path = '';
    for (const [, nextPath, body] of readFileSync(join(folder, file), 'utf8').matchAll(PATH_OR_BODY)) {
      if (nextPath !== undefined) path = nextPath;
      else if (body !== undefined) addKind(kinds, path, body, definitions);
    }
  }
  return kinds;
}

/** The packages carry API files left over from earlier minors; the index names the current ones. */
function isCurrent(generated: string, file: string): boolean {
  const index = ['types/PromiseAPI.js', 'api/apis.js'].map((path) => join(generated, path)).find((path) => existsSync(path));
  if (index === undefined) throw new Error(`${generated} has no index of its API classes`);
  return new RegExp(`\\b(?:Promise|Observable)?${file.replace('.js', '')}\\b`, 'i').test(readFileSync(index, 'utf8'));
}

/** A body sent to a collection's path is the kind that the collection holds. */
function addKind(kinds: Map<string, Kind>, path: string, body: string, definitions: ReadonlyMap<string, Definition>): void {
  const collection = /^(v\w+|[^/]+\/v\w+)(\/namespaces\/\{namespace\})?\/([^/]+)$/.exec(path);
  if (collection?.[1] === undefined || collection[3] === undefined) return;
  if (!definitions.get(body)?.members.has('kind') || body.endsWith('DeleteOptions')) return;
  const kind = body.replace(/^[A-Z][a-z]*?V\d+((alpha|beta)\d+)?(?=[A-Z])|^V\d+((alpha|beta)\d+)?/, '');
  kinds.set(`${collection[1]}/${kind}`, { definition: body, namespaced: collection[2] !== undefined, plural: collection[3] });
}
