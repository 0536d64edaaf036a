import { isMap, listAt, stringAt } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import type { Container, Workload } from './types.ts';

/** A volume of a pod: an entry of its `volumes`, or a claim that a StatefulSet makes for each pod. */
export interface PodVolume {
  readonly name: string;
  /** Of the entry. */
  readonly route: Route;
  /** From here to the name. */
  readonly nameAt: Route;
  /** True for a claim template. */
  readonly isClaim: boolean;
  readonly value: Json;
}

/** A place where a container uses a volume: as files, or as a raw device. */
export interface VolumeUse {
  readonly container: Container;
  /** Of the entry. */
  readonly route: Route;
  /** Name of the volume; undefined where it is not written yet. */
  readonly volume: string | undefined;
  /** Where the container sees it. */
  readonly path: string | undefined;
  readonly pathAt: Route;
  readonly value: Json;
}

/** The volumes of a workload's pods that have a name, a StatefulSet's claims included. */
export function volumesOf({ podSpec, podSpecRoute, resource, kind }: Workload): readonly PodVolume[] {
  const claims = kind === 'StatefulSet' ? (listAt(resource.value, ['spec', 'volumeClaimTemplates']) ?? []) : [];
  return [
    ...named(listAt(podSpec, ['volumes']) ?? [], [...podSpecRoute, 'volumes'], ['name']),
    ...named(claims, [...resource.route, 'spec', 'volumeClaimTemplates'], ['metadata', 'name']),
  ];
}

function named(list: readonly Json[], route: Route, path: Route): readonly PodVolume[] {
  return list.flatMap((value, index) => {
    const name = stringAt(value, path);
    if (!name) return [];
    return [{ name, route: [...route, index], nameAt: [...route, index, ...path], isClaim: path.length > 1, value }];
  });
}

/** The volumes that a container mounts, and those that it has as devices. */
export function volumeUsesOf(container: Container): readonly VolumeUse[] {
  return [...usesIn(container, 'volumeMounts', 'mountPath'), ...usesIn(container, 'volumeDevices', 'devicePath')];
}

function usesIn(container: Container, field: string, pathKey: string): readonly VolumeUse[] {
  return (listAt(container.value, [field]) ?? []).flatMap((value, index) => {
    if (!isMap(value)) return [];
    const route = [...container.route, field, index];
    const path = stringAt(value, [pathKey]);
    return [{ container, route, volume: stringAt(value, ['name']), path, pathAt: [...route, pathKey], value }];
  });
}
