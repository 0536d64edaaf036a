import type { CompletionItem } from 'vscode-languageserver-types';
import { CompletionItemKind, InsertTextFormat, InsertTextMode } from 'vscode-languageserver-types';
import type { Analysis } from '../analyzer.ts';
import { editDocument } from '../yaml/parse.ts';
import { nodeAt } from '../yaml/route.ts';
import { styleAt } from '../yaml/style.ts';
import type { Route, YamlDocument } from '../yaml/types.ts';
import type { KeyTyping, ValueTyping } from './completion-context.ts';
import { MARKER } from './completion-context.ts';
import { rangeAt } from './positions.ts';
import type { LabelProposal } from './relation-completion-labels.ts';
import { labelKeys, labelValues } from './relation-completion-labels.ts';
import { namedValues } from './relation-completion-names.ts';
import { portValues } from './relation-completion-ports.ts';
import type { RelationPlace, RelationProposal } from './relation-place.ts';
import { relationPlace } from './relation-place.ts';
import type { SchemaCompletion } from './schema-completion.ts';
import { pairKey } from './schema-completion.ts';
import { placeIn } from './schema-place.ts';
import type { Writing } from './schema-skeleton.ts';
import { pairSnippet, spelled, stop } from './schema-skeleton.ts';

/** What the workspace has for what is being typed: names of objects, keys of their data, ports, labels by which they can be selected. */
export function relationProposals(typing: KeyTyping | ValueTyping, analysis: Analysis, completion: SchemaCompletion): CompletionItem[] {
  const value = typing.type === 'value' ? typing : itemTyping(typing);
  const items = value ? valueItems(value, analysis, completion) : [];
  return typing.type === 'key' && items.length === 0 ? keyItems(typing, analysis, completion) : items;
}

/** Proposals of the workspace first, without what the schema has of the same name. */
export function besideSchema(own: readonly CompletionItem[], schema: readonly CompletionItem[]): CompletionItem[] {
  if (own.length === 0) return [...schema];
  const labels = new Set(own.map(({ label }) => label));
  return [...own, ...schema.filter(({ label }) => !labels.has(label))];
}

/** What begins like a key behind a list's dash, taken for a value; undefined where it can't be one. */
function itemTyping({ type, parent, hasValue, isItem, document, at, ...typing }: KeyTyping): ValueTyping | undefined {
  const node = typeof parent.at(-1) === 'number' ? nodeAt(document, parent) : undefined;
  if (hasValue || isItem || node?.kind !== 'map' || node.pairs.length !== 1) return undefined;
  const end = at + MARKER.length;
  if (document.text[end] !== ':') return undefined;
  return { ...typing, type: 'value', route: parent, document: editDocument(document, { start: end, end: end + 1, text: '' }), at };
}

function valueItems(typing: ValueTyping, analysis: Analysis, completion: SchemaCompletion): CompletionItem[] {
  const place = placeFor(typing, typing.route, analysis, completion);
  if (!place) return [];
  const found = [namedValues, portValues, labelValues].map((propose) => propose(place)).find((proposals) => proposals.length > 0) ?? [];
  const { style, flow } = writingFor(typing, place, completion);
  return distinct(found).map(({ value, kind, detail, documentation, rank }) => ({
    label: String(value),
    kind,
    detail,
    labelDetails: { description: detail },
    ...(documentation !== undefined && { documentation: { kind: 'markdown' as const, value: documentation } }),
    sortText: `!${rank}${String(value)}`,
    textEdit: { range: rangeAt(analysis.file, typing.word), newText: spelled(value, style, flow ? 'flow' : 'block') },
  }));
}

function keyItems(typing: KeyTyping, analysis: Analysis, completion: SchemaCompletion): CompletionItem[] {
  const place = typing.isItem ? undefined : placeFor(typing, typing.parent, analysis, completion);
  if (!place) return [];
  const writing = writingFor(typing, place, completion);
  return labelKeys(place).map((label) => ({
    label: label.key,
    kind: CompletionItemKind.Field,
    detail: label.detail,
    labelDetails: { description: label.detail },
    documentation: { kind: 'markdown', value: label.documentation },
    sortText: `!${label.rank}${label.key}`,
    insertTextFormat: writing.tabStops && !typing.hasValue ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.asIs,
    textEdit: { range: rangeAt(analysis.file, typing.word), newText: pairText(label, typing, writing) },
  }));
}

/** A key with the values that it has in the workspace to choose from. */
function pairText({ key, values }: LabelProposal, typing: KeyTyping, writing: Writing): string {
  if (typing.hasValue) return pairKey(key, writing, typing);
  const [only] = values;
  return values.length === 1 && !writing.tabStops
    ? pairSnippet(key, { type: 'fixed', value: only ?? '' }, writing)
    : pairSnippet(key, stop(...values), writing);
}

function placeFor(
  { document, word }: { readonly document: YamlDocument; readonly word: KeyTyping['word'] },
  route: Route,
  analysis: Analysis,
  completion: SchemaCompletion,
): RelationPlace | undefined {
  const place = relationPlace({ document, route, offset: word.start }, analysis);
  if (!place) return undefined;
  const schema = placeIn(document, route, analysis.uri, completion)?.schemaAt(route);
  return { ...place, route, word: analysis.file.text.slice(word.start, word.end), schema };
}

/** The style of the object around it: of a long List only one item is looked at. */
function writingFor(typing: KeyTyping | ValueTyping, { typed }: RelationPlace, { tabStops }: SchemaCompletion): Writing {
  const { document, at, flow } = typing;
  const object = nodeAt(document, typed.route);
  const style = styleAt(object ? { ...document, root: object } : document, at);
  return { style, column: typing.type === 'key' ? typing.column : 0, flow, tabStops };
}

/** Each value once; of several, the nearest. */
function distinct(proposals: readonly RelationProposal[]): readonly RelationProposal[] {
  const kept = new Map<string | number, RelationProposal>();
  for (const proposal of proposals) {
    const known = kept.get(proposal.value);
    if (!known || proposal.rank < known.rank) kept.set(proposal.value, proposal);
  }
  return [...kept.values()];
}
