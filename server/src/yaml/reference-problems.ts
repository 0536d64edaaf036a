import type { YAMLParseError } from 'yaml';
import type { SyntaxCode } from './problems.ts';
import { problemAt, quoted } from './problems.ts';
import { skipBlanksBack } from './spans.ts';
import type { SyntaxProblem } from './types.ts';

type Explained = readonly [code: SyntaxCode, message: string];
type Explain = (error: YAMLParseError, text: string) => Explained;

const misplaced: Explain = () => [
  'misplaced-property',
  'An anchor or tag stands right before its value, after the `-` or `:`, one of each at most.',
];
const tag: Explain = (error, text) => ['bad-tag', `The tag ${found(error, text)} can't be used here.`];

/** Own code and sentence for each of the parser's codes (a closed union in its errors.d.ts). */
const explanations: Record<YAMLParseError['code'], Explain> = {
  ALIAS_PROPS: misplaced,
  BAD_ALIAS: () => ['bad-alias', 'A name is missing after `&` or `*`, or it ends in a colon.'],
  BAD_COLLECTION_TYPE: tag,
  BAD_DIRECTIVE: (error, text) => ['bad-directive', `The directive ${found(error, text)} isn't one that YAML knows.`],
  BAD_DQ_ESCAPE: (error, text) => [
    'bad-escape',
    `${found(error, text)} is no escape in double quotes; write \`\\\\\` for a backslash or use single quotes.`,
  ],
  BAD_INDENT: (error, text) => (/must end with|end with a/.test(error.message) ? unclosedBracket(error) : badIndent(error, text)),
  BAD_PROP_ORDER: misplaced,
  BAD_SCALAR_START: (error, text) => [
    'reserved-character',
    `A value can't begin with ${quoted(text, error.pos[0], error.pos[0] + 1)} unless it is quoted.`,
  ],
  BLOCK_AS_IMPLICIT_KEY: (error, text) => [
    'nested-mapping',
    `${found(error, text)} begins a second key on the same line; quote the value, or put the key on a line of its own.`,
  ],
  BLOCK_IN_FLOW: () => ['block-in-flow', 'Inside brackets, entries are separated by commas, not by lines and dashes.'],
  DUPLICATE_KEY: (error, text) => ['duplicate-key', `The key ${found(error, text)} stands twice in this mapping.`],
  IMPOSSIBLE: unexpected,
  KEY_OVER_1024_CHARS: () => ['long-key', 'A key must be followed by its `:` within 1024 characters.'],
  MISSING_CHAR: missing,
  MULTILINE_IMPLICIT_KEY: (error, text) => [
    'multiline-key',
    `${found(error, text)} is neither a \`key: value\` nor part of the value above it.`,
  ],
  MULTIPLE_ANCHORS: misplaced,
  MULTIPLE_DOCS: () => ['unexpected', 'Text after the end of the document; begin a new document with `---`.'],
  MULTIPLE_TAGS: misplaced,
  NON_STRING_KEY: () => ['complex-key', 'A key must be a single value.'],
  RESOURCE_EXHAUSTION: () => ['too-deep', 'This is nested too deeply to be read.'],
  TAB_AS_INDENT: () => ['tab-indent', 'A tab indents this line, but YAML allows only spaces there.'],
  TAG_RESOLVE_FAILED: tag,
  UNEXPECTED_TOKEN: unexpected,
};

/** The parser's error in the room's own words. */
export function explain(error: YAMLParseError, text: string): SyntaxProblem {
  const [code, message] = explanations[error.code](error, text);
  const [start, end] = error.pos;
  return problemAt(code, start, end, message, text);
}

/** In brackets, the parser misses a blank before comments that have a line of their own. */
export function isFalseAlarm(error: YAMLParseError, text: string): boolean {
  const first = skipBlanksBack(text, error.pos[0]);
  return error.message.startsWith('Comments must') && (first < error.pos[0] || text[first - 1] === '\n');
}

function found(error: YAMLParseError, text: string): string {
  return quoted(text, error.pos[0], error.pos[1]);
}

function unclosedBracket(error: YAMLParseError): Explained {
  const bracket = error.message.at(-1) === ']' ? ']' : '}';
  const list = bracket === ']' ? 'The list' : 'The mapping';
  return ['unclosed-bracket', `${list} in brackets is not closed: a \`${bracket}\` is missing, or its lines are indented too little.`];
}

function badIndent(error: YAMLParseError, text: string): Explained {
  if (error.message.includes('lock scalar'))
    return ['bad-indent', 'The text of a block must be indented at least as far as its first line.'];
  const line = quoted(text, error.pos[0], text.length);
  return ['bad-indent', `${line} is indented differently from the entries beside it.`];
}

/** The parser has one code for all missing characters; its message tells which. */
const missingCharacters: readonly (readonly [pattern: RegExp, explained: Explained])[] = [
  [/closing "quote/, ['unclosed-quote', 'The double quote that opens this text is never closed.']],
  [/closing 'quote/, ['unclosed-quote', 'The single quote that opens this text is never closed.']],
  [/followed by map values/, ['missing-colon', 'A key must be followed by a colon and a space.']],
  [/Missing , or : between/, ['missing-comma', 'Entries inside brackets must be separated by commas.']],
  [/Missing , between/, ['missing-comma', 'Entries inside brackets must be separated by commas.']],
  [/Missing space after :/, ['missing-space', 'A space is missing after the colon.']],
  [/Tags and anchors/, ['missing-space', 'A space is missing after the anchor or tag.']],
  [/Comments must/, ['comment-space', 'A comment needs a space before its `#`.']],
  [/explicit indentation indicator/, ['bad-indent', 'The blank lines that begin this block are indented further than its text.']],
  [/same line with directives-end/, ['unexpected', 'The document must begin on the line after its `---`.']],
  [/directives-end/, ['bad-directive', 'A `---` line is missing after the directive.']],
];

function missing(error: YAMLParseError, text: string): Explained {
  if (/must end with a/.test(error.message)) return unclosedBracket(error);
  return missingCharacters.find(([pattern]) => pattern.test(error.message))?.[1] ?? unexpected(error, text);
}

function unexpected(error: YAMLParseError, text: string): Explained {
  const here = found(error, text);
  if (here === '``') return ['unexpected', 'Something is missing here, or the text before it is incomplete.'];
  return ['unexpected', `${here} is not expected here; a quote, bracket, dash or colon before it may be missing or too much.`];
}
