import type { Analysis } from '../../analyzer.ts';
import type { LabelSelector } from '../../resources/label-selectors.ts';
import { labelSelectorsOf } from '../../resources/label-selectors.ts';
import type { Selection } from '../../resources/relations.ts';
import type { Entry, Inventory, Resource } from '../../resources/types.ts';
import type { Route } from '../../yaml/types.ts';
import { bullets, code, paragraphs } from '../markdown.ts';

/** Most objects that a hover lists. */
const MOST = 12;

/** What a selector at a route of an object matches in the workspace, in Markdown; undefined where none stands there. */
export function selectionText(resource: Resource, route: Route, { inventory }: Pick<Analysis, 'inventory'>): string | undefined {
  const selector = labelSelectorsOf(resource).find((one) => isWithin(route, one));
  if (!selector) return undefined;
  const found = inventory.selects(resource, selector);
  const noun = selector.of === 'services' ? 'Services' : 'workloads';
  if (found.length === 0) return `Selects no ${noun} that are found in this workspace.`;
  const shown = found.slice(0, MOST).map((entry) => nameOf(entry, inventory));
  const rest = found.length > MOST ? `and ${found.length - MOST} more` : undefined;
  return paragraphs(
    `Selects ${count(found.length, selector.of === 'services' ? 'Service' : 'workload')} of this workspace:`,
    bullets([...shown, ...(rest ? [rest] : [])]),
  );
}

/** At the selector's key, or below it. */
function isWithin(route: Route, { route: selector }: LabelSelector): boolean {
  return route.length >= selector.length && selector.every((step, index) => step === route[index]);
}

function nameOf({ resource }: Entry, inventory: Inventory): string {
  const namespace = inventory.namespaceOf(resource);
  return `${resource.kind} ${code([namespace, resource.name].filter((part) => part !== undefined).join('/'))}`;
}

const COUNTED: readonly { readonly via: LabelSelector['via']; readonly one: string; readonly many: string }[] = [
  { via: 'service', one: 'Service', many: 'Services' },
  { via: 'budget', one: 'budget', many: 'budgets' },
  { via: 'policy', one: 'policy', many: 'policies' },
];

/** Who selects the pods of a workload, in a line: `selected by 1 Service, 1 budget, 0 policies`. */
export function selectedByText(selections: readonly Selection[]): string {
  const counts = COUNTED.map(({ via, one, many }) => {
    const number = new Set(selections.filter(({ selector }) => selector.via === via).map(({ entry }) => entry.resource)).size;
    return `${number} ${number === 1 ? one : many}`;
  });
  return `selected by ${counts.join(', ')}`;
}

/** The selections that {@link selectedByText} counts. */
export function countedSelections(selections: readonly Selection[]): readonly Selection[] {
  return selections.filter(({ selector }) => COUNTED.some(({ via }) => via === selector.via));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
