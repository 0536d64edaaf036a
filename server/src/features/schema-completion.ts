import type { CompletionItem, Range } from 'vscode-languageserver-types';
import { CompletionItemKind, CompletionItemTag, InsertTextFormat, InsertTextMode } from 'vscode-languageserver-types';
import type { Analysis } from '../analyzer.ts';
import type { JsonSchema } from '../schema/types.ts';
import type { Style } from '../yaml/format.ts';
import { nodeAt } from '../yaml/route.ts';
import { styleAt } from '../yaml/style.ts';
import type { Route, YamlDocument, YamlNode } from '../yaml/types.ts';
import type { KeyTyping, ValueTyping } from './completion-context.ts';
import { MARKER } from './completion-context.ts';
import type { ProposalData } from './completion-documentation.ts';
import { rangeAt } from './positions.ts';
import { fits, formKeys, formOf } from './schema-form.ts';
import { lookUp } from './schema-lookup.ts';
import type { SchemaPlace, SchemaSource } from './schema-place.ts';
import { placeIn } from './schema-place.ts';
import type { Writing } from './schema-skeleton.ts';
import { entriesSnippet, pairSnippet, spelled, stop } from './schema-skeleton.ts';
import type { PlaceSnippet } from './schema-snippets.ts';
import { SNIPPETS } from './schema-snippets.ts';
import { knownKeys, knownValues, PATCH_KEY } from './schema-values.ts';

/** What proposals from a schema need besides the analysis. */
export interface SchemaCompletion extends SchemaSource {
  /** Whether the client takes snippets with tab stops. */
  readonly tabStops: boolean;
}

/** One proposal's surroundings: where it goes, and how it is written there. */
interface Target {
  readonly place: SchemaPlace;
  readonly version: string;
  readonly range: Range;
  readonly writing: Writing;
  /** What stands before every proposal: the dash of a new item. */
  readonly prefix: string;
}

/** The keys that a schema has at a key's place and that aren't there yet, and of a list's place what an item can be. */
export function keyProposals(typing: KeyTyping, analysis: Analysis, completion: SchemaCompletion): CompletionItem[] | undefined {
  const place = placeIn(typing.document, typing.parent, analysis.uri, completion);
  const schema = place?.schemaAt(typing.parent);
  if (!place || !schema) return undefined;
  const target = targetOf(typing, place, analysis, completion);
  if (schema.type === 'array' && !typing.flow) return itemsOf(typing, typing.parent, target);
  const items = typing.isItem ? [] : itemsOfListAbove(typing, target);
  // Where nothing is typed yet, a key would take what is below from the key above.
  if (typing.hasValue && !typing.hasColon && typing.word.start === typing.word.end) return items;
  const own = proposalsAt(typing, typing.parent, typing.isItem ? behindDash(target) : target);
  return [...own, ...patchKeys(typing, schema, { target, analysis }), ...items];
}

function targetOf(
  typing: KeyTyping | ValueTyping,
  place: SchemaPlace,
  { file }: Analysis,
  { version, tabStops }: SchemaCompletion,
): Target {
  const column = typing.type === 'key' ? typing.column : 0;
  const writing = { style: styleOf(typing, place), column, flow: typing.flow, tabStops };
  return { place, version, range: rangeAt(file, typing.word), writing, prefix: '' };
}

function behindDash(target: Target): Target {
  const { writing } = target;
  const prefix = `-${' '.repeat(writing.style.dashGap)}`;
  return { ...target, prefix, writing: { ...writing, column: writing.column + prefix.length } };
}

/** The items that a list can begin with. */
function itemsOf(typing: KeyTyping, list: Route, target: Target): CompletionItem[] {
  return proposalsAt({ ...typing, isItem: true, hasValue: false }, [...list, 0], behindDash(target));
}

