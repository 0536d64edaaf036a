import type { CompletionItem } from 'vscode-languageserver-types';
import { CompletionItemKind, InsertTextFormat, InsertTextMode } from 'vscode-languageserver-types';
import type { Analysis } from '../analyzer.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { KindName } from '../schema/types.ts';
import type { Style } from '../yaml/format.ts';
import { defaultStyle } from '../yaml/format.ts';
import { getAt, isMap, stringAt } from '../yaml/json.ts';
import { columnOf } from '../yaml/layout.ts';
import { memo } from '../yaml/memo.ts';
import { pairAt } from '../yaml/route.ts';
import { styleAt } from '../yaml/style.ts';
import type { Route, Span, YamlDocument, YamlFile } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import type { KeyTyping, ValueTyping } from './completion-context.ts';
import type { ProposalData } from './completion-documentation.ts';
import { rangeAt } from './positions.ts';
import type { SchemaCompletion } from './schema-completion.ts';
import { formOf } from './schema-form.ts';
import { placeOf, subjectByName } from './schema-place.ts';
import type { Skeleton } from './schema-skeleton.ts';
import { entriesSnippet, fixed, linked, map } from './schema-skeleton.ts';

/** Whole objects for a document that is still blank: one for each kind that the version serves and that is no preview. */
export function objectProposals(word: Span, { file, uri }: Analysis, completion: SchemaCompletion): CompletionItem[] {
  const range = rangeAt(file, word);
  const writing = { style: styleOf(file), column: 0, flow: false, tabStops: completion.tabStops };
  const format = completion.tabStops ? InsertTextFormat.Snippet : InsertTextFormat.PlainText;
  const kinds = kindsFor(uri, completion).filter((name) => isStable(name) || !isBuiltIn(name, completion));
  return kinds.map((name) => {
    const item = kindProposal(name, completion);
    return {
      ...item,
      filterText: `${name.kind} ${name.apiVersion}`,
      sortText: `1${item.sortText}`,
      insertTextFormat: format,
      insertTextMode: InsertTextMode.asIs,
      textEdit: { range, newText: entriesSnippet(objectForm(name, completion), writing) },
    };
  });
}

/** Kinds or API versions, where an object's `kind` or `apiVersion` is being typed; undefined for any other value. */
export function headProposals(typing: ValueTyping, analysis: Analysis, completion: SchemaCompletion): CompletionItem[] | undefined {
  const { document, route } = typing;
  const parent = route.slice(0, -1);
  if (!isObjectPlace(document, parent) || isFileOfItsOwn(analysis.uri)) return undefined;
  if (route.at(-1) === 'kind') return kindProposals(typing, parent, analysis, completion);
  return route.at(-1) === 'apiVersion' ? versionProposals(typing, parent, analysis, completion) : undefined;
}

/** The other half of what makes a document a Kubernetes object, once one half is there. */
export function otherHalf({ parent, document, hasColon, word }: KeyTyping, { file, uri }: Analysis): CompletionItem[] {
  const value = getAt(valueOf(document) ?? null, parent);
  if (!isObjectPlace(document, parent) || isFileOfItsOwn(uri) || !isMap(value) || 'apiVersion' in value === 'kind' in value) return [];
  const missing = 'kind' in value ? 'apiVersion' : 'kind';
  const textEdit = { range: rangeAt(file, word), newText: hasColon ? missing : `${missing}: ` };
  return [{ label: missing, kind: CompletionItemKind.Field, textEdit }];
}

/** A blank document has no style of its own, but may have neighbours. */
function styleOf({ documents, text }: YamlFile): Style {
  const [first] = documents;
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  return { ...(first ? styleAt(first.document, 0) : defaultStyle), lineBreak };
}

/** At the root, or an item of a List. */
function isObjectPlace(document: YamlDocument, route: Route): boolean {
  if (route.length === 0) return true;
  return route.length === 2 && route[0] === 'items' && (stringAt(valueOf(document) ?? null, ['kind'])?.endsWith('List') ?? false);
}

function isFileOfItsOwn(uri: string): boolean {
  return typeof subjectByName(uri) === 'string';
}

function kindsFor(uri: string, { schemas, version }: SchemaCompletion): readonly KindName[] {
  const own = subjectByName(uri);
  const isKustomize = ({ apiVersion }: KindName) => apiVersion.startsWith(KUSTOMIZE_GROUP);
  return schemas.kinds(version).filter((name) => isKustomize(name) === (typeof own === 'object'));
}

const KUSTOMIZE_GROUP = 'kustomize.config.k8s.io/';

/** What a whole object holds. Custom kinds would each read a schema of their own, so they get a head alone. */
function objectForm(name: KindName, completion: SchemaCompletion): Skeleton {
  const head = { apiVersion: fixed(name.apiVersion), kind: fixed(name.kind) };
  const form = isBuiltIn(name, completion) ? formsOf(completion.schemas)(name, completion.version) : undefined;
  const body = form?.type === 'map' ? form : map({ metadata: map({ name: linked('name', 'app') }), spec: map({}) });
  return { type: 'map', entries: [...map(head).entries, ...body.entries] };
}

