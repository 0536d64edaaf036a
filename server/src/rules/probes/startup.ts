import type { Container } from '../../resources/types.ts';
import { isMap } from '../../yaml/json.ts';
import type { JsonMap, Patch, Route, YamlDocument } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { fieldsBefore } from '../container-fields.ts';
import { defineRule } from '../define-rule.ts';
import type { Data } from '../types.ts';
import { HANDLER_FIELDS, handlerOf } from './handler.ts';
import { loadsModels } from './model-server.ts';
import type { Probe } from './probe.ts';
import { hasProbe, probeOf, toleranceOf } from './probe.ts';

/** Seconds between two checks of the start: our own figure, so that a process that is up waits no longer than that. */
const PERIOD = 5;

export default defineRule({
  id: 'probes/startup',
  guide: ['deep-health'],
  level: 'info',
  scope: 'container',
  docs: {
    summary: 'A container that is slow to start has a liveness probe but no startup probe',
    why:
      'A long initial delay is a guess. A start that takes longer is killed and begins anew, for ever; one that is faster leaves the process ' +
      'unwatched for the rest of the delay. A startup probe holds the others back until the process answers, however long that takes within its bound.',
    fix:
      'Ask by a startup probe what the liveness probe asks, with as many failures as the slowest start needs, and drop the initial delay. The quick fix ' +
      'allows as much time as the container has now, and five minutes (`loadSeconds`) where it loads models.',
    exceptions:
      'Only containers with a liveness probe whose initialDelaySeconds is above 30 s (`delaySeconds`), or that load models: by the image of a known ' +
      'model server, by a claim of a GPU or the like, or by their name. Those are silent where liveness waits for `loadSeconds` as it is. Silent in kustomize patches.',
    sources: [
      'Kubernetes documentation, Configure Liveness, Readiness and Startup Probes: protect slow starting containers with startup probes',
      'The 30 s and the five minutes are our own figures',
    ],
  },
  options: {
    delaySeconds: {
      type: 'number',
      default: 30,
      minimum: 0,
      maximum: 3600,
      description: 'Longest initial delay in seconds of a liveness probe that needs no startup probe',
    },
    loadSeconds: {
      type: 'number',
      default: 300,
      minimum: 10,
      maximum: 7200,
      description: 'Time in seconds that a container which loads models is given to start',
    },
  },
  messages: {
    delay:
      'Container "{container}" has no startup probe and waits {found} s before its first liveness check instead; a process that hangs in that time ' +
      'goes unnoticed, and a start that takes longer than {total} s is killed.',
    models:
      'Container "{container}" loads models ({because}) but has no startup probe, so its liveness probe restarts it in the middle of loading when ' +
      'that takes longer than {total} s.',
  },
  *check(container, { options, partial }) {
    const liveness = probeOf(container, 'livenessProbe');
    if (partial || container.kind === 'init' || !liveness || !handlerOf(liveness) || hasProbe(container, 'startupProbe')) return;
    const found = liveness.value.initialDelaySeconds ?? 0;
    const tolerance = toleranceOf(liveness, false);
    if (typeof found !== 'number' || tolerance === undefined) return;
    const total = found + tolerance;
    const base = { container: container.name, found, total };
    if (found > options.delaySeconds) {
      const at = [...liveness.route, 'initialDelaySeconds'];
      yield { at, message: 'delay', data: { ...base, budget: budgetFor(container, total, options.loadSeconds) } };
      return;
    }
    const because = loadsModels(container);
    if (because === undefined || total >= options.loadSeconds) return;
    yield { at: liveness.route, message: 'models', data: { ...base, because, budget: options.loadSeconds } };
  },
  fixes: {
    add: {
      title: 'Add a startup probe that allows {budget} s',
      safe: false,
      patches: ({ at, data }, { document }) => startupPatches(at, data, document),
    },
  },
});

/** Seconds to start in: no fewer than the container has by now. */
function budgetFor(container: Container, total: number, loadSeconds: number): number {
  return loadsModels(container) === undefined ? total : Math.max(total, loadSeconds);
}

function startupPatches(at: Route, { budget }: Data, document: YamlDocument): readonly Patch[] | undefined {
  const isDelay = at.at(-1) === 'initialDelaySeconds';
  const route = isDelay ? at.slice(0, -1) : at;
  const liveness = valueAt(document, route);
  if (!isMap(liveness) || typeof budget !== 'number') return undefined;
  const startup = [...route.slice(0, -1), 'startupProbe'];
  return [
    { op: 'set', at: startup, value: startupProbe(liveness, budget), after: fieldsBefore(document, startup) },
    ...(isDelay ? [{ op: 'remove', at } as const] : []),
  ];
}

function startupProbe(liveness: Probe['value'], budget: number): JsonMap {
  const handler = Object.fromEntries(HANDLER_FIELDS.flatMap((field) => (field in liveness ? [[field, liveness[field] ?? null]] : [])));
  const { timeoutSeconds } = liveness;
  const timeout = typeof timeoutSeconds === 'number' && timeoutSeconds > 0 ? timeoutSeconds : undefined;
  const periodSeconds = Math.max(PERIOD, timeout ?? 0);
  return {
    ...handler,
    periodSeconds,
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    failureThreshold: Math.ceil(budget / periodSeconds),
  };
}
