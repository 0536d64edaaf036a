import { volumesOf, volumeUsesOf } from '../../resources/pod-volumes.ts';
import { workloadOf } from '../../resources/workload.ts';
import { dnsLabel } from '../../rules/schema/name-formats.ts';
import type { Named } from './occurrence.ts';
import { distinct, occurrence } from './occurrence.ts';
import type { Spot } from './place.ts';
import { isRoute } from './place.ts';

/** The volume of a pod that is named at a spot: where it is declared, and where containers mount it. */
export function volumeAt(spot: Spot): Named | undefined {
  const { resource } = spot;
  const workload = spot.part === 'value' ? workloadOf(resource) : undefined;
  if (!workload) return undefined;
  const volumes = volumesOf(workload).map(({ name, nameAt }) => ({ name, place: occurrence(resource, nameAt, { isDefinition: true }) }));
  const uses = workload.containers
    .flatMap(volumeUsesOf)
    .flatMap(({ volume, route }) => (volume === undefined ? [] : [{ name: volume, place: occurrence(resource, [...route, 'name']) }]));
  const all = [...volumes, ...uses];
  const here = all.find(({ place }) => isRoute(place.route, spot.route));
  if (!here) return undefined;
  return {
    title: 'volume',
    name: here.name,
    here: here.place,
    occurrences: distinct(all.filter(({ name }) => name === here.name).map(({ place }) => place)),
    fault: (text) => dnsLabel.fault(text),
    isTaken: (text) => volumes.some(({ name }) => name === text),
  };
}
