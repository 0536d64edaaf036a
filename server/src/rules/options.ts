import { isList, isMap } from '../yaml/json.ts';
import type { Json, JsonMap } from '../yaml/types.ts';
import type { OptionSpecs, OptionValues, ValueSpec } from './types.ts';

/**
 * The values of a rule's options: what the user gave where it fits its specification, else the default.
 * `given` is the rule's setting as it stands in the settings; keys that are no options are left alone.
 */
export function optionValues<O extends OptionSpecs>(specs: O | undefined, given: Json | undefined): OptionValues<O> {
  const own = isMap(given) ? given : {};
  const values = Object.entries(specs ?? {}).map(([name, spec]) => {
    const value = own[name];
    return [name, value === undefined || valueFault(spec, value) !== undefined ? spec.default : value];
  });
  return Object.fromEntries(values) as OptionValues<O>;
}

/** What is wrong with a value, as the end of a sentence (`must be a number`); undefined where nothing is. */
export function valueFault(spec: ValueSpec, value: Json): string | undefined {
  switch (spec.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? numberFault(spec, value) : 'must be a number';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'strings':
      return isList(value) && value.every((item) => typeof item === 'string') ? undefined : 'must be a list of strings';
    case 'string':
      return typeof value === 'string' ? stringFault(spec, value) : 'must be a string';
  }
}

/** JSON schema of a value. */
export function valueSchema(spec: ValueSpec): JsonMap {
  const { description } = spec;
  switch (spec.type) {
    case 'strings':
      return { type: 'array', items: { type: 'string' }, description };
    case 'number':
      return {
        type: spec.integer ? 'integer' : 'number',
        ...(spec.minimum !== undefined && { minimum: spec.minimum }),
        ...(spec.maximum !== undefined && { maximum: spec.maximum }),
        description,
      };
    case 'string':
      return {
        type: 'string',
        ...(spec.enum !== undefined && { enum: spec.enum }),
        ...(spec.pattern !== undefined && { pattern: spec.pattern.source }),
        description,
      };
    case 'boolean':
      return { type: 'boolean', description };
  }
}

function numberFault(spec: ValueSpec & { type: 'number' }, value: number): string | undefined {
  if (spec.integer && !Number.isInteger(value)) return 'must be a whole number';
  if (spec.minimum !== undefined && value < spec.minimum) return `must be at least ${spec.minimum}`;
  if (spec.maximum !== undefined && value > spec.maximum) return `must be at most ${spec.maximum}`;
  return undefined;
}

function stringFault(spec: ValueSpec & { type: 'string' }, value: string): string | undefined {
  if (spec.enum !== undefined && !spec.enum.includes(value)) return `must be one of ${spec.enum.join(', ')}`;
  if (spec.pattern !== undefined && !new RegExp(spec.pattern.source).test(value)) return `must be ${spec.pattern.meaning}`;
  return undefined;
}
