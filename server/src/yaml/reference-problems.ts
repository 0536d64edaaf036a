import type { YAMLParseError } from 'yaml';
import type { SyntaxCode } from './problems.ts';
import { problemAt, quoted } from './problems.ts';
import { endOfLineFrom, skipBlanks, skipBlanksBack } from './spans.ts';
import type { SyntaxProblem, YamlNode } from './types.ts';

/** An error of the parser, and what stands where it points to. */
interface Place {
  readonly parserMessage: string;
  /** The text it points to, for a message. */
  readonly found: string;
  /** From there to the end of the line, for a message. */
  readonly rest: string;
}

type Explanation = readonly [code: SyntaxCode, message: string];
type Explain = (place: Place) => Explanation;

const misplaced: Explain = () => [
  'misplaced-property',
  'An anchor or tag must stand right before its value, behind the `-` or `:`, and there can be one of each at most.',
];
const tag: Explain = ({ found }) => ['bad-tag', `The tag ${found} can't be used here.`];

/** Own code and sentence for each of the parser's codes (a closed union in its errors.d.ts). */
const explanations: Record<YAMLParseError['code'], Explain> = {
  ALIAS_PROPS: misplaced,
  BAD_ALIAS: () => ['bad-alias', 'A name is missing behind `&` or `*`.'],
  BAD_COLLECTION_TYPE: tag,
  BAD_DIRECTIVE: ({ found }) => ['bad-directive', `${found} is no directive that YAML knows.`],
  BAD_DQ_ESCAPE: ({ rest }) => [
    'bad-escape',
    `The backslash in ${rest} begins no escape that double quotes know; write it twice, or use single quotes.`,
  ],
  BAD_INDENT: badIndent,
  BAD_PROP_ORDER: misplaced,
  BAD_SCALAR_START: ({ rest }) => ['reserved-character', `${rest} begins with a character that YAML reserves; put the value in quotes.`],
  BLOCK_AS_IMPLICIT_KEY: nestedMapping,
  BLOCK_IN_FLOW: () => ['block-in-flow', 'Inside brackets, entries are separated by commas, not by lines and dashes.'],
  DUPLICATE_KEY: ({ found }) => ['duplicate-key', `The key ${found} stands twice in this mapping.`],
  IMPOSSIBLE: unexpected,
  KEY_OVER_1024_CHARS: () => ['long-key', 'The colon must follow within 1024 characters of where its key begins.'],
  MISSING_CHAR: missingCharacter,
  MULTILINE_IMPLICIT_KEY: halfTyped,
  MULTIPLE_ANCHORS: misplaced,
  MULTIPLE_DOCS: () => ['unexpected', 'The document has ended already; another one must begin with `---`.'],
  MULTIPLE_TAGS: misplaced,
  NON_STRING_KEY: () => ['complex-key', 'A key must be a single value.'],
  RESOURCE_EXHAUSTION: () => ['too-deep', 'This is nested too deeply to be read.'],
  TAB_AS_INDENT: () => ['tab-indent', 'This line is indented with a tab, but YAML allows only spaces there.'],
  TAG_RESOLVE_FAILED: tag,
  UNEXPECTED_TOKEN: unexpected,
};

