import type { Container } from '../../resources/types.ts';
import { isMap } from '../../yaml/json.ts';
import type { JsonMap, Route } from '../../yaml/types.ts';

/** The container fields that hold a probe. */
export type ProbeField = 'startupProbe' | 'livenessProbe' | 'readinessProbe';

/** A probe of a container. */
export interface Probe {
  readonly field: ProbeField;
  /** As a sentence names it: `startup`, `liveness`, `readiness`. */
  readonly label: string;
  readonly route: Route;
  readonly value: JsonMap;
}

const LABELS: Readonly<Record<ProbeField, string>> = { startupProbe: 'startup', livenessProbe: 'liveness', readinessProbe: 'readiness' };

/** The container's probe of a field; undefined where it has none, or nothing that can be read as one. */
export function probeOf(container: Container, field: ProbeField): Probe | undefined {
  const value = container.value[field];
  return isMap(value) ? { field, label: LABELS[field], route: [...container.route, field], value } : undefined;
}

/** The probes that a container has, in the order in which the kubelet starts to ask them. */
export function probesOf(container: Container): readonly Probe[] {
  const fields: readonly ProbeField[] = ['startupProbe', 'livenessProbe', 'readinessProbe'];
  return fields.map((field) => probeOf(container, field)).filter((probe) => probe !== undefined);
}

/** True where the field holds anything at all, be it half typed. */
export function hasProbe(container: Container, field: ProbeField): boolean {
  return (container.value[field] ?? null) !== null;
}

/** What a probe leaves out, from the API reference of `Probe` (core/v1); the API server puts the default in the place of a 0, too. */
const DEFAULTS = { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3, successThreshold: 1 } as const;

/** The figures of a probe that have a default. */
export type ProbeFigure = keyof typeof DEFAULTS;

/**
 * A figure of a probe as Kubernetes will use it.
 * @param partial in a patch, where an absent figure may be set elsewhere and so is unknown
 * @returns undefined where it is unknown, or no positive number
 */
export function probeFigure(probe: Probe, name: ProbeFigure, partial: boolean): number | undefined {
  const value = probe.value[name] ?? null;
  if (value === null || value === 0) return partial ? undefined : DEFAULTS[name];
  return typeof value === 'number' && value > 0 ? value : undefined;
}

/** Seconds of failing that a probe puts up with before the kubelet acts on it: its period times its failure threshold. */
export function toleranceOf(probe: Probe, partial: boolean): number | undefined {
  const period = probeFigure(probe, 'periodSeconds', partial);
  const threshold = probeFigure(probe, 'failureThreshold', partial);
  return period === undefined || threshold === undefined ? undefined : period * threshold;
}
