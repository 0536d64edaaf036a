import { chosenTier, suggestedFigures } from '../../capacity/tiers.ts';
import { composeBytes, formatSize } from '../../resources/compose-amounts.ts';
import { requestOf } from '../../resources/container.ts';
import { patchesOfContainer } from '../../resources/kustomize-patches.ts';
import { formatBytes } from '../../resources/quantity.ts';
import type { ComposeService } from '../../resources/types.ts';
import { getAt, isList } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { datastoreOf, MEMCACHED } from '../products.ts';
import type { Context } from '../types.ts';
import { appendPatches } from './argument-patches.ts';
import { argumentsOf } from './arguments.ts';
import type { Bounds, Cache } from './cache-bounds.ts';
import { cacheProblems, memcachedProblems } from './cache-bounds.ts';
import { cacheSettings, settingsFrom } from './cache-settings.ts';
import { composeCache } from './compose-cache.ts';
import { isTrial } from './trial.ts';

export default defineRule({
  id: 'data/cache-eviction',
  guide: ['eviction', 'cache-size'],
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A cache without a bound on its memory, or that refuses writes once it is full',
    why:
      'Redis and Valkey take memory without end unless maxmemory says otherwise. At the memory limit the kernel kills the process, and all that ' +
      'it held is gone at once, instead of the little that eviction would have let go. With the policy noeviction, which is the default, a ' +
      'full cache answers every write with an error.',
    fix:
      'Set maxmemory to three quarters of the memory limit, which leaves room for connections, fragmentation and forks, and a maxmemory-policy ' +
      'that fits the access pattern. The quick fix writes allkeys-lru, or volatile-lru where the data are kept on disk, so that nothing without ' +
      'an expiry is evicted.',
    exceptions:
      'Settings from files that are not ConfigMaps of the workspace, from Secrets, from variables and from scripts of their own; sentinels and ' +
      'clusters; what its name calls a queue, a broker or a stream, where nothing may be evicted; what names, namespace or labels call a test ' +
      'or a sample. A maxmemory above the memory limit is reported by `resources/runtime-memory`. Memcached evicts by default. In Compose files the level is info.',
    sources: [
      'Redis documentation, Key eviction: maxmemory is 0 (none) and maxmemory-policy noeviction by default',
      'Redis documentation, redis.conf: units; leave memory for what maxmemory does not count',
      'Memcached documentation: 64 MB and LRU by default; -M returns errors instead',
      'Three quarters of the limit is our own figure',
    ],
  },
  options: {
    policy: {
      type: 'string',
      default: 'allkeys-lru',
      enum: ['allkeys-lru', 'allkeys-lfu', 'allkeys-random', 'volatile-lru', 'volatile-lfu', 'volatile-ttl', 'volatile-random'],
      description: 'The maxmemory-policy that the fix writes for a cache.',
    },
    share: {
      type: 'number',
      default: 0.75,
      minimum: 0.1,
      maximum: 0.95,
      description: 'The share of the memory limit that the fix writes as maxmemory.',
    },
  },
  messages: {
    unbounded:
      '{owner} runs {product} without maxmemory, so that it grows until {end} and everything in it is lost at once; a maxmemory of {memory} and ' +
      'an eviction policy are wanted.',
    noeviction:
      '{owner} runs {product} as a cache with the policy noeviction{origin}, so that every write fails once it is full; {policy} is wanted.',
    tight:
      '{owner} lets {product} take {found}, but is killed at its memory limit of {limit} before anything is evicted; {memory} leave room.',
    disabled:
      '{owner} runs {product} with {flag}, so that every write fails once it is full; without it the least recently used items make room.',
  },
  *check(workload, context) {
    const datastore = datastoreOf(workload);
    if (datastore?.product.role !== 'cache' || context.partial || workload.replicas === 0 || isTrial(workload.resource)) return;
    const { container, product } = datastore;
    const { inventory } = context;
    if (patchesOfContainer(container, inventory).some(({ value }) => isList(value.args) || isList(value.command))) return;
    const limit = container.limits.memory?.value;
    const cache: Cache = {
      owner: `Container "${container.name}"`,
      name: workload.resource.name ?? container.name,
      machine: 'node',
      product,
      image: container.image ?? '',
      argumentsAt: [...container.route, 'args'],
      bounds: boundsFor(limit, requestOf(container, 'memory')?.value, context),
    };
    if (product === MEMCACHED) yield* memcachedProblems(cache, container.route, argumentsOf(container.value, ['command', 'args']));
    else yield* cacheProblems(cache, container.route, cacheSettings(datastore, inventory));
  },
  *checkCompose(service, context) {
    const cache = service.partial ? undefined : composeCache(service, boundsFor(memoryLimit(service), undefined, context, formatSize));
    if (cache === undefined || isTrial(service)) return;
    const words = argumentsOf(service.value, ['entrypoint', 'command']);
    const problems =
      cache.product === MEMCACHED
        ? memcachedProblems(cache, service.route, words)
        : cacheProblems(cache, service.route, cache.isReadable ? settingsFrom(words, []) : undefined, cache.persists);
    for (const problem of problems) yield { ...problem, level: 'info' };
  },
  fixes: {
    add: {
      title: 'Add {flags}',
      safe: false,
      patches: ({ at, data }, { document }) => appendPatches(document, at, data),
    },
    replace: {
      title: 'Set it to {wanted}',
      safe: false,
      patches: ({ at, data: { text = null } }) => [{ op: 'set', at, value: text }],
    },
  },
});

/** What a cache may take: of its limit, else of its request, else of what the tier gives a helper. */
function boundsFor(limit: number | undefined, request: number | undefined, context: CacheContext, format = formatBytes): Bounds {
  const { share, policy } = context.options;
  const bytes = limit ?? request ?? suggestedFigures(chosenTier(context.settings, context.inventory), 'cache').bytes;
  return { bytes, share, policy, limit: limit === undefined ? undefined : format(limit), limitBytes: limit };
}

type CacheContext = Pick<Context, 'settings' | 'inventory'> & { readonly options: { readonly policy: string; readonly share: number } };

const LIMITS: readonly Route[] = [['deploy', 'resources', 'limits', 'memory'], ['mem_limit']];

function memoryLimit({ value }: ComposeService): number | undefined {
  return LIMITS.map((place) => composeBytes(getAt(value, place))).find((bytes) => bytes !== undefined);
}
