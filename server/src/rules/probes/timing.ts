import { isWrittenHere } from '../../resources/compose-place.ts';
import type { ComposeService, Container } from '../../resources/types.ts';
import { exists } from '../../yaml/route.ts';
import type { Patch, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import type { Data, Problem } from '../types.ts';
import { toleranceOfService } from './healthcheck.ts';
import type { Probe } from './probe.ts';
import { probeFigure, probeOf, probesOf, toleranceOf } from './probe.ts';

type Message = 'timeout' | 'hasty' | 'stricter' | 'success' | 'unhealthy';
type FixId = 'set' | 'retries';

/** Fields of a probe behind which its timing goes, the last of them first. */
const AFTER = ['periodSeconds', 'timeoutSeconds', 'initialDelaySeconds', 'grpc', 'tcpSocket', 'exec', 'httpGet'];

export default defineRule({
  id: 'probes/timing',
  guide: ['probe-timing'],
  level: 'warning',
  scope: 'container',
  docs: {
    summary: 'A probe whose timeouts and retries contradict each other or restart a container in a hurry',
    why:
      'A check that may take longer than its period is late for the next one. A liveness probe that gives up within seconds, or before ' +
      'readiness has taken the pod out of rotation, restarts a container that is merely busy, and drops the conversations it holds.',
    fix:
      'Keep timeoutSeconds at or below periodSeconds, let a container fail its liveness probe for at least ten seconds (`toleratedSeconds`) ' +
      'and for no less time than its readiness probe, and leave successThreshold at 1 for liveness and startup.',
    exceptions:
      'Figures that are left out count as their defaults (period 10 s, timeout 1 s, three failures), but not in a kustomize patch, where they ' +
      'may be set elsewhere. Of the healthchecks of Compose only the time is looked at in which a service starts; a timeout above the interval does no ' +
      'harm there, since Docker waits for a check to end.',
    sources: [
      'Kubernetes API reference, Probe v1 core: the defaults, and the bound on successThreshold',
      'Dockerfile reference, HEALTHCHECK: the defaults, and that the interval begins when a check has ended',
      'The ten seconds are our own figure: a garbage collection or a slow disk lasts seconds',
    ],
  },
  options: {
    toleratedSeconds: {
      type: 'number',
      default: 10,
      minimum: 1,
      maximum: 600,
      description: 'Least time in seconds that a container may fail its liveness probe before it is restarted',
    },
  },
  messages: {
    timeout:
      'The {probe} probe of container "{container}" may take {found} s but runs every {period} s, so a slow answer delays the checks after it; ' +
      'a timeout of {wanted} s or less fits.',
    hasty:
      'The liveness probe of container "{container}" restarts it after {found} s of failing (failureThreshold × periodSeconds); below {least} s a ' +
      'busy container is killed with its conversations.',
    stricter:
      'The liveness probe of container "{container}" gives up after {found} s, before its readiness probe does after {least} s, so a busy ' +
      'container is restarted instead of being taken out of rotation.',
    success: 'The {probe} probe of container "{container}" has successThreshold {found}; the API server accepts only 1 for it.',
    unhealthy:
      'Service "{service}" counts as unhealthy after {found} s of failing (start_period + retries × interval); below {least} s one that is merely ' +
      'slow to start fails whoever waits for it.',
  },
  *check(container, context) {
    for (const probe of probesOf(container)) {
      yield* checkTimeout(container, probe, context.partial);
      if (probe.field !== 'readinessProbe') yield* checkSuccess(container, probe);
    }
    yield* checkTolerance(container, context.partial, context.options.toleratedSeconds);
  },
  checkCompose: (service, { options }) => checkHealthcheck(service, options.toleratedSeconds),
  fixes: {
    set: { title: 'Set {field} to {wanted}', safe: false, patches: setWanted },
    retries: {
      title: 'Set retries to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [
        { op: 'set', at: [...at.slice(0, 3), 'retries'], value: wanted, after: ['timeout', 'interval', 'test'] },
      ],
    },
  },
});

function* checkTimeout(container: Container, probe: Probe, partial: boolean): Iterable<Problem<Message, FixId>> {
  const timeout = probeFigure(probe, 'timeoutSeconds', partial);
  const period = probeFigure(probe, 'periodSeconds', partial);
  if (timeout === undefined || period === undefined || timeout <= period) return;
  const data = { container: container.name, probe: probe.label, field: 'timeoutSeconds', found: timeout, period, wanted: period };
  yield { at: [...probe.route, 'timeoutSeconds'], message: 'timeout', data, fixes: ['set'] };
}

function* checkSuccess(container: Container, probe: Probe): Iterable<Problem<Message, FixId>> {
  const found = probeFigure(probe, 'successThreshold', true);
  if (found === undefined || found === 1) return;
  const data = { container: container.name, probe: probe.label, field: 'successThreshold', found, wanted: 1 };
  yield { at: [...probe.route, 'successThreshold'], message: 'success', level: 'error', data, fixes: ['set'] };
}

/** One finding at most: whoever fixes the smaller tolerance meets both demands. */
function* checkTolerance(container: Container, partial: boolean, least: number): Iterable<Problem<Message, FixId>> {
  const liveness = probeOf(container, 'livenessProbe');
  const readiness = probeOf(container, 'readinessProbe');
  const found = liveness && toleranceOf(liveness, partial);
  const period = liveness && probeFigure(liveness, 'periodSeconds', partial);
  if (!liveness || found === undefined || period === undefined) return;
  const ready = (readiness && toleranceOf(readiness, partial)) ?? 0;
  const enough = Math.max(least, ready);
  if (found >= enough) return;
  const hasty = found < least;
  const data = {
    container: container.name,
    field: 'failureThreshold',
    found,
    least: hasty ? least : ready,
    wanted: Math.ceil(enough / period),
  };
  const related = hasty || !readiness ? [] : [{ at: readiness.route, message: `The readiness probe gives up after ${ready} s` }];
  yield { at: toleranceRoute(liveness), message: hasty ? 'hasty' : 'stricter', data, related, fixes: ['set'] };
}

function* checkHealthcheck(service: ComposeService, least: number): Iterable<Problem<Message, FixId>> {
  const tolerance = toleranceOfService(service);
  if (tolerance === undefined || service.partial || tolerance.total >= least) return;
  const healthcheck = [...service.route, 'healthcheck'];
  const field = ['retries', 'interval'].find((name) => exists(service.document, [...healthcheck, name]));
  const at = field === undefined ? healthcheck : [...healthcheck, field];
  const wanted = Math.ceil((least - tolerance.start) / tolerance.interval);
  const data = { service: service.name, found: Math.round(tolerance.total * 100) / 100, least, wanted };
  yield { at, message: 'unhealthy', data, fixes: isWrittenHere(service.document, [...healthcheck, 'retries']) ? ['retries'] : [] };
}

/** The figure that a reader would change: the threshold, else the period, else the probe itself. */
function toleranceRoute(probe: Probe): Route {
  const field = ['failureThreshold', 'periodSeconds'].find((name) => probe.value[name] !== undefined);
  return field === undefined ? probe.route : [...probe.route, field];
}

function setWanted({ at, data }: { readonly at: Route; readonly data: Data }): readonly Patch[] | undefined {
  const { field, wanted } = data;
  const last = at.at(-1);
  if (typeof field !== 'string' || typeof wanted !== 'number') return undefined;
  const probe = typeof last === 'string' && last.endsWith('Probe') ? at : at.slice(0, -1);
  return [{ op: 'set', at: [...probe, field], value: wanted, after: AFTER }];
}
