import type { Json } from '../yaml/types.ts';

/** Longer texts are nobody's amount. */
const LONGEST = 64;

const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};
const DURATION_PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|[smhdw])/g;

/**
 * A duration of Compose in seconds: `30s`, `1m30s`, `1.5h`. Every number has a unit, but for a lone 0 (Compose file reference, specifying
 * durations; days and weeks as compose-go takes them).
 */
export function composeSeconds(value: Json | undefined): number | undefined {
  if (value === 0 || value === '0') return 0;
  if (typeof value !== 'string' || value.length > LONGEST) return undefined;
  const parts = [...value.matchAll(DURATION_PART)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== value) return undefined;
  return parts.reduce((sum, [, figure, unit = '']) => sum + Number(figure) * (SECONDS[unit] ?? 0), 0);
}

/** The duration that a near miss surely means: `30` → `30s`, `5 min` → `5m`, `10sec` → `10s`. */
export function nearestDuration(text: string): string | undefined {
  const [, figure, word = ''] = /^\s*(\d{1,9}(?:\.\d{1,9})?)\s*([a-z]*)\s*$/i.exec(text.slice(0, LONGEST)) ?? [];
  if (figure === undefined) return undefined;
  const unit = DURATION_WORDS.find(([pattern]) => pattern.test(word))?.[1];
  return unit && `${figure}${unit}`;
}

const DURATION_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:s|secs?|seconds?)?$/i, 's'],
  [/^(?:m|mins?|minutes?)$/i, 'm'],
  [/^(?:h|hrs?|hours?)$/i, 'h'],
  [/^(?:ms|msecs?|millis?|milliseconds?)$/i, 'ms'],
];

/** Powers of 1024: Compose's units are binary, however they are spelled (docker/go-units, RAMInBytes). */
const POWERS = 'bkmgtp';
const SIZE = /^(\d+(?:\.\d*)?|\.\d+) ?(?:b|([kmgtp])(?:i?b)?)?$/i;

/** An amount of bytes: a number, or a text such as `512m`, `1.5gb`, `2GiB`. Units stand in any case, and `Mi` is none. */
export function composeBytes(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value >= 0 ? value : undefined;
  const match = typeof value === 'string' && value.length <= LONGEST ? SIZE.exec(value) : null;
  return match ? Number(match[1]) * 1024 ** POWERS.indexOf((match[2] ?? 'b').toLowerCase()) : undefined;
}

/** The size that a near miss surely means: `512Mi` → `512M`, `2 G i` → `2G`, `1,5g` → `1.5g`. */
export function nearestSize(text: string): string | undefined {
  const compact = text
    .slice(0, LONGEST)
    .replace(/[\s_"']/g, '')
    .replace(/^(\d+),(\d{1,2})(?!\d)/, '$1.$2');
  const [, figure, unit = ''] = /^(\d+(?:\.\d+)?)([kmgtp]?)(?:i|ib|b|bytes?)?$/i.exec(compact) ?? [];
  return figure === undefined ? undefined : `${figure}${unit.toUpperCase()}`;
}

/** Bytes as Compose's reference writes them, in the largest unit that divides them: `512M`, `2G`. */
export function formatSize(bytes: number): string {
  let amount = bytes;
  let power = 0;
  while (amount >= 1024 && amount % 1024 === 0 && power < POWERS.length - 1) {
    amount /= 1024;
    power += 1;
  }
  return `${amount}${power === 0 ? '' : (POWERS[power] ?? '').toUpperCase()}`;
}

/** Cores: a number, or one in a text. There are no thousandths (`500m`) in Compose. */
export function composeCores(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value >= 0 ? value : undefined;
  return typeof value === 'string' && /^(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})$/.test(value) ? Number(value) : undefined;
}

/** The number of cores that a near miss surely means: `500m` → `0.5`, `2 cores` → `2`. */
export function nearestCores(text: string): string | undefined {
  const [, figure, unit] = /^\s*(\d{1,9}(?:[.,]\d{1,9})?)\s*(m|v?cpus?|cores?)?\s*$/i.exec(text.slice(0, LONGEST)) ?? [];
  if (figure === undefined) return undefined;
  const cores = Number(figure.replace(',', '.'));
  return String(unit?.toLowerCase() === 'm' ? cores / 1000 : cores);
}
