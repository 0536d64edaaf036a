/** Seconds of the units of Go's durations that certificates are given in. */
const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** The seconds of a duration as Go writes it, such as `2160h` or `1h30m`; undefined for any other text. */
export function secondsOf(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?[hms])+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)([hms])/g);
  return [...parts].reduce((sum, [, amount = '', unit = '']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0);
}

/** A duration as Go reads it, in whole hours where it has some, else in whole minutes. Rounded up. */
export function durationOf(seconds: number): string {
  return seconds >= 3600 ? `${Math.ceil(seconds / 3600)}h` : `${Math.ceil(seconds / 60)}m`;
}
