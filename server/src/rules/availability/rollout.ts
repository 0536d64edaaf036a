import { patchesOf } from '../../resources/kustomize-patches.ts';
import { leastReplicas } from '../../resources/replica-count.ts';
import { sharedClaims, singleClaims } from '../../resources/shared-claims.ts';
import { takesRequests } from '../../resources/takes-requests.ts';
import type { Inventory, Workload } from '../../resources/types.ts';
import { getAt, listAt } from '../../yaml/json.ts';
import type { Patch, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Data, Problem } from '../types.ts';
import { nodeChoices } from './node-choice.ts';
import type { Strategy } from './rolling-update.ts';
import { isNone, rollingPods, strategyOf } from './rolling-update.ts';
import { HOST } from './topology.ts';

type Message = 'recreate' | 'everyPod' | 'noRoom' | 'claim' | 'unchecked';
type FixId = 'roll' | 'keepPods' | 'addPod' | 'recreate' | 'wait';
type Found = Problem<Message, FixId>;

/** Seconds that a new pod must have run before the next one is replaced, where nothing else tells that it works; our own figure. */
const READY_SECONDS = 10;
/** From so many replicas on a quarter of them is a pod. */
const LEAST_FOR_SHARE = 4;

export default defineRule({
  id: 'availability/rollout',
  guide: ['rolling'],
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A rollout that takes all pods away at once, or that cannot finish',
    why:
      'A rolling update keeps a service available by replacing few pods at a time. Where all may be gone at once it interrupts all conversations, ' +
      'and where a new pod waits for what the old one holds it hangs until its deadline.',
    fix:
      'Roll, and let at most a quarter of the pods be unavailable; with few replicas none, and one additional pod instead. Recreate is right where ' +
      'the pods share a volume that only one node can mount.',
    exceptions:
      'Percentages count as Kubernetes rounds them: unavailable pods down, additional ones up. Recreate is accepted for what takes no requests, ' +
      'for databases, caches and queues, and for pods that cannot run twice on their node or at all: those with a claim, a host port, the ' +
      "node's network or a GPU. A claim is judged where it is in the workspace, and not for pods that are pinned to a node. Patches are judged " +
      'by what they set.',
    sources: [
      'Kubernetes API reference, RollingUpdateDeployment v1 apps: defaults of 25%, rounding, and that not both may be 0',
      'Kubernetes documentation, Persistent Volumes: access modes',
      'The share of a quarter is the default of Kubernetes; the seconds of minReadySeconds are our own figure',
    ],
  },
  messages: {
    recreate:
      '{workload} is replaced by Recreate, which stops every pod before it starts a new one, so each rollout interrupts all of its requests.',
    everyPod: '{workload} has {settings}, which lets a rollout take {all} away at once and so interrupts its requests.',
    noRoom:
      '{workload} has maxUnavailable {found} and maxSurge {surge}; the API server refuses both to be 0, as no pod could ever be replaced.',
    claim:
      '{workload} starts a new pod before the old one is gone, but both need claim "{claim}" ({mode}), so a rollout hangs unless both are on one ' +
      'node; use Recreate.',
    unchecked:
      '{workload} has neither a readiness probe nor minReadySeconds, so a rollout replaces all of its pods before anyone can know that the new ' +
      'ones work.',
  },
  *check(workload, { inventory, partial }) {
    if (workload.kind !== 'Deployment') return;
    const strategy = strategyOf(workload);
    if (strategy.type === 'Recreate') yield* checkRecreate(workload, strategy, inventory);
    if (strategy.type !== 'RollingUpdate') return;
    if (isNone(strategy.maxUnavailable) && isNone(strategy.maxSurge)) yield noRoom(workload, strategy);
    else if (!partial) {
      const replicas = leastReplicas(workload, inventory);
      yield* checkPods({ workload, strategy, replicas }, inventory);
      yield* checkClaims({ workload, strategy, replicas }, inventory);
      yield* checkReadiness(workload, inventory);
    }
  },
  fixes: {
    roll: { title: 'Use RollingUpdate', safe: false, patches: ({ at }) => [{ op: 'set', at, value: 'RollingUpdate' }] },
    keepPods: { title: 'Set maxUnavailable to {wanted}', safe: false, patches: ({ at, data }) => keepPods(at.slice(0, -1), data) },
    addPod: { title: 'Set maxSurge to 1', safe: false, patches: ({ at }) => [{ op: 'set', at, value: 1 }] },
    recreate: { title: 'Use Recreate', safe: false, patches: ({ at }) => recreate(at.slice(0, at.lastIndexOf('template'))) },
    wait: {
      title: 'Set minReadySeconds to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted, after: ['replicas'] }],
    },
  },
});

function* checkRecreate(workload: Workload, { route }: Strategy, inventory: Inventory): Iterable<Found> {
  if (!takesRequests(workload, inventory) || isAlone(workload)) return;
  yield { at: [...route, 'type'], message: 'recreate', data: { workload: titleOf(workload.resource) }, fixes: ['roll'] };
}

