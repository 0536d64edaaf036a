import { isFilledIn } from '../../resources/built-in-names.ts';
import type { Reference } from '../../resources/reference-rows.ts';
import type { Found } from '../../resources/relations.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { nearest } from '../../schema/suggest.ts';
import { getAt } from '../../yaml/json.ts';
import type { Problem } from '../types.ts';
import { useTexts } from './config-use.ts';

/** Keys that a reference asks for and that the ConfigMap or Secret, which is found, doesn't have. */
export function* keyProblems(
  resource: Resource,
  reference: Reference,
  inventory: Inventory,
): Iterable<Problem<'key' | 'similarKey', 'rekey'>> {
  if (reference.keys.length === 0) return;
  const { found } = inventory.resolve(reference, resource);
  const [first] = found;
  const known = knownKeys(found, inventory);
  if (!first || !known) return;
  for (const { name, route } of reference.keys) {
    if (known.includes(name) || isFilledIn(name)) continue;
    const suggestion = nearest(name, known);
    yield {
      at: route,
      message: suggestion === undefined ? 'key' : 'similarKey',
      data: { ...useTexts(resource, reference), key: name, ...(suggestion === undefined ? {} : { suggestion }) },
      related: [{ in: first.entry.resource, at: first.definition.route, message: `Its keys are ${known.join(', ')}` }],
      fixes: suggestion === undefined ? [] : ['rekey'],
    };
  }
}

/** The keys that any of some definitions has; undefined where one may have others: it is empty, so something fills it, or patched. */
function knownKeys(found: readonly Found[], inventory: Inventory): readonly string[] | undefined {
  const names: string[] = [];
  for (const { definition, entry } of found) {
    if (!definition.keys || definition.keys.length === 0 || isPatched(entry.resource, inventory)) return undefined;
    names.push(...definition.keys.map(({ name }) => name));
  }
  return [...new Set(names)];
}

function isPatched(resource: Resource, inventory: Inventory): boolean {
  const fields = ['data', 'binaryData', 'stringData'];
  return inventory.patchesOf(resource).some((patch) => fields.some((field) => getAt(patch.resource.value, [field]) !== undefined));
}
