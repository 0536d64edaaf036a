import type { DefinedKey, Definition } from '../../resources/definitions.ts';
import { definitionsOf } from '../../resources/definitions.ts';
import { referencesOf } from '../../resources/references.ts';
import type { Found } from '../../resources/relations.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { dataKey } from '../../rules/schema/name-formats.ts';
import { stringAt } from '../../yaml/json.ts';
import { referrersOf } from './objects.ts';
import type { Named, Occurrence } from './occurrence.ts';
import { distinct, occurrence } from './occurrence.ts';
import type { Spot } from './place.ts';
import { isRoute } from './place.ts';

/** The key of a ConfigMap or Secret that is named at a spot. */
export function keyAt(spot: Spot, inventory: Inventory): Named | undefined {
  const { resource } = spot;
  const entry = inventory.entryOf(resource);
  for (const definition of definitionsOf(resource)) {
    const key = definition.keys?.find((one) => isDefinedAt(spot, one, definition));
    if (key && entry) return namedKey(spot, key.name, [{ entry, definition }], inventory);
  }
  for (const reference of referencesOf(resource)) {
    const key = reference.keys.find(({ route }) => isRoute(route, spot.route));
    if (key && spot.part === 'value') return namedKey(spot, key.name, inventory.resolve(reference, resource).found, inventory);
  }
  return undefined;
}

function isDefinedAt({ resource, route, part, offset = 0 }: Spot, key: DefinedKey, definition: Definition): boolean {
  if (!key.route || !isRoute(key.route, route)) return false;
  const place = keyPlace(resource, key, definition);
  return place?.part === part && (part === 'key' || offset <= (place.within?.end ?? offset));
}

function namedKey(spot: Spot, name: string, found: readonly Found[], inventory: Inventory): Named {
  const whole = found.flatMap((one) => [one, ...patchesOf(one, inventory)]);
  const definitions = whole.flatMap(({ entry: { resource }, definition }) =>
    (definition.keys ?? []).filter((key) => key.name === name).flatMap((key) => keyPlace(resource, key, definition) ?? []),
  );
  const uses = found.flatMap((one) =>
    referrersOf(one, inventory).flatMap(({ entry, reference }) =>
      reference.keys.filter((key) => key.name === name).map(({ route }) => occurrence(entry.resource, route)),
    ),
  );
  const all = distinct([...definitions, ...uses]);
  const here = all.find((one) => one.resource === spot.resource && isRoute(one.route, spot.route));
  const asked = here ?? occurrence(spot.resource, spot.route, { part: spot.part });
  return {
    title: 'key',
    name,
    here: asked,
    occurrences: here ? all : distinct([asked, ...all]),
    fault: (text) => dataKey.fault(text),
    isTaken: (text) => found.some(({ definition }) => definition.keys?.some((key) => key.name === text)),
    fixed: whole.some((one) => isFileName(one, name))
      ? `The key "${name}" is the name of the file that a kustomization takes it from.`
      : undefined,
  };
}

/** The same object in files that patch it. */
function patchesOf({ entry, definition }: Found, inventory: Inventory): readonly Found[] {
  if (definition.by !== 'object') return [];
  return inventory.patchesOf(entry.resource).flatMap((patch) => {
    const own = inventory.entryOf(patch.resource) && definitionsOf(patch.resource).find(({ by }) => by === 'object');
    return own ? [{ entry: patch, definition: own }] : [];
  });
}

/** A ConfigMap has its keys as keys, as a SealedSecret has; what else makes one states them as values, a generator before an equals sign. */
function keyPlace(resource: Resource, { name, route }: DefinedKey, { by }: Definition): Occurrence | undefined {
  if (!route) return undefined;
  if (by === 'ExternalSecret') return occurrence(resource, route, { isDefinition: true });
  if (!GENERATORS.has(by)) return occurrence(resource, route, { isDefinition: true, part: 'key' });
  const start = generatedText(resource, route).startsWith(`${name}=`) ? 0 : generatedText(resource, route).length - name.length;
  return { resource, route, part: 'value', within: { start, end: start + name.length }, isDefinition: true };
}

const GENERATORS: ReadonlySet<string> = new Set(['configMapGenerator', 'secretGenerator']);

function generatedText({ value, route: root }: Resource, route: NonNullable<DefinedKey['route']>): string {
  return stringAt(value, route.slice(root.length)) ?? '';
}

function isFileName({ entry: { resource }, definition }: Found, name: string): boolean {
  const key = GENERATORS.has(definition.by) ? definition.keys?.find((one) => one.name === name) : undefined;
  return key?.route !== undefined && !generatedText(resource, key.route).includes('=');
}
