import { volumesOf, volumeUsesOf } from '../../resources/pod-volumes.ts';
import type { Workload } from '../../resources/types.ts';
import { isMap } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { shareOfMemory } from './memory-share.ts';

/** Share of a container's memory limit that a volume in memory is given: our own figure, which leaves most of it to the process. */
const MEMORY_SHARE = 1 / 4;
/** For a volume in memory where no limit bounds it: what Docker gives /dev/shm. */
const SHARED_MEMORY = '64Mi';

export default defineRule({
  id: 'resources/empty-dir-limit',
  level: 'strict',
  raises: true,
  scope: 'workload',
  docs: {
    summary: 'An emptyDir volume has no size limit',
    why:
      'An emptyDir is as large as what is written to it. On disk one pod can fill the disk of its node, which then evicts others. In memory what is written ' +
      'counts against the memory limits of the containers, so a full volume shows as a kill and not as a failed write.',
    fix:
      'State a sizeLimit. The quick fix writes the option `size`, and for a volume in memory a quarter of the smallest memory limit among the ' +
      'containers that mount it, or 64Mi where there is none.',
    exceptions:
      'On disk it is reported in the strict profile only. Huge pages are bounded by the containers that request them. Silent in kustomize patches.',
    sources: [
      'Kubernetes documentation, Volumes, emptyDir: sizeLimit, and that a tmpfs counts against the memory limit of the container that writes',
      'The sizes are our own figures; 64Mi is what Docker gives /dev/shm',
    ],
  },
  options: {
    size: {
      type: 'string',
      default: '1Gi',
      pattern: { source: '^[0-9]+([.][0-9]+)?([KMGT]i|[kMGT])?$', meaning: 'a quantity such as `1Gi`' },
      description: 'Size limit that the quick fix writes for a volume on disk',
    },
  },
  messages: {
    disk: 'Volume "{volume}" has no size limit, so what is written there can fill the disk of the node, which then evicts pods.',
    memory:
      'Volume "{volume}" is kept in memory without a size limit; what is written there counts against the memory limit of the container that writes, ' +
      'which is killed instead of seeing a full disk.',
  },
  *check(workload, { options, partial }) {
    if (partial) return;
    for (const { name, route, value } of volumesOf(workload)) {
      const medium = unlimitedMedium(value);
      if (medium === undefined) continue;
      const inMemory = medium === 'Memory';
      yield {
        at: [...route, 'emptyDir', 'sizeLimit'],
        message: inMemory ? 'memory' : 'disk',
        data: { volume: name, wanted: inMemory ? memorySizeFor(workload, name) : options.size },
        ...(inMemory ? { level: 'info' } : {}),
      };
    }
  },
  fixes: {
    add: {
      title: 'Limit it to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted, after: ['medium'] }],
    },
  },
});

/** Where an emptyDir without a limit keeps what it holds: '' is the disk; undefined for other volumes, and those that are filled in later. */
function unlimitedMedium(volume: Json): '' | 'Memory' | undefined {
  if (!isMap(volume) || !('emptyDir' in volume)) return undefined;
  const emptyDir = volume.emptyDir ?? {};
  if (!isMap(emptyDir) || (emptyDir.sizeLimit ?? null) !== null) return undefined;
  const medium = emptyDir.medium ?? '';
  return medium === '' || medium === 'Memory' ? medium : undefined;
}

function memorySizeFor({ containers }: Workload, name: string): string {
  const mounters = containers.filter((container) => volumeUsesOf(container).some(({ volume }) => volume === name));
  const limits = mounters.flatMap(({ limits: { memory } }) => (memory && memory.value > 0 ? [memory] : []));
  const [smallest] = limits.toSorted((a, b) => a.value - b.value);
  return smallest ? shareOfMemory(smallest, MEMORY_SHARE) : SHARED_MEMORY;
}
