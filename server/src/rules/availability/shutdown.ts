import type { Container, Workload } from '../../resources/types.ts';
import { getAt, listAt, numberAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';

/** Seconds that a pod has to stop where its manifest is silent (API reference, PodSpec). */
const DEFAULT_GRACE = 30;

/** Field of a pod's spec with the seconds it has to stop. */
export const GRACE = 'terminationGracePeriodSeconds';

/**
 * The seconds that a pod has to stop, its preStop hooks included.
 * @param partial in a patch, where what is absent is unknown
 * @returns undefined where it is unknown, or filled in later
 */
export function graceOf({ podSpec }: Workload, partial: boolean): number | undefined {
  const written = podSpec[GRACE] ?? null;
  if (written === null) return partial ? undefined : DEFAULT_GRACE;
  return typeof written === 'number' ? written : undefined;
}

/** How long a preStop hook sleeps. */
export interface Sleep {
  /** Of the figure. */
  readonly route: Route;
  readonly seconds: number;
}

const LOOP = /\b(?:while|until|for)\b/;
const SLEEP = /\bsleep\s+(\d{1,6}(?:\.\d+)?)([smh]?)(?![\w.])/g;
const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3600 };

/** The sleep of a container's preStop hook, as an action of its own or in a command; undefined where there is none, or one in a loop. */
export function preStopSleep(container: Container): Sleep | undefined {
  const action = numberAt(container.value, ['lifecycle', 'preStop', 'sleep', 'seconds']);
  const hook = [...container.route, 'lifecycle', 'preStop'];
  if (action !== undefined) return { route: [...hook, 'sleep', 'seconds'], seconds: action };
  const words = (listAt(container.value, ['lifecycle', 'preStop', 'exec', 'command']) ?? []).map(String);
  const command = words.join(' ');
  const sleeps = LOOP.test(command) ? [] : [...command.matchAll(SLEEP)];
  if (sleeps.length === 0) return undefined;
  const seconds = sleeps.reduce((sum, [, figure, unit = '']) => sum + Number(figure) * (UNITS[unit] ?? 1), 0);
  const index = words.findIndex((word) => /\bsleep\b/.test(word));
  // `sleep 10` in a script is one word, `[sleep, "10"]` two.
  return { route: [...hook, 'exec', 'command', /sleep$/.test(words[index] ?? '') ? index + 1 : index], seconds };
}

/** What people call an application's own wait before it stops. */
const OWN_WAIT = /shutdown|drain|lame[-_]?duck|graceful|termination[-_]?(?:grace|delay|wait)|sigterm/i;

/** True for a container that is told by its variables or arguments how to stop, and so most likely waits by itself. */
export function stopsByItself({ value }: Container): boolean {
  const names = (listAt(value, ['env']) ?? []).map((entry) => stringAt(entry, ['name']) ?? '');
  const words = ['command', 'args'].flatMap((field) => listAt(value, [field]) ?? []);
  return [...names, ...words].some((text) => OWN_WAIT.test(String(text)));
}

/** True where a container has a preStop hook of any kind. */
export function hasPreStop({ value }: Container): boolean {
  return (getAt(value, ['lifecycle', 'preStop']) ?? null) !== null;
}
