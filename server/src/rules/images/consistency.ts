import { parseImage } from '../../resources/image.ts';
import { isGivenTag } from '../../resources/image-overrides.ts';
import type { Container, Inventory, Workload, WorkloadTrait } from '../../resources/types.ts';
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
  scope: 'workload',
  workspace: true,
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
  *check(workload, { inventory, partial }) {
    if (partial) return;
    for (const use of usesOf(workload)) {
      const found = differenceOf(use, inventory);
      if (found) yield toProblem(found);
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
  /** What uses must have in common, besides where they are applied, for their tags to be compared; undefined where they never are. */
  readonly kin: string | undefined;
}

const usesOf: (workload: Workload) => readonly Use[] = memo((workload) =>
  isChannel(workload) ? [] : workload.containers.flatMap((container) => useOf(container) ?? []),
);

function useOf(container: Container): Use | undefined {
  const image = writtenImage(container);
  const { tag, digest } = image === undefined ? {} : parseImage(image);
  if (image === undefined || tag === undefined || tag === 'latest' || digest !== undefined) return undefined;
  const use = { container, image: image.slice(0, -tag.length - 1), tag, version: versionOf(tag) };
  return { ...use, kin: kinOf(use) };
}

function kinOf({ container, image, version }: Omit<Use, 'kin'>): string | undefined {
  const partOf = recommendedLabel('part-of', container);
  if (partOf === null && !image.includes('/')) return undefined;
  return JSON.stringify([image, partOf, recommendedLabel('instance', container), version?.flavour ?? null]);
}

function recommendedLabel(name: 'part-of' | 'instance', { workload: { resource, podLabels } }: Container): string | null {
  const label = `app.kubernetes.io/${name}`;
  return podLabels[label] ?? resource.labels[label] ?? null;
}

/** Words by which two releases of one application run beside each other on purpose. */
const CHANNEL = /(?:^|[-_.])(?:canary|blue|green|stable|preview|baseline|shadow|next|v\d+)(?:[-_.]|$)/i;
const CHANNEL_LABELS: readonly string[] = ['track', 'version', 'color', 'colour', 'slot', 'channel'];

function isChannel({ resource, podLabels }: Workload): boolean {
  return CHANNEL.test(resource.name ?? '') || CHANNEL_LABELS.some((label) => Object.hasOwn(podLabels, label));
}

const KIN: WorkloadTrait = { id: 'image-kin', keysOf: (workload) => usesOf(workload).flatMap(({ kin }) => kin ?? []) };

/** The uses of one image in each application that a use is part of; none where no tag could be wanted instead of its own. */
function groupsAround(use: Use, inventory: Inventory): readonly (readonly Use[])[] {
  const { kin } = use;
  const all =
    kin === undefined ? [] : inventory.workloadsBy(KIN, kin).flatMap((workload) => usesOf(workload).filter((one) => one.kin === kin));
  if (!all.some((other) => differs(use, other))) return [];
  const own = new Set(placesOf(use, inventory));
  const byPlace = new Map<string, Use[]>();
  for (const one of all) for (const place of placesOf(one, inventory)) if (own.has(place)) add(byPlace, place, one);
  return [...byPlace.values()];
}

function add<T>(map: Map<string, T[]>, key: string, item: T): void {
  const known = map.get(key);
  if (known) known.push(item);
  else map.set(key, [item]);
}

/** Where the applications are that a container is part of: nowhere for a patch, and for what no deployment takes in. */
function placesOf({ container }: Use, inventory: Inventory): readonly string[] {
  const { resource } = container.workload;
  const entry = inventory.entryOf(resource);
  const placements = inventory.placementsOf(resource);
  if (!entry || placements.length === 0 || inventory.contextOf(entry.uri).partial) return [];
  const together = placements.map(({ deployment }) => `deployment ${deployment.root ?? deployment.folder}`);
  const namespace = recommendedLabel('part-of', container) === null ? undefined : inventory.namespaceOf(resource);
  return namespace === undefined ? together : [...together, `namespace ${namespace}`];
}

interface Difference {
  readonly use: Use;
  readonly other: Use;
  readonly isOlder: boolean;
}

/** How a use differs from the newest, or from the first of tags without an order, in the first of its applications where it does. */
function differenceOf(use: Use, inventory: Inventory): Difference | undefined {
  for (const group of groupsAround(use, inventory)) {
    const other = newestOf(group);
    if (!other || !differs(use, other)) continue;
    if (!isGiven(other, inventory) && !isGiven(use, inventory)) return { use, other, isOlder: isOlder(use, other) === true };
  }
  return undefined;
}

/** The first where they have no order. */
function newestOf([first, ...others]: readonly Use[]): Use | undefined {
  return others.reduce((newest, use) => (newest && isOlder(newest, use) === true ? use : newest), first);
}

/** True where a use is at another tag, and not at a newer one. */
function differs(use: Use, other: Use): boolean {
  return use.tag !== other.tag && isOlder(use, other) !== false;
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
