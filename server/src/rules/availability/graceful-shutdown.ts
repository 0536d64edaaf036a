import { composeSeconds } from '../../resources/compose-amounts.ts';
import { frontContainer } from '../../resources/front-container.ts';
import { patchesOf } from '../../resources/kustomize-patches.ts';
import { takesRequests } from '../../resources/takes-requests.ts';
import type { Container, Workload } from '../../resources/types.ts';
import { compareVersions } from '../../schema/versions.ts';
import type { Json, Patch, Route, YamlDocument } from '../../yaml/types.ts';
import { fieldsBefore } from '../container-fields.ts';
import { defineRule } from '../define-rule.ts';
import { serviceFieldsBefore } from '../service-fields.ts';
import { titleOf } from '../title.ts';
import type { Data, Problem } from '../types.ts';
import { podFieldsBefore } from './pod-fields.ts';
import { GRACE, graceOf, hasPreStop, preStopSleep, stopsByItself } from './shutdown.ts';

type Message = 'missing' | 'undrained' | 'short' | 'outlasted' | 'service';
type FixId = 'wait' | 'drain' | 'allow' | 'allowService';
type Found = Problem<Message, FixId>;

/** Seconds that the fix lets a container wait before it stops, of a grace period that has room for it: our own figure. */
const WAIT = 10;
/** Seconds that a container is left after its hook by the fix: the whole of Kubernetes' default. */
const AFTER_HOOK = 30;
/** Seconds that Docker gives a container to stop (Compose file reference, stop_grace_period). */
const DOCKER_GRACE = 10;
/** Minor version in which the sleep action is on by default (Kubernetes, feature gate PodLifecycleSleepAction). */
const SLEEP_ACTION_SINCE = '1.30';

export default defineRule({
  id: 'availability/graceful-shutdown',
  guide: ['ws-management'],
  level: 'info',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A workload that serves is stopped while requests are still on their way to it',
    why:
      'A pod is told to stop at the same moment as it begins to be taken out of rotation. Proxies and nodes learn of that some seconds later, and ' +
      'what they send meanwhile is refused, in every rollout. Open WebSockets need longer: their clients have to connect to another pod.',
    fix:
      'Let a preStop hook wait for some seconds, and let terminationGracePeriodSeconds be long enough for the wait and for what is left to be done: ' +
      'at least `drainSeconds` where connections stay open.',
    exceptions:
      'Only Deployments and StatefulSets that take requests: no databases, caches, queues, monitoring or workers without a Service. Silent for ' +
      'containers whose variables or arguments speak of a shutdown or drain of their own, and where a kustomize patch of the workspace has the ' +
      'hook. A hook that sleeps longer than its pod may take to stop is reported in every pod (warning). In Compose, services for realtime sync ' +
      'are asked for stop_grace_period.',
    sources: [
      'Kubernetes documentation, Pod Lifecycle: termination of Pods; the hook counts towards the grace period, which is 30 s where absent',
      'Compose file reference: stop_grace_period is 10 s where absent',
      'Deployment guide, WebSocket connections are managed and drained; its seconds are our own figure, and so are those of the wait',
    ],
  },
  options: {
    drainSeconds: {
      type: 'number',
      default: 60,
      minimum: 1,
      maximum: 86_400,
      description: 'Least time in seconds that pods with open connections (realtime sync) have to stop',
    },
  },
  messages: {
    missing:
      'Container "{container}" has no preStop hook, so in every rollout it stops while new requests are still being sent to it; let it wait some ' +
      'seconds until they go elsewhere.',
    undrained:
      'Container "{container}" has no preStop hook and its pod {grace} s to stop, so its open connections are cut in the middle of a conversation; ' +
      'let it wait some seconds, and drain for {wanted} s.',
    short:
      '{workload} has {grace} s to stop ({field}), so its open connections are cut before their clients have moved to another pod; {wanted} s are wanted.',
    outlasted:
      'The preStop hook of container "{container}" sleeps {sleep} s, but its pod has only {grace} s to stop ({field}), so the container is killed ' +
      'without having been told to stop.',
    service:
      'Service "{container}" has {grace} s to stop (stop_grace_period), so its open connections are cut in the middle of a conversation; {wanted} s ' +
      'are wanted.',
  },
  *check(workload, { inventory, partial, options }) {
    if (!workload.longRunning) return;
    const patched = patchesOf(workload, inventory);
    const isPatched = patched.some(({ podSpec }) => podSpec[GRACE] !== undefined);
    const drain = workload.role?.name === 'realtime-sync' ? options.drainSeconds : 0;
    const stop = { workload, grace: isPatched ? undefined : graceOf(workload, partial), drain };
    const outlasted = outlastedBy(stop);
    yield* outlasted;
    if (outlasted.length > 0 || !takesRequests(workload, inventory)) return;
    const hasHook = partial || patched.flatMap(({ containers }) => containers).some(hasPreStop);
    yield* checkHook(stop, hasHook);
  },
  *checkCompose(service, { options }) {
    const written = service.value.stop_grace_period ?? null;
    if (service.role?.name !== 'realtime-sync' || !service.longRunning || (written === null && service.partial)) return;
    const grace = written === null ? DOCKER_GRACE : composeSeconds(written);
    const wanted = options.drainSeconds;
    if (grace === undefined || grace >= wanted) return;
    const at = [...service.route, 'stop_grace_period'];
    yield { at, message: 'service', data: { container: service.name, grace, wanted }, fixes: ['allowService'] };
  },
  fixes: {
    wait: {
      title: 'Wait {seconds} s before it stops',
      safe: false,
      patches: ({ at, data }, { document, settings }) => [waiting(document, at, data, settings.kubernetesVersion)],
    },
    drain: {
      title: 'Wait {seconds} s before it stops, and drain for {wanted} s',
      safe: false,
      patches: ({ at, data }, { document, settings }) => [
        waiting(document, at, data, settings.kubernetesVersion),
        allowing(document, at, data.wanted),
      ],
    },
    allow: {
      title: 'Set {field} to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted } }, { document }) => [allowing(document, at, wanted)],
    },
    allowService: {
      title: 'Set stop_grace_period to {wanted}s',
      safe: false,
      patches: ({ at, data: { wanted } }, { document }) => [
        { op: 'set', at, value: `${String(wanted)}s`, after: serviceFieldsBefore(document, at) },
      ],
    },
  },
});