/** The forms of Kubernetes' own kinds, each worked out once: a blank document asks for all of them. */
const formsOf = memo((schemas: Schemas) => {
  const known = new Map<string, Skeleton>();
  return (name: KindName, version: string): Skeleton => {
    const key = `${version} ${name.apiVersion} ${name.kind}`;
    const form = known.get(key) ?? formOf(placeOf(name, { schemas, version }), []);
    known.set(key, form);
    return form;
  };
});

function isBuiltIn({ apiVersion, kind }: KindName, { schemas, version }: SchemaCompletion): boolean {
  return schemas.kind(apiVersion, kind, version)?.custom === undefined;
}

function kindProposals(typing: ValueTyping, parent: Route, { file, uri }: Analysis, completion: SchemaCompletion): CompletionItem[] {
  const { document, word } = typing;
  const range = rangeAt(file, word);
  const written = stringAt(valueOf(document) ?? null, [...parent, 'apiVersion']);
  const version = versionPlace(typing, parent);
  const versionRange = version && rangeAt(file, version.span);
  return kindsFor(uri, completion).map((name) => {
    const item = kindProposal(name, completion);
    const fits = name.apiVersion === written;
    const edit = versionRange && { range: versionRange, newText: `apiVersion: ${name.apiVersion}${version.behind}` };
    return {
      ...item,
      sortText: `${fits ? 0 : 1}${item.sortText}`,
      textEdit: { range, newText: name.kind },
      ...(edit && !fits && { additionalTextEdits: [edit] }),
    };
  });
}

/** Where the API version of a kind is written, over the one that is there or above the kind; in offsets of the file. */
function versionPlace({ document, word, flow }: ValueTyping, parent: Route): { readonly span: Span; readonly behind: string } | undefined {
  const kind = pairAt(document, [...parent, 'kind']);
  if (!kind) return undefined;
  const ahead = word.start - kind.value.start;
  const behind = ahead + (word.end - word.start) - (kind.value.end - kind.value.start);
  const toFile = (offset: number) => offset + (offset > kind.value.start ? behind : ahead);
  const version = pairAt(document, [...parent, 'apiVersion']);
  if (version) {
    const colon = document.text.indexOf(':', version.key.end) + 1;
    return { span: { start: toFile(version.key.start), end: toFile(Math.max(colon, version.value.end)) }, behind: '' };
  }
  const at = toFile(kind.key.start);
  const { lineBreak } = styleAt(document, kind.key.start);
  const separator = flow ? ', ' : lineBreak + ' '.repeat(columnOf(document, kind.key.start));
  return { span: { start: at, end: at }, behind: separator };
}

function versionProposals(
  { document, word }: ValueTyping,
  parent: Route,
  { file, uri }: Analysis,
  completion: SchemaCompletion,
): CompletionItem[] {
  const kind = stringAt(valueOf(document) ?? null, [...parent, 'kind']);
  const all = kindsFor(uri, completion);
  const ofKind = all.filter((name) => name.kind === kind);
  const versions = new Set((ofKind.length > 0 ? ofKind : all).map(({ apiVersion }) => apiVersion));
  return [...versions].map((apiVersion) => ({
    label: apiVersion,
    kind: CompletionItemKind.Module,
    sortText: `${isStable({ apiVersion }) ? 0 : 1}${apiVersion}`,
    textEdit: { range: rangeAt(file, word), newText: apiVersion },
  }));
}

function kindProposal(name: KindName, completion: SchemaCompletion): CompletionItem {
  const data: ProposalData = { of: name, route: [], version: completion.version };
  const { apiVersion, kind } = name;
  return { label: kind, kind: CompletionItemKind.Class, detail: apiVersion, sortText: `${rankOf(name, completion)}${kind}`, data };
}

/** The usual kinds, Kubernetes' others, custom ones, and last its previews. */
function rankOf(name: KindName, completion: SchemaCompletion): number {
  if (COMMON.has(`${name.apiVersion}/${name.kind}`)) return 0;
  if (!isBuiltIn(name, completion)) return 2;
  return isStable(name) ? 1 : 3;
}

/** No alpha and no beta; kustomize's beta is all there is. */
function isStable({ apiVersion }: Pick<KindName, 'apiVersion'>): boolean {
  return /(?:^|\/)v\d+$/.test(apiVersion) || apiVersion.startsWith(KUSTOMIZE_GROUP);
}

/** What deployments are mostly made of; it comes first among a hundred kinds. */
const COMMON: ReadonlySet<string> = new Set([
  'apps/v1/Deployment',
  'apps/v1/StatefulSet',
  'autoscaling/v2/HorizontalPodAutoscaler',
  'batch/v1/CronJob',
  'batch/v1/Job',
  'kustomize.config.k8s.io/v1beta1/Kustomization',
  'networking.k8s.io/v1/Ingress',
  'networking.k8s.io/v1/NetworkPolicy',
  'policy/v1/PodDisruptionBudget',
  'v1/ConfigMap',
  'v1/Namespace',
  'v1/PersistentVolumeClaim',
  'v1/Secret',
  'v1/Service',
  'v1/ServiceAccount',
]);
