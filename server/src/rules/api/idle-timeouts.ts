import type { IdleSetting } from '../../resources/ingress-controller.ts';
import type { Resource } from '../../resources/types.ts';

/** For how long an Ingress lets a connection be silent, by one of its controller's settings. */
export interface IdleTimeout {
  readonly annotation: string;
  /** As people call it, without the prefix of the annotation. */
  readonly name: string;
  readonly seconds: number;
  /** False where it is the controller's default. */
  readonly isWritten: boolean;
  /** The annotation's text with another timeout. */
  readonly write: (seconds: number) => string;
}

/** The timeouts of an Ingress; those that are filled in later, or can't be read, are left out. */
export function idleTimeouts(
  { annotations }: Resource,
  { annotations: names, attribute, unit, byDefault }: IdleSetting,
): readonly IdleTimeout[] {
  return names.flatMap((annotation) => {
    const text = annotations[annotation];
    const written = attribute === undefined || text === undefined ? text : attributeIn(text, attribute);
    const seconds = written === undefined ? byDefault : secondsOf(written);
    if (seconds === undefined) return [];
    const write = (wanted: number): string => {
      const value = `${wanted}${unit}`;
      return attribute === undefined ? value : withAttribute(text, attribute, value);
    };
    const name = attribute ?? annotation.slice(annotation.indexOf('/') + 1);
    return [{ annotation, name, seconds, isWritten: written !== undefined, write }];
  });
}

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** A time as nginx and HAProxy write it: `90`, `90s`, `5m`, `1h30m`. */
function secondsOf(text: string): number | undefined {
  const parts = /^(?:\d+(?:ms|[smhd])?\s*)+$/.test(text.trim()) ? [...text.matchAll(/(\d+)(ms|[smhd])?/g)] : [];
  return parts.length === 0 ? undefined : parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (UNITS[unit] ?? 1), 0);
}

function attributeIn(text: string, name: string): string | undefined {
  const pair = text
    .split(',')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

function withAttribute(text: string | undefined, name: string, value: string): string {
  const pair = `${name}=${value}`;
  if (!text?.trim()) return pair;
  if (attributeIn(text, name) === undefined) return `${text.trimEnd().replace(/,$/, '')},${pair}`;
  return text
    .split(',')
    .map((part) => (part.trim().startsWith(`${name}=`) ? part.replace(/\S.*/, pair) : part))
    .join(',');
}
