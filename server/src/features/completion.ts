import type { CompletionItem, Range } from 'vscode-languageserver-types';
import { CompletionItemKind, InsertTextFormat, InsertTextMode } from 'vscode-languageserver-types';
import type { Analysis } from '../analyzer.ts';
import { chosenTier } from '../capacity/tiers.ts';
import { composeOf } from '../resources/compose.ts';
import { planOf } from '../resources/plan.ts';
import { resourceAt } from '../resources/resource.ts';
import type { Resource } from '../resources/types.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { Description, JsonSchema } from '../schema/types.ts';
import { isMap } from '../yaml/json.ts';
import { parseDocument } from '../yaml/parse.ts';
import { nodeAt } from '../yaml/route.ts';
import type { Json, Route, YamlDocument } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import type { Typing } from './completion-context.ts';
import { typingAt } from './completion-context.ts';
import { rangeAt } from './positions.ts';
import type { Snippet } from './snippets.ts';

/** What completion needs besides the analysis. */
export interface CompletionContext {
  readonly schemas: Schemas;
  /** Empty where the client takes none. */
  readonly snippets: readonly Snippet[];
}

/** What a proposal carries along, so that its documentation is looked up only when it is shown. */
interface ProposalData {
  readonly of: { readonly apiVersion: string; readonly kind: string } | 'plan' | 'compose';
  /** From the object's root. */
  readonly route: Route;
  readonly version: string;
}

/** Where a schema is asked: below an object, in a plan, or in a Compose file. */
interface Place {
  readonly of: ProposalData['of'];
  readonly schemaAt: (route: Route) => JsonSchema | undefined;
  /** Of the object in its document. */
  readonly root: Route;
}

/** Proposals at an offset: the tiers' snippets in a document that is still blank, else the keys and values that the schema has there. */
export function completions(analysis: Analysis, offset: number, { schemas, snippets }: CompletionContext): CompletionItem[] {
  const typing = typingAt(analysis.file, offset);
  if (!typing) return [];
  const range = rangeAt(analysis.file, typing.word);
  if (typing.type === 'blank') return snippetProposals(analysis, snippets, range);
  if (analysis.settings.schemas.enable === 'off') return [];
  const route = typing.type === 'key' ? typing.parent : typing.route;
  const place = placeIn(typing.document, route, analysis, schemas);
  const schema = place?.schemaAt(route);
  if (!place || !schema) return typing.type === 'key' ? headProposals(typing, range) : [];
  if (typing.type === 'value' || !schema.properties) return valueProposals(schema, range);
  return keyProposals(schema.properties, typing, place, range, {
    required: schema.required ?? [],
    version: analysis.settings.kubernetesVersion,
  });
}

/** The proposal with its type and its documentation. */
export function describeCompletion(item: CompletionItem, schemas: Schemas): CompletionItem {
  const data: unknown = item.data;
  const description = isProposalData(data) ? descriptionOf(data, schemas) : undefined;
  if (!description) return item;
  const detail = `${description.type}${description.required ? ', required' : ''}`;
  const { description: value } = description;
  return { ...item, detail, ...(value !== undefined && { documentation: { kind: 'markdown', value } }) };
}

function snippetProposals({ settings, inventory }: Analysis, snippets: readonly Snippet[], range: Range): CompletionItem[] {
  const tier = chosenTier(settings, inventory);
  return snippets.map(({ name, prefix, description, body }) => ({
    label: prefix,
    kind: CompletionItemKind.Snippet,
    detail: description === '' ? name : description,
    sortText: `${prefix.includes(tier) || name.includes(tier) ? 0 : 1}${prefix}`,
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range, newText: body },
  }));
}

/** The other half of what makes a document a Kubernetes object, once one half is there. */
function headProposals({ parent, document, hasValue }: Extract<Typing, { type: 'key' }>, range: Range): CompletionItem[] {
  const root = valueOf(document);
  if (parent.length > 0 || !isMap(root) || 'apiVersion' in root === 'kind' in root) return [];
  const missing = 'kind' in root ? 'apiVersion' : 'kind';
  return [{ label: missing, kind: CompletionItemKind.Field, textEdit: { range, newText: hasValue ? missing : `${missing}: ` } }];
}

function keyProposals(
  properties: NonNullable<JsonSchema['properties']>,
  { parent, column, hasValue, document }: Extract<Typing, { type: 'key' }>,
  { of, schemaAt, root }: Place,
  range: Range,
  { required, version }: { readonly required: readonly string[]; readonly version: string },
): CompletionItem[] {
  const node = nodeAt(document, parent);
  const present = new Set(node?.kind === 'map' ? node.pairs.map(({ key }) => (key.kind === 'scalar' ? key.value : undefined)) : []);
  const missing = Object.keys(properties).filter((name) => !present.has(name));
  return missing.map((name) => {
    const data: ProposalData = { of, route: [...parent.slice(root.length), name], version };
    return {
      label: name,
      kind: CompletionItemKind.Field,
      sortText: `${required.includes(name) ? 0 : 1}${name}`,
      insertTextMode: InsertTextMode.asIs,
      textEdit: { range, newText: hasValue ? name : `${name}:${opening(schemaAt([...parent, name]), column)}` },
      data,
    };
  });
}

/** What follows a new key, up to where its value is typed. */
function opening(schema: JsonSchema | undefined, column: number): string {
  const inside = `\n${' '.repeat(column + 2)}`;
  if (schema?.type === 'array') return `${inside}- `;
  return schema?.type === 'object' || schema?.properties ? inside : ' ';
}

function valueProposals({ enum: allowed, type }: JsonSchema, range: Range): CompletionItem[] {
  const values = allowed ?? (type === 'boolean' ? [true, false] : []);
  return values
    .filter((value) => value !== '' && value !== null)
    .map((value) => ({ label: String(value), kind: CompletionItemKind.EnumMember, textEdit: { range, newText: spelled(value) } }));
}

/** A text that YAML would read as something else is quoted. */
function spelled(value: Json): string {
  const text = String(value);
  return typeof value === 'string' && valueOf(parseDocument(text, 'kubernetes')) !== text ? JSON.stringify(text) : text;
}

function placeIn(document: YamlDocument, route: Route, { uri, settings }: Analysis, schemas: Schemas): Place | undefined {
  const resource = resourceAt(document, route);
  if (resource) {
    const { apiVersion, kind, route: root } = resource;
    return { of: { apiVersion, kind }, root, schemaAt: (at) => schemas.schemaAt(resource, at, settings.kubernetesVersion) };
  }
  if (composeOf(document, uri)) return { of: 'compose', root: [], schemaAt: (at) => schemas.composeSchemaAt(at, valueOf(document)) };
  return planOf(document, uri) && { of: 'plan', root: [], schemaAt: (at) => schemas.planSchemaAt(at) };
}

function descriptionOf({ of, route, version }: ProposalData, schemas: Schemas): Description | undefined {
  if (of === 'compose') return schemas.describeCompose(route, undefined);
  return of === 'plan' ? schemas.describePlan(route) : schemas.describe(emptyResource(of), route, version);
}

/** An object of which nothing but its kind is known. */
function emptyResource({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): Resource {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const document = parseDocument('');
  return {
    document,
    route: [],
    apiVersion,
    group,
    version,
    kind,
    name: undefined,
    namespace: undefined,
    labels: {},
    annotations: {},
    value: { apiVersion, kind },
  };
}

function isProposalData(data: unknown): data is ProposalData {
  const { of, route, version } = (data ?? {}) as Partial<ProposalData>;
  return of !== undefined && Array.isArray(route) && typeof version === 'string';
}