/** What the parser's message says is missing, where its code says no more than that. */
const missingCharacters: readonly (readonly [pattern: RegExp, explain: Explain])[] = [
  [/must end with a/, unclosedBracket],
  [/closing "quote/, () => ['unclosed-quote', 'This double quote is never closed.']],
  [/closing 'quote/, () => ['unclosed-quote', 'This single quote is never closed.']],
  [/followed by map values/, halfTyped],
  [/Missing ,/, () => ['missing-comma', 'Entries inside brackets must be separated by commas.']],
  [/Missing space after :/, () => ['missing-space', 'A space is missing behind the colon.']],
  [/Tags and anchors/, () => ['missing-space', 'A space is missing behind the anchor or tag.']],
  [/Comments must/, () => ['comment-space', 'A comment needs a space before its `#`.']],
  [/explicit indentation indicator/, () => ['bad-indent', 'The blank lines that begin this block are indented further than its text.']],
  [/same line with directives-end/, () => ['unexpected', 'The content must begin on the line below the `---`.']],
  [/directives-end/, () => ['bad-directive', 'A `---` line is missing behind the directive.']],
];

/** The parser's error in the room's own words; it begins with the text rather than its indentation, and ends with its line. */
export function explain(error: YAMLParseError, text: string): SyntaxProblem {
  const lineEnd = endOfLineFrom(text, error.pos[0]);
  const indented = error.code === 'BAD_INDENT' && text[error.pos[0]] === ' ';
  const start = indented ? skipBlanks(text, error.pos[0]) : error.pos[0];
  const end = indented ? lineEnd : error.pos[1];
  const place = { parserMessage: error.message, found: quoted(text, start, end), rest: quoted(text, start, lineEnd) };
  const [code, message] = explanations[error.code](place);
  return problemAt(code, start, Math.min(end, lineEnd), message, text);
}

/** In brackets, the parser misses a blank before comments that have a line of their own. */
export function isFalseAlarm(error: YAMLParseError, text: string): boolean {
  const first = skipBlanksBack(text, error.pos[0]);
  return error.message.startsWith('Comments must') && (first < error.pos[0] || text[first - 1] === '\n');
}

/** The parser notes a missing quote or bracket where the text ends without it; this points at the one that opens. */
export function atOpening(problem: SyntaxProblem, root: YamlNode): SyntaxProblem {
  if (problem.code !== 'unclosed-quote' && problem.code !== 'unclosed-bracket') return problem;
  const opening = enclosedUntil(root, problem.start);
  return opening === undefined ? problem : { ...problem, start: opening.start, end: opening.start + 1 };
}

/** The outermost quoted text or collection in brackets that ends at an offset. */
function enclosedUntil(node: YamlNode, end: number): YamlNode | undefined {
  const enclosed = node.kind === 'scalar' ? node.style === 'single' || node.style === 'double' : node.kind !== 'alias' && node.flow;
  if (enclosed && node.end === end) return node;
  const children = node.kind === 'map' ? node.pairs.flatMap((pair) => [pair.key, pair.value]) : node.kind === 'seq' ? node.items : [];
  for (const child of children) {
    const found = enclosedUntil(child, end);
    if (found !== undefined) return found;
  }
  return undefined;
}

function halfTyped(place: Place): Explanation {
  const found = place.found === '``' ? place.rest : place.found;
  if (/^`[^\s:]+:[^\s]/.test(found)) return ['missing-space', `A space is missing behind the colon of ${found}.`];
  return ['missing-colon', `${found} is no key, for a colon is missing, and no part of the value above it.`];
}

function unclosedBracket({ parserMessage }: Place): Explanation {
  const bracket = parserMessage.at(-1) === ']' ? ']' : '}';
  return ['unclosed-bracket', `This bracket is never closed: a \`${bracket}\` is missing, or the lines up to it are indented too little.`];
}

function nestedMapping({ rest }: Place): Explanation {
  if (/: /.test(rest))
    return ['nested-mapping', `${rest} can't follow a key on its line; quote it, or put it on the line below, indented.`];
  return ['nested-mapping', `The lines below are indented under ${rest}, which is a value already.`];
}

function badIndent(place: Place): Explanation {
  if (place.parserMessage.includes('must end with') || place.parserMessage.includes('end with a')) return unclosedBracket(place);
  if (place.parserMessage.includes('lock scalar')) return ['bad-indent', 'The text of a block must be indented as far as its first line.'];
  const what = place.rest === '``' ? 'What stands here' : place.rest;
  return ['bad-indent', `${what} is not indented like the entries beside it.`];
}

function missingCharacter(place: Place): Explanation {
  const known = missingCharacters.find(([pattern]) => pattern.test(place.parserMessage));
  return known === undefined ? unexpected(place) : known[1](place);
}

function unexpected({ parserMessage, rest }: Place): Explanation {
  if (parserMessage.includes('block-seq-ind'))
    return ['bad-indent', "A list can't begin on the line of its key; put it on the line below."];
  if (rest === '``') return ['unexpected', 'Something is missing at the end of this line.'];
  return ['unexpected', `${rest} is not expected here; before it, a quote, bracket, dash or colon may be missing or too much.`];
}
