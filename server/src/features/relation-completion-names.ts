import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Definition } from '../resources/definitions.ts';
import { namespaceUsesOf } from '../resources/namespace-uses.ts';
import type { Reference } from '../resources/reference-rows.ts';
import { referencesOf } from '../resources/references.ts';
import type { Found } from '../resources/relations.ts';
import type { Inventory } from '../resources/types.ts';
import { stringAt } from '../yaml/json.ts';
import { code, codeBlock } from './markdown.ts';
import { isRoute } from './navigation/place.ts';
import type { RelationPlace, RelationProposal } from './relation-place.ts';
import { fileName, objectDetail, rankOf } from './relation-place.ts';

/** Names of objects, keys of their data, and namespaces, where the value at a place names one. */
export function namedValues(place: RelationPlace): readonly RelationProposal[] {
  const { typed, route } = place;
  if (namespaceUsesOf(typed).some((use) => isRoute(use.route, route))) return namespaces(place);
  for (const reference of referencesOf(typed)) {
    if (isRoute(reference.route, route)) return names(place, reference);
    if (reference.keys.some((key) => isRoute(key.route, route))) return keys(place, reference);
  }
  return [];
}

/** What a reference could name. A namespace before a slash is taken as it is typed. */
function names(place: RelationPlace, reference: Reference): readonly RelationProposal[] {
  const { inventory, resource, word } = place;
  const prefix = word.slice(0, word.indexOf('/') + 1);
  const namespace = prefix === '' ? reference.namespace : prefix.slice(0, -1);
  const found = inventory.candidatesFor({ ...reference, namespace }, resource).filter(({ entry }) => entry.resource !== resource);
  return found.map(({ entry, definition }) => ({
    value: prefix + definition.name,
    kind: CompletionItemKind.Reference,
    detail: detailOf({ entry, definition }, inventory),
    ...documented(contentsText(definition)),
    rank: rankOf(entry.resource, place),
  }));
}

function detailOf({ entry, definition }: Found, inventory: Inventory): string {
  const { kind, by } = definition;
  return by === 'object' ? objectDetail(entry, inventory) : `${kind} by ${by} · ${fileName(entry.uri)}`;
}

/** Most keys or ports that are listed. */
const MOST = 20;

/** What something offers to whoever names it: its keys, or its ports. */
function contentsText({ keys: own, ports }: Definition): string | undefined {
  if (own && own.length > 0) return `Keys: ${listed(own.map(({ name }) => name))}`;
  if (!ports || ports.length === 0) return undefined;
  return `Ports: ${listed(ports.map(({ name, number }) => [name, number].filter((part) => part !== undefined).join(' ')))}`;
}

function listed(texts: readonly string[]): string {
  return [...texts.slice(0, MOST).map(code), ...(texts.length > MOST ? ['…'] : [])].join(', ');
}

function documented(documentation: string | undefined): Pick<RelationProposal, 'documentation'> {
  return documentation === undefined ? {} : { documentation };
}

/** The keys of the ConfigMap or Secret that is named beside them. */
function keys(place: RelationPlace, reference: Reference): readonly RelationProposal[] {
  const { inventory, resource } = place;
  return inventory.resolve(reference, resource).found.flatMap((found) =>
    (found.definition.keys ?? []).map(({ name }) => ({
      value: name,
      kind: CompletionItemKind.Property,
      detail: `${found.definition.kind} ${found.definition.name}`,
      ...documented(valueText(found, name)),
      rank: 0,
    })),
  );
}

/** What a ConfigMap has under a key; the values of Secrets are shown nowhere. */
function valueText({ entry: { resource }, definition }: Found, key: string): string | undefined {
  if (definition.kind !== 'ConfigMap' || definition.by !== 'object') return undefined;
  const text = stringAt(resource.value, ['data', key]);
  return text === undefined || text.trim() === '' ? undefined : codeBlock(text);
}

/** The namespaces of the workspace: its Namespace objects, and those that its workloads are in. */
function namespaces({ inventory }: RelationPlace): readonly RelationProposal[] {
  const objects = inventory.ofKind('Namespace').flatMap(({ uri, resource: { name } }) => (name === undefined ? [] : [{ name, uri }]));
  const used = inventory.workloads().flatMap(({ entry: { resource } }) => inventory.namespaceOf(resource) ?? []);
  return [
    ...objects.map(({ name, uri }) => ({ value: name, kind: CompletionItemKind.Module, detail: `Namespace · ${fileName(uri)}`, rank: 0 })),
    ...used.map((name) => ({ value: name, kind: CompletionItemKind.Module, detail: 'Namespace of workloads', rank: 1 })),
  ];
}
