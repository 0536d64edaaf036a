import type { ComposeFile, ComposeService, Resource } from '../../resources/types.ts';
import { stringAt } from '../../yaml/json.ts';
import type { Json, Route, YamlDocument } from '../../yaml/types.ts';
import { valueAt, valueOf } from '../../yaml/value.ts';
import { titleOf } from '../title.ts';

/** What a problem is in: a Kubernetes object, a service of a Compose file, the rest of such a file; undefined for a plan. */
export type Owner = Resource | ComposeService | ComposeFile | undefined;

/** Words for the lists of a container's resources. */
const LISTS: ReadonlyMap<unknown, string> = new Map([
  ['requests', 'request'],
  ['limits', 'limit'],
]);

/**
 * How a message names a place, in the words that people use for it: `the memory limit of container "api"`, `env DEBUG`, else its path.
 */
export function placeText(document: YamlDocument, at: Route, owner: Owner): string {
  return amountText(document, at) ?? variableText(document, at) ?? entryText(at) ?? objectText(at, owner);
}

/** How a message names what a problem is in: `Deployment "api"`, `service "api"`, `the Compose file`, `the plan`. */
export function ownerText(owner: Owner): string {
  if (owner === undefined) return 'the plan';
  if ('services' in owner) return 'the Compose file';
  return 'kind' in owner ? titleOf(owner) : `service "${owner.name}"`;
}

/** How a message names an object by its path, or `the object` where it is the whole of it. */
export function objectText(at: Route, owner: Owner): string {
  const route = owner === undefined || 'services' in owner ? [] : owner.route;
  // What several Compose services share is written outside of them.
  const inside = route.every((step, index) => step === at[index]) ? at.slice(route.length) : at;
  return inside.length === 0 ? wholeText(owner) : `\`${pathText(inside)}\``;
}

/** Who refuses a file that its schema rejects, as a message names it. */
export function readerText(owner: Owner): string {
  if (owner === undefined) return 'Plimsoll';
  return 'kind' in owner ? 'the API server' : 'Compose';
}

function wholeText(owner: Owner): string {
  if (owner === undefined || 'kind' in owner) return 'the object';
  return 'services' in owner ? 'its root' : 'the service';
}

/** The last steps of a route as people write them: `ports[0].containerPort`. */
function pathText(at: Route): string {
  const keys = at.filter((step) => typeof step === 'string').length;
  let skipped = Math.max(0, keys - 3);
  const start = at.findIndex((step) => typeof step === 'string' && skipped-- <= 0);
  return at
    .slice(Math.max(0, start))
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${step}`))
    .join('');
}

function amountText(document: YamlDocument, at: Route): string | undefined {
  const [field, list, resource] = at.slice(-3);
  const word = LISTS.get(list);
  if (field !== 'resources' || word === undefined) return undefined;
  const holder = at.slice(0, -3);
  const name = typeof holder.at(-1) === 'number' ? stringAt(valueAt(document, holder), ['name']) : undefined;
  return `the ${resource === 'cpu' ? 'CPU' : String(resource)} ${word}${name === undefined ? '' : ` of container "${name}"`}`;
}

function variableText(document: YamlDocument, at: Route): string | undefined {
  if (at.at(-3) !== 'env' || at.at(-1) !== 'value') return undefined;
  const name = stringAt(valueOf(document), [...at.slice(0, -1), 'name']);
  return name === undefined ? undefined : `env ${name}`;
}

function entryText(at: Route): string | undefined {
  const word = { labels: 'label', matchLabels: 'label', annotations: 'annotation' }[String(at.at(-2))];
  return word === undefined ? undefined : `${word} \`${String(at.at(-1))}\``;
}

/** A value as a message shows it: short, on one line, texts in quotes. */
export function valueText(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
