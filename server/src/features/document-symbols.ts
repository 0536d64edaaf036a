import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import type { Analysis, DocumentAnalysis } from '../analyzer.ts';
import type { Container, PlanDeployment, Resource } from '../resources/types.ts';
import { workloadOf } from '../resources/workload.ts';
import { nodeAt, spanOf } from '../yaml/route.ts';
import type { PlacedDocument, Route } from '../yaml/types.ts';
import { rangeIn } from './positions.ts';

/** The outline of a file: its objects by kind and name, the containers of workloads below them, the services of plans and Compose files. */
export function documentSymbols(analysis: Analysis): DocumentSymbol[] {
  return analysis.documents.flatMap((document) => [...resourceSymbols(document), ...planSymbols(document), ...composeSymbols(document)]);
}

/** The outline as a flat list, for clients that know no other. */
export function flatSymbols(symbols: readonly DocumentSymbol[], uri: string, containerName?: string): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children = [] }) => [
    { name, kind, location: { uri, range }, ...(containerName !== undefined && { containerName }) },
    ...flatSymbols(children, uri, name),
  ]);
}

const CONTAINER_DETAILS: Readonly<Record<Container['kind'], string>> = {
  container: 'container',
  init: 'init container',
  sidecar: 'sidecar',
};

function resourceSymbols({ placed, resources }: DocumentAnalysis): DocumentSymbol[] {
  return resources.map((resource) => ({
    ...symbol(placed, resource.route, [...resource.route, 'metadata', 'name']),
    name: nameOf(resource),
    detail: resource.apiVersion,
    kind: SymbolKind.Class,
    children: containerSymbols(placed, resource),
  }));
}

function containerSymbols(placed: PlacedDocument, resource: Resource): DocumentSymbol[] {
  return (workloadOf(resource)?.containers ?? []).map(({ route, name, kind, image }) => ({
    ...symbol(placed, route, [...route, 'name']),
    name,
    detail: image === undefined ? CONTAINER_DETAILS[kind] : `${CONTAINER_DETAILS[kind]}, ${image}`,
    kind: SymbolKind.Module,
  }));
}

/** `Deployment shop/api`: the kind, and the name with its namespace where that is stated. */
function nameOf({ kind, namespace, name }: Resource): string {
  return `${kind} ${[namespace, name ?? '(no name)'].filter((part) => part !== undefined).join('/')}`;
}

function planSymbols({ placed, plan }: DocumentAnalysis): DocumentSymbol[] {
  return (plan?.deployments ?? []).map((deployment) => ({
    ...symbol(placed, deployment.route, deployment.route),
    name: deployment.name,
    detail: 'deployment plan',
    kind: SymbolKind.Class,
    children: serviceSymbols(placed, deployment),
  }));
}

function serviceSymbols(placed: PlacedDocument, { services }: PlanDeployment): DocumentSymbol[] {
  return services.map(({ name, route, replicas }) => ({
    ...symbol(placed, route, route),
    name,
    ...(replicas !== undefined && { detail: `${replicas} replicas` }),
    kind: SymbolKind.Module,
  }));
}

function composeSymbols({ placed, compose }: DocumentAnalysis): DocumentSymbol[] {
  return (compose?.services ?? []).map(({ name, route, image }) => ({
    ...symbol(placed, route, route),
    name,
    detail: image === undefined ? 'service' : `service, ${image}`,
    kind: SymbolKind.Class,
  }));
}

/** The range is the whole node, the selection what names it; the protocol wants the selection inside of the range. */
function symbol(placed: PlacedDocument, whole: Route, name: Route): Pick<DocumentSymbol, 'range' | 'selectionRange'> {
  const selection = spanOf(placed.document, name);
  const node = nodeAt(placed.document, whole) ?? selection;
  const range = { start: Math.min(node.start, selection.start), end: Math.max(node.end, selection.end) };
  return { range: rangeIn(placed, range), selectionRange: rangeIn(placed, selection) };
}
