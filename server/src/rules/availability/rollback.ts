import { parseImage } from '../../resources/image.ts';
import { isGivenTag } from '../../resources/image-overrides.ts';
import type { Container, Inventory, WorkloadKind } from '../../resources/types.ts';
import { getAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import { titleOf } from '../title.ts';

/** Kinds that keep what their pods were like before, for `kubectl rollout undo` (API reference, revisionHistoryLimit). */
const WITH_HISTORY: ReadonlySet<WorkloadKind> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Revisions that the fix keeps: what ran before, what ran before that, and one that failed between them. Our own figure. */
const KEPT = 3;

/** Words for branches, for stages of a release, and for the base of an image, none of which tells one release from another. */
const MOVING: readonly string[] = (
  'stable unstable main master trunk head develop development dev edge nightly snapshot canary next alpha beta rc preview testing test qa staging ' +
  'stage production prod live release current lts mainline latest alpine slim debian ubuntu buster bullseye bookworm trixie focal jammy noble'
).split(' ');

export default defineRule({
  id: 'availability/rollback',
  guide: ['rollback-ready', 'rollback-procedure'],
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A workload that cannot be rolled back to what ran before',
    why:
      'A rollback brings back the pod template of an earlier revision. Where no revision is kept there is nothing to go back to, and where the ' +
      "template names its image by a moving tag, it brings back the tag's newest image: the one that is to be got rid of.",
    fix: 'Keep some revisions, and name images by the tag of a release or, better, by digest.',
    exceptions:
      'Images without a tag and with the tag latest are `images/tag`. A digest beside the tag decides. Silent for images that are filled in later ' +
      'or set by a Kustomization, a patch or skaffold of the workspace, and for Jobs and Pods, which have no revisions. For init containers it is information.',
    sources: [
      'Kubernetes API reference, DeploymentSpec v1 apps: revisionHistoryLimit is 10 where absent',
      'Kubernetes documentation, Deployments: with a limit of 0 a rollout cannot be undone',
      'The three revisions of the fix, and the list of tags, are our own',
    ],
  },
  options: {
    movingTags: {
      type: 'strings',
      default: MOVING,
      description: 'Words of tags that move with every release; a tag that has no other words (`stable-alpine`) is reported',
    },
  },
  messages: {
    noHistory: '{workload} keeps no revisions (revisionHistoryLimit 0), so a failed rollout cannot be undone.',
    moving:
      'Container "{container}" runs image {image}; the tag {tag} moves with every release, so a rollback brings back the manifest but not the image ' +
      'that ran.',
  },
  *check(workload, { options, inventory }) {
    if (!WITH_HISTORY.has(workload.kind)) return;
    const { resource } = workload;
    if (getAt(resource.value, ['spec', 'revisionHistoryLimit']) === 0) {
      const data = { workload: titleOf(resource), wanted: KEPT };
      yield { at: [...resource.route, 'spec', 'revisionHistoryLimit'], message: 'noHistory', data, fixes: ['keep'] };
    }
    const words = new Set(options.movingTags.map((word) => word.toLowerCase()));
    for (const container of workload.containers) {
      const tag = movingTag(container, words, inventory);
      if (tag === undefined) continue;
      yield {
        at: [...container.route, 'image'],
        message: 'moving',
        level: container.kind === 'init' ? 'info' : 'warning',
        data: { container: container.name, image: container.image ?? '', tag },
        fixes: [],
      };
    }
  },
  fixes: {
    keep: {
      title: 'Keep {wanted} revisions',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

/** The tag of a container's image where it moves; `latest` alone is another rule's. */
function movingTag(container: Container, words: ReadonlySet<string>, inventory: Inventory): string | undefined {
  const { image } = container;
  if (image === undefined || isPlaceholder(image)) return undefined;
  const { tag, digest } = parseImage(image);
  if (tag === undefined || tag === 'latest' || digest !== undefined) return undefined;
  const isMoving = tag
    .toLowerCase()
    .split(/[-_.]/)
    .every((word) => words.has(word));
  return isMoving && !isGivenTag(container, image, inventory) ? tag : undefined;
}
