import { parseImage } from '../../resources/image.ts';
import { isGivenTag, isPinned } from '../../resources/image-overrides.ts';
import { stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import type { Problem } from '../types.ts';
import { pulledImage, writtenImage } from './image-source.ts';

type Found = Problem<'stale' | 'needless', 'always' | 'ifNotPresent'>;

export default defineRule({
  id: 'images/pull-policy',
  level: 'info',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'A pull policy that defeats the tag or the digest of the image',
    why:
      'With IfNotPresent, a node that has pulled `latest` once stays with it, so that pods of one Deployment run different images. ' +
      'With Always, every start of a pod asks the registry for what a digest has settled, and fails while the registry is away.',
    fix: 'Give the image the tag of a release and leave the policy out: Kubernetes takes IfNotPresent for it, and Always for `latest`.',
    exceptions:
      'Never is left alone, since it asks for what is on the node. Silent where the policy or the image is filled in later, where a ' +
      "Kustomization or skaffold gives the image's tag, and in a Compose file for images that it builds. IfNotPresent with `latest` " +
      'has the same cause as a finding of `images/tag`, which then says it.',
    sources: [
      'Kubernetes documentation, Images: imagePullPolicy and its defaults',
      'Compose file reference, pull_policy: missing is the default, if_not_present its older name',
    ],
  },
  messages: {
    stale:
      '{owner} runs image {image} with {field} {found}, so every machine stays with the image it pulled first; {wanted} is wanted, or ' +
      'the tag of a release.',
    needless:
      '{owner} runs image {image} with {field} {found}, so every start asks the registry for what the digest has settled; {wanted} is ' +
      'wanted.',
  },
  *check(container, { inventory }) {
    const image = writtenImage(container);
    const found = stringAt(container.value, ['imagePullPolicy']);
    if (image === undefined || found === undefined) return;
    const fault = faultOf(image, POLICIES[found]);
    if (fault === undefined || (fault.message === 'stale' && isGivenTag(container, image, inventory))) return;
    const data = { owner: `Container "${container.name}"`, image, field: 'imagePullPolicy', found };
    yield {
      ...fault,
      at: [...container.route, 'imagePullPolicy'],
      data: { ...data, wanted: fault.message === 'stale' ? 'Always' : 'IfNotPresent' },
    };
  },
  *checkCompose(service) {
    const image = pulledImage(service);
    const found = stringAt(service.value, ['pull_policy']);
    if (image === undefined || found === undefined) return;
    const fault = faultOf(image, COMPOSE_POLICIES[found]);
    if (fault === undefined) return;
    const data = { owner: `Service "${service.name}"`, image, field: 'pull_policy', found };
    yield { ...fault, at: [...service.route, 'pull_policy'], data: { ...data, wanted: fault.message === 'stale' ? 'always' : 'missing' } };
  },
  fixes: {
    // A registry that asks for a login may refuse what the node has by now.
    always: {
      title: 'Set {field} to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
    ifNotPresent: {
      title: 'Set {field} to {wanted}',
      safe: true,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

type Policy = 'always' | 'missing';

const POLICIES: Readonly<Record<string, Policy>> = { Always: 'always', IfNotPresent: 'missing' };
const COMPOSE_POLICIES: Readonly<Record<string, Policy>> = { always: 'always', missing: 'missing', if_not_present: 'missing' };

/** What is wrong with a policy for an image. */
function faultOf(image: string, policy: Policy | undefined): Pick<Found, 'message' | 'fixes' | 'coveredBy'> | undefined {
  const reference = parseImage(image);
  if (policy === 'always' && reference.digest !== undefined) return { message: 'needless', fixes: ['ifNotPresent'] };
  if (policy !== 'missing' || isPinned(reference)) return undefined;
  return { message: 'stale', fixes: ['always'], coveredBy: 'images/tag' };
}
