import { CompletionItemKind } from 'vscode-languageserver-types';
import type { DefinedPort } from '../resources/definitions.ts';
import { containerPortsOf, definitionsOf } from '../resources/definitions.ts';
import { portUsesOf } from '../resources/port-uses.ts';
import { referencesOf } from '../resources/references.ts';
import type { Entry, Resource } from '../resources/types.ts';
import { isRoute } from './navigation/place.ts';
import type { RelationPlace, RelationProposal } from './relation-place.ts';
import { rankOf } from './relation-place.ts';

/** Ports of the Service that is named beside them, or of the pods or Services that the object selects, where the value is such a port. */
export function portValues(place: RelationPlace): readonly RelationProposal[] {
  const { typed, resource, inventory, route } = place;
  const use = portUsesOf(typed).find((one) => isRoute(one.route, route));
  if (use) return use.selectors.flatMap((selector) => inventory.selects(resource, selector)).flatMap((entry) => portsOf(entry, place));
  const reference = referencesOf(typed).find(({ port }) => port && isRoute(port.route, route));
  const found = reference ? inventory.resolve(reference, resource).found : [];
  return found.flatMap(({ entry, definition }) => proposals(definition.ports ?? [], entry.resource, place));
}

function portsOf({ resource }: Entry, place: RelationPlace): readonly RelationProposal[] {
  const own = resource.kind === 'Service' ? definitionsOf(resource).find(({ by }) => by === 'object')?.ports : containerPortsOf(resource);
  return proposals(own ?? [], resource, place);
}

/** Each port by its name and by its number, as far as the place takes them. */
function proposals(ports: readonly DefinedPort[], owner: Resource, place: RelationPlace): readonly RelationProposal[] {
  const { names, numbers } = takenBy(place);
  const title = `${owner.kind} ${owner.name ?? ''}`;
  const common = { kind: CompletionItemKind.Constant, rank: rankOf(owner, place) };
  return ports.flatMap(({ name, number }) => [
    ...(names && name !== undefined ? [{ ...common, value: name, detail: `${[number, title].filter(isGiven).join(' · ')}` }] : []),
    ...(numbers && number !== undefined ? [{ ...common, value: number, detail: `${[name, title].filter(isGiven).join(' · ')}` }] : []),
  ]);
}

function isGiven(part: string | number | undefined): boolean {
  return part !== undefined;
}

/** A ServiceMonitor's and a PodMonitor's `port` is a name, by their schemas as by their operator's documentation. */
const NAMES_ONLY: ReadonlySet<string> = new Set(['ServiceMonitor', 'PodMonitor']);

function takenBy({ typed, route, schema }: RelationPlace): { readonly names: boolean; readonly numbers: boolean } {
  const last = route.at(-1);
  const isNumber = schema?.type === 'integer' || last === 'number';
  const isName = schema?.type === 'string' || last === 'name' || NAMES_ONLY.has(typed.kind);
  return { names: !isNumber, numbers: isNumber || !isName };
}
