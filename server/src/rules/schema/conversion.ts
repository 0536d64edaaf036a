import { isList, isMap } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';

/** Words for JSON Schema's types, as a message says what something must be. */
const WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'a mapping',
  quantity: 'a quantity such as 500m or 512Mi',
  string: 'a text',
};

/** Types as the end of a sentence: `a whole number or a text`. */
export function typesText(types: readonly string[]): string {
  return types.map((type) => WORDS[type] ?? type).join(' or ');
}

/** A value as a message shows what was found instead: a collection by what it is, a text in quotes. */
export function foundText(found: Json): string {
  if (found === null) return 'empty';
  if (isList(found)) return 'a list';
  if (isMap(found)) return 'a mapping';
  if (typeof found !== 'string') return String(found);
  return `the text ${JSON.stringify(found.length > 40 ? `${found.slice(0, 39)}…` : found)}`;
}

/** The value of one of the types that a value of another type surely means; undefined where that is anybody's guess. */
export function convertTo(types: readonly string[], found: Json, key: string): Json | undefined {
  for (const type of types) {
    const value = CONVERSIONS[type]?.(found, key);
    if (value !== undefined) return value;
  }
  return undefined;
}

const CONVERSIONS: Readonly<Record<string, (found: Json, key: string) => Json | undefined>> = {
  integer: (found) => (typeof found === 'string' && /^-?\d{1,15}$/.test(found.trim()) ? Number(found) : undefined),
  number: (found) => (typeof found === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(found.trim()) ? Number(found) : undefined),
  boolean: (found) => (typeof found === 'string' ? BOOLEANS.get(found.trim().toLowerCase()) : undefined),
  string: (found) => (typeof found === 'number' || typeof found === 'boolean' ? String(found) : undefined),
  array: toList,
  object: (found) => (isList(found) && found.length === 1 && isMap(found[0]) ? found[0] : undefined),
};

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['no', false],
  ['off', false],
]);

/** A mapping of variables, as Compose has it, becomes Kubernetes' list of them; anything else becomes its only item. */
function toList(found: Json, key: string): Json | undefined {
  if (found === null) return undefined;
  if (key !== 'env' || !isMap(found)) return [found];
  return Object.entries(found).map(([name, value]) => ({
    name,
    value: isMap(value) || isList(value) ? JSON.stringify(value) : String(value ?? ''),
  }));
}
