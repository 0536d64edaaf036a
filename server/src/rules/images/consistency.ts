import { parseImage } from '../../resources/image.ts';
import { isGivenTag } from '../../resources/image-overrides.ts';
import type { Container, Inventory, Workload } from '../../resources/types.ts';
import { memo } from '../../yaml/memo.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { writtenImage } from './image-source.ts';
import type { TagVersion } from './tag-version.ts';
import { compareVersions, versionOf } from './tag-version.ts';

export default defineRule({
  id: 'images/consistency',
  level: 'info',
  scope: 'inventory',
  docs: {
    summary: 'One image at different tags in workloads of one application',
    why:
      'An API server and a worker of one image share a database schema and the format of their messages. Where a release has reached one of them and not ' +
      'the other, they fail on what the other has written, and which of them is right is hard to tell at night.',
    fix: 'Run the same release everywhere; the quick fix takes the newest tag in use. In a kustomization, `images` sets one tag for all.',
    exceptions:
      'Workloads of one application are those with one `app.kubernetes.io/part-of` in a namespace, or those that are applied together; images of Docker Hub ' +
      'without an owner, such as `redis`, only with that label. Silent for canaries and blue-green pairs by their names and labels, for other flavours of an ' +
      'image (`16-alpine`), for digests, `latest` and tags that are filled in later, for tags that say less (`1.4` beside `1.4.2`), for what a kustomization, ' +
      'a patch or skaffold sets, and in templates of Helm charts.',
    sources: ['Kubernetes documentation, Recommended Labels: app.kubernetes.io/part-of is the application that an object belongs to'],
  },
  messages: {
    outdated: '{object} runs {image} at {tag}, but {other} of the same application at {newest}; what one writes the other may not read.',
    differs: '{object} runs {image} at {tag}, and {other} of the same application at {newest}; what one writes the other may not read.',
  },
  *check(inventory) {
    const reported = new Set<Container>();
    for (const group of groupsOf(inventory)) {
      for (const problem of problemsIn(group, inventory)) {
        if (reported.has(problem.use.container)) continue;
        reported.add(problem.use.container);
        yield toProblem(problem);
      }
    }
  },
  fixes: {
    newest: {
      title: 'Set the tag to {newest}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

/** A container that runs an image at a tag. */
interface Use {
  readonly container: Container;
  /** Without its tag. */
  readonly image: string;
  readonly tag: string;
  readonly version: TagVersion | undefined;
}

const usesOf: (workload: Workload) => readonly Use[] = memo((workload) =>
  isChannel(workload) ? [] : workload.containers.flatMap((container) => useOf(container) ?? []),
);

function useOf(container: Container): Use | undefined {
  const image = writtenImage(container);
  const { tag, digest } = image === undefined ? {} : parseImage(image);
  if (image === undefined || tag === undefined || tag === 'latest' || digest !== undefined) return undefined;
  return { container, image: image.slice(0, -tag.length - 1), tag, version: versionOf(tag) };
}

/** Words by which two releases of one application run beside each other on purpose. */
const CHANNEL = /(?:^|[-_.])(?:canary|blue|green|stable|preview|baseline|shadow|next|v\d+)(?:[-_.]|$)/i;
const CHANNEL_LABELS: readonly string[] = ['track', 'version', 'color', 'colour', 'slot', 'channel'];

function isChannel({ resource, podLabels }: Workload): boolean {
  return CHANNEL.test(resource.name ?? '') || CHANNEL_LABELS.some((label) => Object.hasOwn(podLabels, label));
}

/** The uses of one image in one application, of those that have several tags. */
function groupsOf(inventory: Inventory): readonly (readonly Use[])[] {
  const byImage = new Map<string, Use[]>();
  for (const { workload } of inventory.workloads()) for (const use of usesOf(workload)) add(byImage, use.image, use);
  const several = [...byImage.values()].filter((uses) => new Set(uses.map(({ tag }) => tag)).size > 1);
  return several.flatMap((uses) => {
    const byApplication = new Map<string, Use[]>();
    for (const use of uses) for (const key of applicationsOf(use, inventory)) add(byApplication, key, use);
    return [...byApplication.values()];
  });
}

function add<T>(map: Map<string, T[]>, key: string, item: T): void {
  const known = map.get(key);
  if (known) known.push(item);
  else map.set(key, [item]);
}

/** Keys of the applications that a container is part of: none for a patch, and for what no deployment takes in. */
function applicationsOf({ container, image, version }: Use, inventory: Inventory): readonly string[] {
  const { resource, podLabels } = container.workload;
  const entry = inventory.entryOf(resource);
  if (!entry || inventory.contextOf(entry.uri).partial) return [];
  const [partOf, instance] = ['part-of', 'instance'].map((name) => {
    const label = `app.kubernetes.io/${name}`;
    return podLabels[label] ?? resource.labels[label] ?? null;
  });
  if (partOf === null && !image.includes('/')) return [];
  const together = inventory.placementsOf(resource).map(({ deployment }) => ['deployment', deployment.root ?? deployment.folder]);
  const namespace = inventory.namespaceOf(resource);
  const near = partOf === null || namespace === undefined || together.length === 0 ? [] : [['namespace', namespace]];
  return [...together, ...near].map((place) => JSON.stringify([place, partOf, instance, version?.flavour ?? null]));
}

interface Difference {
  readonly use: Use;
  readonly other: Use;
  readonly isOlder: boolean;
}

/** Every use that is older than the newest; of tags without an order, those that differ from the first. */
function problemsIn(group: readonly Use[], inventory: Inventory): readonly Difference[] {
  const other = newestOf(group);
  if (!other) return [];
  const differing = group.filter((use) => use.tag !== other.tag && isOlder(use, other) !== false);
  if (differing.length === 0 || isGiven(other, inventory)) return [];
  return differing.filter((use) => !isGiven(use, inventory)).map((use) => ({ use, other, isOlder: isOlder(use, other) === true }));
}

/** The first where they have no order. */
function newestOf([first, ...others]: readonly Use[]): Use | undefined {
  return others.reduce((newest, use) => (newest && isOlder(newest, use) === true ? use : newest), first);
}

/** Undefined where they have no order. */
function isOlder({ version: a }: Use, { version: b }: Use): boolean | undefined {
  return a && b ? compareVersions(a, b) < 0 : undefined;
}

function isGiven({ container, image, tag }: Use, inventory: Inventory): boolean {
  return isGivenTag(container, `${image}:${tag}`, inventory);
}

function toProblem({ use, other, isOlder: hasOrder }: Difference): Problem<'outdated' | 'differs', 'newest'> {
  const { container, image, tag } = use;
  const { resource } = other.container.workload;
  return {
    in: container.workload.resource,
    at: [...container.route, 'image'],
    message: hasOrder ? 'outdated' : 'differs',
    data: { object: ownerOf(use), image, tag, other: ownerOf(other), newest: other.tag, wanted: `${image}:${other.tag}` },
    related: [{ in: resource, at: [...other.container.route, 'image'], message: `${ownerOf(other)} runs ${other.tag}` }],
    fixes: hasOrder ? ['newest'] : [],
  };
}

function ownerOf({ container }: Use): string {
  return `Container "${container.name}" of ${titleOf(container.workload.resource)}`;
}
