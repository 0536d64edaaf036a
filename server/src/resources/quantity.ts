import type { Json } from '../yaml/types.ts';
import type { Quantity } from './types.ts';

/** Suffixes and the power they stand for, from Kubernetes' `resource.Quantity` (apimachinery, pkg/api/resource/suffix.go). */
const BINARY: ReadonlyMap<string, bigint> = new Map([
  ['Ki', 1n],
  ['Mi', 2n],
  ['Gi', 3n],
  ['Ti', 4n],
  ['Pi', 5n],
  ['Ei', 6n],
]);
const DECIMAL: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);

const GRAMMAR = /^([+-]?)(\d*)(?:\.(\d*))?([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

/** Longer texts are nobody's quantity, and big integers of any length cost time. */
const LONGEST = 64;
const LARGEST_EXPONENT = 100;

const NANO = 1_000_000_000n;
/** Kubernetes caps what is larger in magnitude than an int64 holds. */
const LARGEST = (2n ** 63n - 1n) * NANO;

/**
 * Reads a quantity as the API server does: `500m`, `2Gi`, `1.5`, `12E` (exa), `12E3` (an exponent), and plain YAML numbers. Fractions
 * finer than a billionth are rounded away from zero and magnitudes above 2^63 − 1 are capped, as Kubernetes does.
 * @returns undefined where it is no quantity
 */
export function parseQuantity(input: Json | undefined): Quantity | undefined {
  const text = textOf(input);
  const nanos = text === undefined ? undefined : nanosOf(text);
  return text === undefined || nanos === undefined ? undefined : { text, value: toNumber(nanos) };
}

/** True where two quantities are the same amount, however they are written (`1000m` and `1`). */
export function sameQuantity(a: Quantity, b: Quantity): boolean {
  return compareQuantities(a, b) === 0;
}

/** Negative where `a` is the smaller amount, positive where it is the larger, else 0. Exact, unlike a comparison of values. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const difference = (nanosOf(a.text) ?? 0n) - (nanosOf(b.text) ?? 0n);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

function textOf(input: Json | undefined): string | undefined {
  if (typeof input === 'number') return String(input);
  return typeof input === 'string' && input.length <= LONGEST ? input : undefined;
}

function nanosOf(text: string): bigint | undefined {
  const match = GRAMMAR.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const { exponent, factor } = scaleOf(suffix);
  const nanos = shift(BigInt(whole + fraction) * factor, exponent - fraction.length + 9);
  const capped = nanos > LARGEST ? LARGEST : nanos;
  return sign === '-' ? -capped : capped;
}

function scaleOf(suffix: string): { exponent: number; factor: bigint } {
  const binary = BINARY.get(suffix);
  if (binary !== undefined) return { exponent: 0, factor: 1024n ** binary };
  const exponent = DECIMAL.get(suffix) ?? Number(suffix.slice(1));
  return { exponent: Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, exponent)), factor: 1n };
}

/** `digits × 10^power`, rounded up. */
function shift(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (digits + divisor - 1n) / divisor;
}

function toNumber(nanos: bigint): number {
  // Two steps, since a large amount in nano-units has more digits than a double.
  return Number(nanos / NANO) + Number(nanos % NANO) / 1e9;
}

/** Words that people write behind a number, and the suffix that Kubernetes has for them. */
const UNIT_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:v?cpus?|cores?|b|bytes?)$/i, ''],
  [/^m(?:illi)?(?:cpus?|cores?)$/i, 'm'],
];

/**
 * The quantity that a near miss surely means: `1 Gi` → `1Gi`, `2GB` → `2G`, `500M i` → `500Mi`, `1gi` → `1Gi`, `0,5` → `0.5`.
 * A text that is a quantity already comes back as it is.
 * @returns undefined where nothing is near
 */
export function nearestQuantity(text: string): string | undefined {
  if (nanosOf(text) !== undefined) return text;
  const compact = text
    .slice(0, LONGEST)
    .replace(/[\s_"']/g, '')
    .replace(/^([+-]?\d+),(\d{1,2})(?!\d)/, '$1.$2');
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))([a-zA-Z]*)$/.exec(compact);
  const suffix = match && nearestSuffix(match[2] ?? '');
  return match && suffix !== undefined ? `${match[1]}${suffix}` : undefined;
}

function nearestSuffix(unit: string): string | undefined {
  if (DECIMAL.has(unit) || BINARY.has(unit)) return unit;
  const word = UNIT_WORDS.find(([pattern]) => pattern.test(unit));
  if (word) return word[1];
  const match = /^([kmgtpe])(i?)b?(?:yte)?s?$/i.exec(unit);
  if (!match) return undefined;
  const letter = (match[1] ?? '').toUpperCase();
  return match[2] ? `${letter}i` : letter === 'K' ? 'k' : letter;
}

/** Cores in Kubernetes' notation: `500m` below one core, else `2` or `1.5`, to the thousandth. */
export function formatCores(cores: number): string {
  const milli = Math.round(cores * 1000);
  return milli !== 0 && Math.abs(milli) < 1000 ? `${milli}m` : String(milli / 1000);
}

const BYTE_UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Bytes in Kubernetes' binary notation, in the largest unit that fits: `512Mi`, `2Gi`; what isn't even is rounded to hundredths: `1.25Gi`. */
export function formatBytes(bytes: number): string {
  let power = 0;
  let amount = bytes;
  // 1023.995 would be rounded up to 1024 of its unit.
  while (Math.abs(amount) >= 1023.995 && power < BYTE_UNITS.length - 1) {
    amount /= 1024;
    power += 1;
  }
  return `${Math.round(amount * 100) / 100}${BYTE_UNITS[power]}`;
}
