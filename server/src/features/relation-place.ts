import type { CompletionItemKind } from 'vscode-languageserver-types';
import type { Analysis } from '../analyzer.ts';
import { objectsIn } from '../resources/kustomize.ts';
import type { Entry, Inventory, Resource } from '../resources/types.ts';
import type { JsonSchema } from '../schema/types.ts';
import type { Route, YamlDocument } from '../yaml/types.ts';
import { documentAround } from './positions.ts';

/** A place at which something of the workspace is being named. */
export interface RelationPlace {
  /** The object around it, with the marker for what is being typed. */
  readonly typed: Resource;
  /** The object as the inventory knows it. */
  readonly resource: Resource;
  readonly inventory: Inventory;
  /** Of the value that is being typed, or of the mapping that gets a key; absolute in the document. */
  readonly route: Route;
  /** What stands there now. */
  readonly word: string;
  /** What the schema says of the place, where it is known. */
  readonly schema: JsonSchema | undefined;
}

/** Something of the workspace that could be named at a place. */
export interface RelationProposal {
  readonly value: string | number;
  readonly kind: CompletionItemKind;
  readonly detail: string;
  /** In Markdown. */
  readonly documentation?: string;
  /** Proposals of a lower rank come first. */
  readonly rank: number;
}

/** The object around a route of a document that has the marker in it, as it is typed and as the inventory knows it. */
export function relationPlace(
  { document, route, offset }: { readonly document: YamlDocument; readonly route: Route; readonly offset: number },
  analysis: Analysis,
): Pick<RelationPlace, 'typed' | 'resource' | 'inventory'> | undefined {
  const { uri, inventory } = analysis;
  const typed = objectsIn(document, uri).find((object) => holds(object, route));
  const around = typed && documentAround(analysis, offset)?.placed.document;
  if (!typed || !around) return undefined;
  // Whoever types the object's head has an object that the inventory doesn't know yet; its neighbours are of the same deployments.
  const known = objectsIn(around, uri);
  const resource = known.find((object) => holds(object, route)) ?? known[0];
  return resource && { typed, resource, inventory };
}

function holds({ route }: Resource, inner: Route): boolean {
  return route.every((step, index) => step === inner[index]);
}

/** An object as a list names it: its kind, its namespace or else its file. */
export function objectDetail({ uri, resource }: Entry, inventory: Inventory, kind: string = resource.kind): string {
  const namespace = inventory.namespaceOf(resource);
  return `${kind} · ${namespace ?? fileName(uri)}`;
}

/** The last part of a URI, as people read it. */
export function fileName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** 0 for what reaches the cluster together with an object, 1 for anything else. */
export function rankOf(other: Resource, { inventory, resource }: Pick<RelationPlace, 'inventory' | 'resource'>): number {
  return inventory.areAppliedTogether(resource, other) ? 0 : 1;
}
