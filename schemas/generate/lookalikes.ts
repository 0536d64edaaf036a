import type { Type } from './model.ts';
import { leaf, withLeaf } from './model.ts';
import type { Union, UnionDefinition } from './union.ts';

const VERSIONED_NAME = /^V\d+(?:alpha|beta)\d+(?=[A-Z])/;

/**
 * Gives alpha and beta definitions the quantities and enumerations of their stable namesakes: the sources that know those cover stable
 * APIs only, and a member rarely changes its meaning on the way to stable.
 */
export function learnFromStable(union: Union): void {
  for (const [name, definition] of union.definitions) {
    const stable = VERSIONED_NAME.test(name) ? stableOf(union, name) : undefined;
    if (stable !== undefined) learn(definition, stable);
  }
}

function stableOf(union: Union, name: string): UnionDefinition | undefined {
  return union.definitions.get(name.replace(VERSIONED_NAME, 'V1'));
}

function learn(definition: UnionDefinition, stable: UnionDefinition): void {
  for (const [name, member] of definition.members) {
    const model = stable.members.get(name);
    if (model !== undefined) member.type = withLeaf(member.type, (ours) => exact(ours, leaf(model.type)));
  }
}

function exact(ours: Type, stable: Type): Type {
  return ours.is === 'string' && ours.values === undefined && stable.is === 'quantity' ? stable : ours;
}
