/** Plain JSON-like data: what a YAML document means once anchors and merge keys are resolved. */
export type Json = null | boolean | number | string | readonly Json[] | JsonMap;

/** A mapping with string keys. */
export interface JsonMap {
  readonly [key: string]: Json;
}

/** Half-open range of UTF-16 code units, relative to the text of the document it belongs to. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where something is in the data: mapping keys and sequence indexes from the document's root. `[]` is the root. */
export type Route = readonly (string | number)[];

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

interface NodeBase extends Span {
  readonly anchor?: string;
  /** Explicit tag as written, e.g. `!!str`. */
  readonly tag?: string;
}

/** A scalar; an absent value (`key:`) is a plain scalar of zero width whose value is null. */
export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** Value by the document's dialect. */
  readonly value: null | boolean | number | string;
}

export interface Pair {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly pairs: readonly Pair[];
  /** What it means: merge keys resolved, of duplicate keys the last. */
  readonly value: JsonMap;
}

export interface SeqNode extends NodeBase {
  readonly kind: 'seq';
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
  /** What it means. */
  readonly value: readonly Json[];
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
  /** The anchored node before it; undefined where no such anchor exists (a syntax problem says so). */
  readonly target: YamlNode | undefined;
  /** What it means: the very value of its target, or null without one. */
  readonly value: Json;
}

/** Spans of nodes start at the node's own text (after anchor and tag) and end without trailing blank or comment lines. */
export type YamlNode = ScalarNode | MapNode | SeqNode | AliasNode;

/**
 * How plain scalars are read. `kubernetes`: as the API server's YAML library does (YAML 1.1 booleans such as `yes` and `on`, octal `0644`,
 * `0o644`, `0b11`, `1_000`; no sexagesimals, no timestamps). `core`: YAML 1.2 core schema (Compose, plans).
 */
export type Dialect = 'kubernetes' | 'core';

export interface SyntaxProblem extends Span {
  /** Stable name of the kind of error, e.g. `duplicate-key`, `bad-indent`, `undefined-alias`, `alias-bomb`. */
  readonly code: string;
  /** One plain sentence. */
  readonly message: string;
}

export interface Comment extends Span {
  /** Text after the `#`, not trimmed. */
  readonly text: string;
  /** True where nothing but blanks stands before it on its line. */
  readonly ownLine: boolean;
}

/** One parsed document. Immutable; every cache hangs on it. It knows nothing of where in a file it stands. */
export interface YamlDocument {
  /** Its own text: from its `---` line (or the file's start) up to the next one. */
  readonly text: string;
  readonly dialect: Dialect;
  readonly root: YamlNode | undefined;
  readonly problems: readonly SyntaxProblem[];
  readonly comments: readonly Comment[];
  /** Offset of the first character of each line of `text`; never empty. */
  readonly lineStarts: readonly number[];
  /** True where the text is a template (`{{ … }}` outside plain YAML). */
  readonly templated: boolean;
  /** How a template was read; absent where not even its plain parts can be judged, and in plain YAML. */
  readonly template?: Template;
  /** Of a long document that an edit broke: the last sound version, so that it can be gone on from once the edit is mended. */
  readonly sound?: EditedDocument;
}

/** How a template was read: its text with the actions out of the way, and what they leave unknown. */
export interface Template {
  /** As long as the template: actions on lines of their own are empty lines, those within a line are words. */
  readonly plain: string;
  /** Actions within a line, whatever they do. */
  readonly words: readonly Span[];
  /** Where lines may come that the text doesn't show: actions on lines of their own that write, and alternatives that were not read. */
  readonly gaps: readonly Span[];
  /** What only some renderings have, or have several times: bodies of `if`, `with` and `range` that are no objects as a whole. */
  readonly branches: readonly Span[];
  /** True where actions stand on lines of their own, so that the lines may be put together in other ways than they stand there. */
  readonly reshaped: boolean;
}

/** A document and one edit of it. */
export interface EditedDocument {
  readonly document: YamlDocument;
  readonly edit: Splice;
}

/** A document at its place in a file. */
export interface PlacedDocument {
  readonly document: YamlDocument;
  /** Offset of the document's text in the file. */
  readonly offset: number;
  /** Line number (from 0) of the document's first line in the file. */
  readonly line: number;
}

export interface YamlFile {
  /** What its documents make one behind the other, put together when somebody asks; of a file without documents all that it has. */
  readonly text: string;
  readonly documents: readonly PlacedDocument[];
}

/** Replaces `[start, end)` by `text`; offsets relative to what it is applied to. */
export interface Splice extends Span {
  readonly text: string;
}

/** A change to a document's data, by route; the yaml room turns it into splices in the style of its neighbours. */
export type Patch =
  /** Sets the value at a route, adding the key and any missing parents. `after`: sibling keys, nearest first, behind which a new key goes. */
  | { readonly op: 'set'; readonly at: Route; readonly value: Json; readonly after?: readonly string[] }
  /** Removes the key or item; a parent left empty goes with it where `prune` is set. */
  | { readonly op: 'remove'; readonly at: Route; readonly prune?: boolean }
  /** Inserts an item into the sequence at `at` (made where missing), at `index` or at its end. */
  | { readonly op: 'insert'; readonly at: Route; readonly value: Json; readonly index?: number }
  /** Renames the last key of the route. */
  | { readonly op: 'rename'; readonly at: Route; readonly to: string }
  /** Writes a comment above the entry's line or at its end. */
  | { readonly op: 'comment'; readonly at: Route; readonly text: string; readonly place: 'above' | 'end' }
  /** Adds a document behind this one. */
  | { readonly op: 'append'; readonly value: Json };
