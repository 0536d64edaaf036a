import type { Route } from '../../yaml/types.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { Product } from '../products.ts';
import type { Problem } from '../types.ts';
import type { Argument } from './arguments.ts';
import { flagValue } from './arguments.ts';
import type { CacheSettings, Setting } from './cache-settings.ts';
import { cacheBytes, megabytes } from './cache-settings.ts';

/** What bounds a cache, and what bounds the fix writes. */
export interface Bounds {
  /** That it may use in all. */
  readonly bytes: number;
  /** Of those, the share for its data, 0 to 1. */
  readonly share: number;
  readonly policy: string;
  /** The limit as a message names it; undefined where there is none. */
  readonly limit: string | undefined;
  readonly limitBytes: number | undefined;
}

/** A cache, of a pod or a Compose service. */
export interface Cache {
  /** `Container "redis"`, `Service "redis"`. */
  readonly owner: string;
  readonly name: string;
  /** What it runs on: `node`, `host`. */
  readonly machine: string;
  readonly product: Product;
  readonly image: string;
  /** Of the list (or line) that takes more arguments. */
  readonly argumentsAt: Route;
  readonly bounds: Bounds;
}

type Found = Problem<'unbounded' | 'noeviction' | 'tight' | 'disabled', 'add' | 'replace'>;

/** Names of what must not lose a message. */
const QUEUES = /queue|broker|celery|sidekiq|bull|resque|jobs?(?:-|$)|stream|event|pubsub/i;

/**
 * What is wrong with how a cache of the Redis family bounds itself.
 * @param settings undefined where they can't be known
 * @param persists true where it keeps its data on disk, beside what the settings say
 */
export function* cacheProblems(cache: Cache, route: Route, settings: CacheSettings | undefined, persists = false): Iterable<Found> {
  if (settings === undefined || QUEUES.test(cache.name)) return;
  const isStore = persists || settings.persists;
  const policy = isStore ? 'volatile-lru' : cache.bounds.policy;
  const { memory } = settings;
  if (memory === undefined || cacheBytes(memory.value) === 0) {
    yield unbounded(cache, route, settings, policy);
    return;
  }
  // More than the limit is `resources/runtime-memory`'s to report.
  if (!isStore) yield* policyProblem(cache, route, settings);
}

function unbounded(cache: Cache, route: Route, settings: CacheSettings, policy: string): Found {
  const { bounds, owner, product, argumentsAt } = cache;
  const memory = megabytes(bounds.bytes, bounds.share);
  const end = bounds.limit === undefined ? `its ${cache.machine} has no memory left` : `its memory limit of ${bounds.limit} kills it`;
  const data = { owner, product: product.title, memory, end, program: `${product.title.toLowerCase()}-server` };
  const at = settings.memory?.at?.isWhole ? [...route, settings.memory.at.field, settings.memory.at.index] : argumentsAt;
  const add = ['--maxmemory', memory, ...(settings.policy === undefined ? ['--maxmemory-policy', policy] : [])];
  // What is 0 on purpose is changed by whoever wrote it.
  const isFixable = settings.memory === undefined && takesFlags(cache, settings.words);
  return { at, message: 'unbounded', data: { ...data, add, flags: add.join(' ') }, fixes: isFixable ? ['add'] : [] };
}

function* policyProblem(cache: Cache, route: Route, { policy, memory, words }: CacheSettings): Iterable<Found> {
  const { owner, product, bounds, argumentsAt } = cache;
  const data = { owner, product: product.title, policy: bounds.policy };
  if (policy === undefined) {
    const add = ['--maxmemory-policy', bounds.policy];
    const at = memory?.at?.isWhole ? [...route, memory.at.field, memory.at.index] : argumentsAt;
    const fixes: 'add'[] = memory?.at !== undefined && takesFlags(cache, words) ? ['add'] : [];
    yield { at, message: 'noeviction', data: { ...data, origin: ', which is the default', add, flags: add.join(' ') }, fixes };
  } else if (policy.value.toLowerCase() === 'noeviction') {
    const place = valuePlace(policy, route, argumentsAt);
    yield { ...place, message: 'noeviction', data: { ...data, origin: '', ...replacing(policy, bounds.policy) } };
  }
}

/** Where a setting's value stands, and whether it can be replaced there. */
function valuePlace({ at }: Setting, route: Route, otherwise: Route): Pick<Found, 'at' | 'fixes'> {
  return at?.isWhole ? { at: [...route, at.field, at.index], fixes: ['replace'] } : { at: otherwise, fixes: [] };
}

function replacing({ at }: Setting, wanted: string): { readonly wanted: string; readonly text: string } {
  const flag = at === undefined ? undefined : /^(--[a-z-]+=)/.exec(at.text)?.[1];
  return { wanted, text: `${flag ?? ''}${wanted}` };
}

const SHELLS = /(?:^|\/)(?:ba|da|a|z)?sh$/;

/** True where more flags can be put behind what is there: the official images take flags alone, or behind the server's name. */
function takesFlags({ image }: Cache, words: readonly Argument[]): boolean {
  return !/bitnami/i.test(image) && !isPlaceholder(image) && !words.some(({ text }) => SHELLS.test(text) || text === '-c');
}

/** What is wrong with how Memcached is told to behave once it is full. */
export function* memcachedProblems(cache: Cache, route: Route, words: readonly Argument[]): Iterable<Found> {
  const { owner, product, bounds, argumentsAt } = cache;
  const data = { owner, product: product.title };
  const disabled = words.find(({ text }) => text === '-M' || text === '--disable-evictions');
  if (disabled) {
    const at = disabled.isWhole ? [...route, disabled.field, disabled.index] : argumentsAt;
    yield { at, message: 'disabled', data: { ...data, flag: disabled.text }, fixes: [] };
  }
  const memory = flagValue(words, '-m') ?? flagValue(words, '--memory-limit');
  const figure = memory === undefined ? Number.NaN : Number(memory.value);
  if (memory === undefined || !Number.isInteger(figure) || bounds.limitBytes === undefined || figure * 1024 ** 2 < bounds.limitBytes)
    return;
  const wanted = String(Math.max(1, Math.floor((bounds.bytes * bounds.share) / 1024 ** 2)));
  const texts = { found: `${figure} MB`, limit: bounds.limit ?? '', memory: `${wanted} MB` };
  const setting = { value: memory.value, at: memory.at };
  yield { ...valuePlace(setting, route, argumentsAt), message: 'tight', data: { ...data, ...texts, ...replacing(setting, wanted) } };
}