/** How a workload's pods are stopped. */
interface Stop {
  readonly workload: Workload;
  /** Seconds that the pod has; undefined where that is unknown. */
  readonly grace: number | undefined;
  /** Seconds that its open connections need; 0 where it has none. */
  readonly drain: number;
}

function outlastedBy({ workload, grace, drain }: Stop): readonly Found[] {
  const at = [...workload.podSpecRoute, GRACE];
  return workload.containers.flatMap((container) => {
    const sleep = preStopSleep(container);
    if (!sleep || grace === undefined || sleep.seconds < grace) return [];
    const wanted = Math.max(drain, Math.ceil(sleep.seconds) + AFTER_HOOK);
    const data = { container: container.name, sleep: sleep.seconds, grace, wanted, field: GRACE };
    const isWritten = typeof workload.podSpec[GRACE] === 'number';
    return [{ at: isWritten ? at : sleep.route, message: 'outlasted', level: 'warning', data, fixes: ['allow'] } satisfies Found];
  });
}

/** @param hasHook true where a hook is known, or may be, elsewhere */
function* checkHook({ workload, grace, drain }: Stop, hasHook: boolean): Iterable<Found> {
  const short = grace !== undefined && grace < drain ? grace : undefined;
  const front = hasHook ? undefined : unpreparedContainer(workload);
  if (front) yield hookless(front, grace, short === undefined ? 0 : drain);
  else if (short !== undefined) {
    const data = { workload: titleOf(workload.resource), grace: short, wanted: drain, field: GRACE };
    yield { at: [...workload.podSpecRoute, GRACE], message: 'short', data, fixes: ['allow'] };
  }
}

/** The container that takes the requests, where nothing lets it wait before it stops. */
function unpreparedContainer(workload: Workload): Container | undefined {
  const front = frontContainer(workload);
  return front && !hasPreStop(front) && !stopsByItself(front) ? front : undefined;
}

/** @param drain seconds that the pod should have to stop and does not; 0 where it has enough */
function hookless(container: Container, grace: number | undefined, drain: number): Found {
  const seconds = Math.min(WAIT, Math.floor((drain || (grace ?? 0)) / 2));
  const data = { container: container.name, grace: grace ?? null, wanted: drain, seconds };
  const at = [...container.route, 'lifecycle', 'preStop'];
  if (drain > 0) return { at, message: 'undrained', data, fixes: seconds > 0 ? ['drain'] : [] };
  return { at, message: 'missing', data, fixes: seconds > 0 ? ['wait'] : [], coveredBy: 'availability/replicas' };
}

/** @param at of the hook */
function waiting(document: YamlDocument, at: Route, { seconds = null }: Data, kubernetesVersion: string): Patch {
  const hasAction = compareVersions(kubernetesVersion, SLEEP_ACTION_SINCE) >= 0;
  const value: Json = hasAction ? { sleep: { seconds } } : { exec: { command: ['sleep', String(seconds)] } };
  return { op: 'set', at, value, after: fieldsBefore(document, at.slice(0, -1)) };
}

/** @param at in a container of the pod, or of its grace period */
function allowing(document: YamlDocument, at: Route, wanted: Json | undefined): Patch {
  const list = at.findLastIndex((step) => step === 'containers' || step === 'initContainers' || step === GRACE);
  const grace = [...at.slice(0, list), GRACE];
  return { op: 'set', at: grace, value: wanted ?? null, after: podFieldsBefore(document, grace) };
}
