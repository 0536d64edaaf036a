import type { SymbolInformation } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import type { Analysis, DocumentAnalysis } from '../../analyzer.ts';
import type { Resource } from '../../resources/types.ts';
import { spanOf } from '../../yaml/route.ts';
import { rangeIn } from '../positions.ts';

/** The most that are sent at a time; editors ask again with every letter. */
const MOST = 500;

/** Objects of the workspace by what people call them: `Deployment/api`, with the namespace as what holds it. Letters may be left out between. */
export function workspaceSymbols(query: string, analyses: Iterable<Analysis>): SymbolInformation[] {
  const isWanted = matcherFor(query);
  const symbols: SymbolInformation[] = [];
  for (const analysis of analyses) {
    if (!analysis.ours || !analysis.settings.enable) continue;
    for (const document of analysis.documents) {
      symbols.push(...symbolsIn(document, analysis.uri).filter(({ name, containerName }) => isWanted(`${containerName ?? ''}/${name}`)));
      if (symbols.length >= MOST) return symbols.slice(0, MOST);
    }
  }
  return symbols;
}

function symbolsIn({ placed, resources, compose }: DocumentAnalysis, uri: string): SymbolInformation[] {
  const objects = resources.map((resource) => ({
    name: titleOf(resource),
    kind: SymbolKind.Class,
    location: { uri, range: rangeIn(placed, spanOf(placed.document, [...resource.route, 'metadata', 'name'])) },
    ...(resource.namespace !== undefined && { containerName: resource.namespace }),
  }));
  const services = (compose?.services ?? []).map(({ name, route }) => ({
    name: `service/${name}`,
    kind: SymbolKind.Class,
    location: { uri, range: rangeIn(placed, spanOf(placed.document, route)) },
  }));
  return [...objects, ...services];
}

function titleOf({ kind, name }: Resource): string {
  return `${kind}/${name ?? '(no name)'}`;
}

/** True for texts that have the query's letters in this order, however written. */
function matcherFor(query: string): (text: string) => boolean {
  const letters = [...query.toLowerCase().replace(/\s+/g, '')];
  return (text) => {
    const lower = text.toLowerCase();
    let from = 0;
    for (const letter of letters) {
      from = lower.indexOf(letter, from) + 1;
      if (from === 0) return false;
    }
    return true;
  };
}