/** A list may stand right below its key, at the key's own column. */
function itemsOfListAbove(typing: KeyTyping, target: Target): CompletionItem[] {
  const node = nodeAt(typing.document, typing.parent);
  if (node?.kind !== 'map' || typing.flow || typing.hasColon) return [];
  const above = node.pairs.findLast(({ key }) => key.start < typing.at);
  if (above?.key.kind !== 'scalar' || above.value.kind !== 'scalar' || above.value.value !== null) return [];
  const route = [...typing.parent, String(above.key.value)];
  return target.place.schemaAt(route)?.type === 'array' ? itemsOf(typing, route, target) : [];
}

/** What can be at a place: the keys of a mapping, or of a list's item the values that it may have. */
function proposalsAt(typing: KeyTyping, route: Route, target: Target): CompletionItem[] {
  const schema = target.place.schemaAt(route);
  if (!schema) return [];
  if (!isMapping(schema)) return typeof route.at(-1) === 'number' ? itemProposals(route, target) : [];
  const present = typing.isItem ? NOTHING : keysAt(typing.document, typing.parent);
  return [...snippetsFor(typing, route, { target, present }), ...keysOf(typing, route, { schema, target, present })];
}

const NOTHING: ReadonlySet<string> = new Set();

/** In a patch of a kustomization, a mapping may say what becomes of the one that it is laid over. */
function patchKeys(
  typing: KeyTyping,
  { properties }: JsonSchema,
  { target, analysis }: { readonly target: Target; readonly analysis: Analysis },
): CompletionItem[] {
  const isPatch = properties !== undefined && analysis.inventory.contextOf(analysis.uri).partial;
  if (!isPatch || keysAt(typing.document, typing.parent).has(PATCH_KEY)) return [];
  return [keyProposal(PATCH_KEY, typing, typing.parent, { target, rank: RANKS.patch })];
}

/** The values that are known for a place. */
export function valueProposals(typing: ValueTyping, analysis: Analysis, completion: SchemaCompletion): CompletionItem[] | undefined {
  const place = placeIn(typing.document, typing.route, analysis.uri, completion);
  if (!place) return undefined;
  return itemProposals(typing.route, targetOf(typing, place, analysis, completion));
}

/** The style of the object that a place is in: of a long List only one item is looked at. */
function styleOf({ document, at }: KeyTyping | ValueTyping, { root }: SchemaPlace): Style {
  const object = nodeAt(document, root);
  return styleAt(object ? { ...document, root: object } : document, at);
}

function isMapping({ properties, patternProperties, additionalProperties, type }: JsonSchema): boolean {
  return properties !== undefined || patternProperties !== undefined || typeof additionalProperties === 'object' || type === 'object';
}

function itemProposals(route: Route, { place, range, writing, prefix }: Target): CompletionItem[] {
  return knownValues(place, route).map(({ value, detail }, index) => ({
    label: prefix + String(value),
    kind: CompletionItemKind.EnumMember,
    filterText: String(value),
    sortText: String(index).padStart(3, '0'),
    ...(detail !== undefined && { detail }),
    textEdit: { range, newText: prefix + spelled(value, writing.style, writing.flow ? 'flow' : 'block') },
  }));
}

/** A mapping that proposals are for, with the keys that it has. */
interface Mapping {
  readonly target: Target;
  readonly present: ReadonlySet<string>;
}

function keysOf(
  typing: KeyTyping,
  parent: Route,
  { schema, target, present }: Mapping & { readonly schema: JsonSchema },
): CompletionItem[] {
  const { place } = target;
  const usual = formKeys(place, parent, schema);
  const below = typing.isItem ? undefined : nodeAt(typing.document, [...typing.parent, MARKER]);
  const declared = Object.keys(schema.properties ?? {}).filter(
    (key) => !present.has(key) && canHold(below, place.schemaAt([...parent, key])),
  );
  const known = knownKeys(place, parent).filter(({ value }) => !present.has(String(value)) && !declared.includes(String(value)));
  return [
    ...declared.map((key) => keyProposal(key, typing, parent, { target, rank: rankOf(key, parent, { schema, usual, place }) })),
    ...known.map(({ value, detail }) => ({
      ...keyProposal(String(value), typing, parent, { target, rank: RANKS.other }),
      ...(detail !== undefined && { detail }),
    })),
  ];
}

