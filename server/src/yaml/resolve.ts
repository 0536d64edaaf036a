import type { Dialect, ScalarNode } from './types.ts';

type Value = ScalarNode['value'];

/**
 * Words that goyaml.v2 (the YAML library behind sigs.k8s.io/yaml, hence the API server and kubectl) reads as something else than text;
 * see its resolve.go.
 */
const kubernetesWords: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

/** The words of the YAML 1.2 core schema, https://yaml.org/spec/1.2.2/#1032-tag-resolution. */
const coreWords: ReadonlyMap<string, Value> = new Map([...kubernetesWords].filter(([word]) => !/^(y|n|yes|no|on|off)$/i.test(word)));

/** A plain scalar that begins otherwise is text in both dialects; the test spares most values the look-ups below. */
const maybeTyped = /^(?:[-+.0-9~]|[yYnNtTfFoO]\S{0,4}$|$)/;

const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const coreInteger = /^(?:0o[0-7]+|0x[0-9a-fA-F]+)$/;
const goInteger = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+))$/;

/** What a plain (unquoted) scalar means in a dialect. Text wherever it is nothing else. */
export function resolvePlain(source: string, dialect: Dialect): Value {
  if (!maybeTyped.test(source)) return source;
  const words = dialect === 'kubernetes' ? kubernetesWords : coreWords;
  const word = words.get(source);
  if (word !== undefined) return word;
  return (dialect === 'kubernetes' ? goNumber(source) : coreNumber(source)) ?? source;
}

/** What a scalar with an explicit tag means. A tag that names no type of JSON leaves the text as it is. */
export function resolveTagged(source: string, tag: string, dialect: Dialect): Value {
  if (tag === '!!null') return null;
  return tag === '!!bool' || tag === '!!int' || tag === '!!float' ? resolvePlain(source, dialect) : source;
}

function coreNumber(source: string): number | undefined {
  return float.test(source) || coreInteger.test(source) ? Number(source) : undefined;
}

/** Go's strconv.ParseInt with base 0 after the underscores are gone, then its ParseFloat: `0644` is octal, but `08` is 8. */
function goNumber(source: string): number | undefined {
  if (/^[1-9]\d*$/.test(source)) return Number(source);
  if (source.startsWith('.')) return float.test(source) ? Number(source) : undefined;
  const plain = source.replaceAll('_', '');
  const [, sign, hex, binary, octal] = goInteger.exec(plain) ?? [];
  const digits = hex ?? binary ?? octal;
  if (digits === undefined) return float.test(plain) ? Number(plain) : undefined;
  const magnitude = Number.parseInt(digits, hex ? 16 : binary ? 2 : 8);
  return sign === '-' ? -magnitude : magnitude;
}
