import { resourcesOf } from '../resources/resource.ts';
import { memo } from '../yaml/memo.ts';
import { lineAt } from '../yaml/position.ts';
import { spanOf } from '../yaml/route.ts';
import type { Comment, Route, Span, YamlDocument } from '../yaml/types.ts';

/** Annotation that suppresses findings on its object: `a/b, c/d: why`, and more of the same behind semicolons. */
export const IGNORE_ANNOTATION = 'plimsoll/ignore';

/** What a suppression holds for. */
export type Reach =
  /** Findings on one line of the document. */
  | { readonly kind: 'line'; readonly line: number }
  /** Findings inside one object. */
  | { readonly kind: 'object'; readonly route: Route }
  /** The whole file, all its documents. */
  | { readonly kind: 'file' };

/** One rule named by a suppression. */
export interface Directive {
  /** As written; empty where the suppression names no rule. */
  readonly rule: string;
  /** Where the rule is named, relative to the document. */
  readonly span: Span;
  readonly reach: Reach;
}

/** `plimsoll-ignore a/b, c/d: why`; what follows the first colon is the reason. */
const COMMENT = /^\s*plimsoll-ignore(-file)?(?=$|[\s:])([^:]*)/;

const RULE_ID = /[^\s,]+/g;

/** Between the suppressions of an annotation. A semicolon with no rule behind it belongs to a reason. */
const NEXT_IN_ANNOTATION = /;(?=\s*[\w-]+\/[\w-]+\s*(?:[,:;]|$))/;

/** The suppressions that a document holds, from comments and annotations, one per rule that they name. */
export const directivesOf: (document: YamlDocument) => readonly Directive[] = memo((document) => [
  ...document.comments.flatMap((comment) => fromComment(comment, document)),
  ...resourcesOf(document).flatMap(({ route, annotations }) => {
    const text = annotations[IGNORE_ANNOTATION];
    return text === undefined ? [] : fromAnnotation(text, route, document);
  }),
]);

function fromComment(comment: Comment, document: YamlDocument): readonly Directive[] {
  const match = COMMENT.exec(comment.text);
  if (match === null) return [];
  const [head, ofFile, ids = ''] = match;
  const reach: Reach = ofFile === undefined ? { kind: 'line', line: lineMeantBy(comment, document) } : { kind: 'file' };
  const start = comment.start + 1 + head.length - ids.length;
  const named = Array.from(ids.matchAll(RULE_ID), ({ 0: rule, index }) => ({
    rule,
    span: { start: start + index, end: start + index + rule.length },
    reach,
  }));
  return named.length > 0 ? named : [{ rule: '', span: comment, reach }];
}

function fromAnnotation(text: string, route: Route, document: YamlDocument): readonly Directive[] {
  const span = spanOf(document, [...route, 'metadata', 'annotations', IGNORE_ANNOTATION], 'value');
  const named = text.split(NEXT_IN_ANNOTATION).flatMap((one) => one.replace(/:.*/s, '').match(RULE_ID) ?? ['']);
  return named.map((rule) => ({ rule, span, reach: { kind: 'object', route } }));
}

/** A comment behind something means its own line; one that stands alone means the line below the block of comments that it is in. */
function lineMeantBy(comment: Comment, document: YamlDocument): number {
  const own = lineAt(document, comment.start);
  if (!comment.ownLine) return own;
  const commented = ownLines(document);
  let line = own + 1;
  while (commented.has(line)) line += 1;
  return line;
}

const ownLines = memo(
  (document: YamlDocument): ReadonlySet<number> =>
    new Set(document.comments.filter(({ ownLine }) => ownLine).map(({ start }) => lineAt(document, start))),
);