/** Whether a key can take over the collection that is below it already. */
function canHold(below: YamlNode | undefined, schema: JsonSchema | undefined): boolean {
  if (schema === undefined || below === undefined) return true;
  if (below.kind === 'map') return isMapping(schema);
  return below.kind !== 'seq' || schema.type === 'array';
}

function keyProposal(
  key: string,
  typing: KeyTyping,
  parent: Route,
  { target, rank }: { readonly target: Target; readonly rank: number },
): CompletionItem {
  const { place, prefix, range, version, writing } = target;
  const route = [...parent, key];
  const newText = typing.hasValue ? pairKey(key, writing, typing) : pairSnippet(key, formOf(place, route), writing);
  const data: ProposalData = { of: place.of, route: route.slice(place.root.length), version };
  return {
    label: prefix + key,
    kind: CompletionItemKind.Field,
    filterText: key,
    sortText: `${rank}${key}`,
    ...(rank === RANKS.deprecated && { tags: [CompletionItemTag.Deprecated] }),
    insertTextFormat: writing.tabStops && !typing.hasValue ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.asIs,
    textEdit: { range, newText: prefix + newText },
    data,
  };
}

/** A key whose value is there: the colon too, or not yet. */
export function pairKey(key: string, writing: Writing, { hasColon }: KeyTyping): string {
  const text = pairSnippet(key, stop(), { ...writing, tabStops: false }).trimEnd();
  return hasColon ? text.slice(0, -1) : text;
}

const RANKS = { required: 0, usual: 1, other: 2, patch: 3, deprecated: 4, serverSet: 5 } as const;

/** Fields that the API server writes; manifests hold them only where they were copied from a cluster. Source: Kubernetes API reference. */
const SERVER_SET: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'ownerReferences',
  'resourceVersion',
  'selfLink',
  'uid',
]);

function rankOf(
  key: string,
  parent: Route,
  { schema, usual, place }: { readonly schema: JsonSchema; readonly usual: readonly string[]; readonly place: SchemaPlace },
): number {
  if (schema.required?.includes(key)) return RANKS.required;
  const isRoot = parent.length === place.root.length && typeof place.of === 'object';
  if ((parent.at(-1) === 'metadata' && SERVER_SET.has(key)) || (isRoot && key === 'status')) return RANKS.serverSet;
  if (usual.includes(key)) return RANKS.usual;
  return place.describe([...parent, key])?.deprecated ? RANKS.deprecated : RANKS.other;
}

/** The forms that an item or mapping usually has, where nothing of it is there yet. */
function snippetsFor(typing: KeyTyping, parent: Route, { target, present }: Mapping): CompletionItem[] {
  const { place, range, writing, prefix } = target;
  if (!writing.tabStops || writing.flow || typing.hasValue || present.size > 0) return [];
  const snippets = (lookUp(SNIPPETS, place, parent) ?? []).filter(({ skeleton }) => fits(skeleton, place, parent));
  return snippets.map(({ label, detail, skeleton }: PlaceSnippet) => ({
    label: prefix + label,
    kind: CompletionItemKind.Snippet,
    detail,
    filterText: [...skeleton.entries.map(([key]) => key), label].join(' '),
    sortText: `${RANKS.usual}${label}`,
    insertTextFormat: InsertTextFormat.Snippet,
    insertTextMode: InsertTextMode.asIs,
    textEdit: { range, newText: prefix + entriesSnippet(skeleton, writing) },
  }));
}

/** The keys that are there already. */
function keysAt(document: YamlDocument, route: Route): ReadonlySet<string> {
  const node = nodeAt(document, route);
  const keys = node?.kind === 'map' ? node.pairs.map(({ key }) => (key.kind === 'scalar' ? String(key.value) : MARKER)) : [];
  return new Set(keys.filter((key) => key !== MARKER));
}
