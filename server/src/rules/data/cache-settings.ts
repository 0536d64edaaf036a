import { volumesOf, volumeUsesOf } from '../../resources/pod-volumes.ts';
import type { Inventory } from '../../resources/types.ts';
import { listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Datastore } from '../products.ts';
import type { Argument, FlagValue } from './arguments.ts';
import { argumentsOf, flagValue } from './arguments.ts';
import { mountedTexts } from './mounted-texts.ts';

/** How a cache of the Redis family is told to bound itself. */
export interface CacheSettings {
  readonly words: readonly Argument[];
  readonly memory: Setting | undefined;
  readonly policy: Setting | undefined;
  /** True where it writes its data to disk in order to have them again. */
  readonly persists: boolean;
}

/** The value of a setting, with its place where that is an argument. */
export interface Setting {
  readonly value: string;
  readonly at: Argument | undefined;
}

/** Names of servers in what a container runs; anything else (a sentinel, a script of its own) is not looked into. */
const SERVERS = /(?:^|\/)(?:redis|valkey|keydb)-server$/;
const OTHER_PROGRAMS = /sentinel|(?:^|\/)(?:redis|valkey|keydb)-cli$|--sentinel|cluster-enabled/;

/** The settings that command-line words and files of settings give; undefined where they can't be known. */
export function settingsFrom(words: readonly Argument[], files: readonly string[]): CacheSettings | undefined {
  const readsFile = words.some(({ text }) => text.endsWith('.conf'));
  if (words.some(({ text }) => OTHER_PROGRAMS.test(text)) || (readsFile && files.length === 0)) return undefined;
  const isServer =
    words.length === 0 || words[0]?.text.startsWith('-') === true || readsFile || words.some(({ text }) => SERVERS.test(text));
  if (!isServer) return undefined;
  const stated = (name: string): Setting | undefined => fromFlag(flagValue(words, `--${name}`)) ?? fromFiles(files, name);
  const appends = stated('appendonly')?.value.toLowerCase() === 'yes';
  return { words, memory: stated('maxmemory'), policy: stated('maxmemory-policy'), persists: appends };
}

function fromFlag(flag: FlagValue | undefined): Setting | undefined {
  return flag && { value: flag.value, at: flag.at };
}

function fromFiles(files: readonly string[], name: string): Setting | undefined {
  const pattern = new RegExp(`^[ \\t]*${name}[ \\t]+["']?([^\\s"']+)`, 'gim');
  const value = files.flatMap((file) => [...file.matchAll(pattern)].map((match) => match[1] ?? '')).at(-1);
  return value === undefined ? undefined : { value, at: undefined };
}

/** The settings of a cache in a pod. Files of settings come from ConfigMaps of the workspace. */
export function cacheSettings({ container, workload }: Datastore, inventory: Inventory): CacheSettings | undefined {
  const words = argumentsOf(container.value, ['command', 'args']);
  const variables = (listAt(container.value, ['env']) ?? []).map(
    (entry) => `${stringAt(entry, ['name']) ?? ''}=${stringAt(entry, ['value']) ?? ''}`,
  );
  // Images of others (Bitnami's) take flags from variables.
  if (variables.some((text) => /maxmemory/i.test(text)) || (listAt(container.value, ['envFrom']) ?? []).length > 0) return undefined;
  const files = mountedTexts(container, workload, inventory);
  const settings = files && settingsFrom(words, files);
  if (settings === undefined) return undefined;
  return { ...settings, persists: settings.persists || hasClaim({ container, workload }) };
}

function hasClaim({ container, workload }: Pick<Datastore, 'container' | 'workload'>): boolean {
  const mounted = new Set(volumeUsesOf(container).map(({ volume }) => volume));
  return volumesOf(workload).some(
    ({ name, isClaim, value }) => mounted.has(name) && (isClaim || mapAt(value, ['persistentVolumeClaim']) !== undefined),
  );
}

/** Redis' units: `k`, `m` and `g` are powers of 1000, `kb`, `mb` and `gb` of 1024 (redis.conf). */
const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1e3, kb: 1024, m: 1e6, mb: 1024 ** 2, g: 1e9, gb: 1024 ** 3 };

/** An amount of memory as Redis writes it, in bytes; undefined where it is none, or filled in later. */
export function cacheBytes(text: string): number | undefined {
  const [, figure, unit = ''] = /^(\d{1,15})(k|kb|m|mb|g|gb|b)?$/i.exec(text) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  return figure === undefined || factor === undefined ? undefined : Number(figure) * factor;
}

/** A share of so many bytes in whole megabytes, as Redis writes them. */
export function megabytes(bytes: number, share: number): string {
  return `${Math.max(1, Math.floor((bytes * share) / 1024 ** 2))}mb`;
}