/** True for pods that can not, or perhaps not, run beside their successor: they hold a volume, a port of their node, or a device. */
function isAlone(workload: Workload): boolean {
  const { podSpec, containers } = workload;
  if (podSpec.hostNetwork === true || sharedClaims(workload).length > 0) return true;
  const hasHostPort = containers.some(({ value }) =>
    (listAt(value, ['ports']) ?? []).some((port) => getAt(port, ['hostPort']) !== undefined),
  );
  return hasHostPort || containers.some(({ limits }) => Object.keys(limits).some((name) => name.includes('/')));
}

function noRoom(workload: Workload, { route, maxUnavailable, maxSurge }: Strategy): Found {
  const data = { workload: titleOf(workload.resource), found: maxUnavailable ?? null, surge: maxSurge ?? null };
  return { at: [...route, 'rollingUpdate', 'maxSurge'], message: 'noRoom', level: 'error', data, fixes: ['addPod'] };
}

/** A rolling update, of how many pods. */
interface Rolling {
  readonly workload: Workload;
  readonly strategy: Strategy;
  /** undefined where unknown. */
  readonly replicas: number | undefined;
}

function* checkPods({ workload, strategy, replicas }: Rolling, inventory: Inventory): Iterable<Found> {
  // Whatever the replicas are, 100% are all of them.
  const pods = rollingPods(strategy, replicas ?? 100);
  if (!pods || replicas === 0 || pods.unavailable < (replicas ?? 100)) return;
  if (isAlone(workload) || !takesRequests(workload, inventory)) return;
  const wanted = replicas === undefined || replicas >= LEAST_FOR_SHARE ? '25%' : 0;
  const data = { workload: titleOf(workload.resource), settings: settingsOf(strategy), all: allOf(replicas), wanted, surge: pods.surge };
  yield {
    at: [...strategy.route, 'rollingUpdate', strategy.maxUnavailable === undefined ? 'maxSurge' : 'maxUnavailable'],
    message: 'everyPod',
    data,
    fixes: ['keepPods'],
    ...(replicas === 1 ? { coveredBy: 'availability/replicas' } : {}),
  };
}

function settingsOf({ maxUnavailable, maxSurge }: Strategy): string {
  const settings = Object.entries({ maxUnavailable, ...(isNone(maxSurge) ? { maxSurge } : {}) });
  return settings.flatMap(([field, value]) => (value === undefined ? [] : [`${field} ${String(value)}`])).join(' beside ');
}

function allOf(replicas: number | undefined): string {
  if (replicas === undefined) return 'all of its pods';
  return replicas === 1 ? 'its only pod' : `all of its ${replicas} pods`;
}

/** A new pod where none may be missing; what one had, and one may do without, otherwise. */
function keepPods(at: Route, { wanted = null, surge }: Data): readonly Patch[] {
  const unavailable: Patch = { op: 'set', at: [...at, 'maxUnavailable'], value: wanted };
  return wanted === 0 && surge === 0 ? [unavailable, { op: 'set', at: [...at, 'maxSurge'], value: 1 }] : [unavailable];
}

/** A new pod that comes before an old one goes, on another node, waits for the claim, and the old pod for the new one. */
function* checkClaims({ workload, strategy, replicas = 1 }: Rolling, inventory: Inventory): Iterable<Found> {
  const pods = rollingPods(strategy, replicas);
  if (replicas < 1 || !pods || pods.unavailable > 0) return;
  const isPinned = nodeChoices(workload).some(({ key, values }) => key === HOST && values.length === 1);
  const [first] = singleClaims(workload, inventory).filter(({ mode }) => mode === 'ReadWriteOncePod' || !isPinned);
  if (!first) return;
  yield {
    at: first.route,
    message: 'claim',
    data: { workload: titleOf(workload.resource), claim: first.name, mode: first.mode },
    related: [{ in: first.claim, at: [...first.claim.route, 'spec', 'accessModes'], message: `Claim "${first.name}" is ${first.mode}` }],
    // Several pods would still share what one can mount.
    fixes: replicas === 1 ? ['recreate'] : [],
    coveredBy: 'availability/stateless',
  };
}

function recreate(deployment: Route): readonly Patch[] {
  const at = [...deployment, 'strategy'];
  return [{ op: 'set', at, value: { type: 'Recreate' }, after: ['selector', 'replicas'] }];
}

/** Where pods have no readiness probe, which is a finding of its own, the strict profile tells what it means for a rollout. */
function* checkReadiness(workload: Workload, inventory: Inventory): Iterable<Found> {
  const seconds = getAt(workload.resource.value, ['spec', 'minReadySeconds']) ?? 0;
  if (seconds !== 0 || !takesRequests(workload, inventory) || workload.containers.length === 0) return;
  const containers = [workload, ...patchesOf(workload, inventory)].flatMap((each) => each.containers);
  if (containers.some(({ value }) => (value.readinessProbe ?? null) !== null)) return;
  yield {
    at: [...workload.resource.route, 'spec', 'minReadySeconds'],
    message: 'unchecked',
    level: 'strict',
    data: { workload: titleOf(workload.resource), wanted: READY_SECONDS },
    fixes: ['wait'],
  };
}
