import { volumesOf, volumeUsesOf } from '../../resources/pod-volumes.ts';
import type { Container, Inventory, Workload } from '../../resources/types.ts';
import { mapAt, stringAt } from '../../yaml/json.ts';

/**
 * The texts of the ConfigMaps that a container mounts; undefined where one of them is not in the workspace, or where Secrets or files of
 * several sources are mounted, whose settings nobody here can see.
 */
export function mountedTexts(container: Container, workload: Workload, inventory: Inventory): readonly string[] | undefined {
  const mounted = new Set(volumeUsesOf(container).map(({ volume }) => volume));
  const texts: string[] = [];
  for (const { name, value } of volumesOf(workload)) {
    if (!mounted.has(name)) continue;
    if (mapAt(value, ['secret']) ?? mapAt(value, ['projected'])) return undefined;
    const configMap = mapAt(value, ['configMap']);
    if (configMap === undefined) continue;
    const found = inventory.find('ConfigMap', inventory.namespaceOf(workload.resource), stringAt(configMap, ['name']) ?? '');
    if (found.length === 0) return undefined;
    texts.push(
      ...found.flatMap(({ resource }) => Object.values(mapAt(resource.value, ['data']) ?? {})).filter((text) => typeof text === 'string'),
    );
  }
  return texts;
}
