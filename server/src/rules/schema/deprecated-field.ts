import { compareVersions, minorVersion } from '../../schema/versions.ts';
import { isList } from '../../yaml/json.ts';
import type { Patch, Route } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { isBroken } from '../broken.ts';
import { defineRule } from '../define-rule.ts';
import type { CheckedDocument, Data } from '../types.ts';
import type { Outdated } from './outdated.ts';
import { outdatedIn } from './outdated-object.ts';

export default defineRule({
  id: 'schema/deprecated-field',
  level: 'info',
  scope: 'document',
  docs: {
    summary: 'A field, label, annotation or volume type that Kubernetes has replaced',
    why:
      'What is deprecated goes one day; what is gone already is silently ignored, so that a profile, a priority or a volume that the manifest ' +
      'asks for is not there. Two names for one thing also hide what is set from whoever looks for the other.',
    fix:
      'Use what the message names. The quick fix renames or moves where the meaning is plain. Moving an annotation that has had no effect for ' +
      'years makes it take effect, so that fix is not applied without asking.',
    exceptions:
      'Node labels in PersistentVolumes, which keep what they were made with, and the ingress classes of GKE, which work by the annotation ' +
      'alone. Nothing is said before the version of `kubernetesVersion` in which it came to be so.',
    sources: [
      'Kubernetes documentation, Well-Known Labels, Annotations and Taints',
      'Kubernetes API reference: the fields that it calls deprecated',
      'Kubernetes documentation, Volumes: the types that were removed, and the CSI drivers that took them over',
      'Compose specification: the top-level version is obsolete',
    ],
  },
  messages: {
    renamed: '{object} uses `{field}`, the old name of `{wanted}`, where nobody who looks for the new one finds it.',
    label: '{object} chooses nodes by the label {field}, which {wanted} replaced in Kubernetes {since}; nodes will not have it for ever.',
    annotation: '{object} has the annotation {field}, which is deprecated since Kubernetes {since}; the field `{wanted}` replaces it.',
    ignored:
      '{object} has the annotation {field}, which Kubernetes ignores since {since}, so what it asks for is not in force; the field ' +
      '`{wanted}` replaces it.',
    twice:
      '{object} has the annotation {field} beside `{wanted}`; the API server refuses a new object with both, so remove the annotation.',
    handedOver:
      '{object} uses {field}, which Kubernetes leaves to the CSI driver {driver} since {since} and which works only where that is installed; ' +
      'use the driver by its own name.',
    unsupported: '{object} uses {field}, which Kubernetes no longer mounts since {since}, so its pods do not start; {instead}.',
    discouraged: '{object} has {field}, {text}.',
    retired: '{object} has `{field}`, which Kubernetes removed in {since}, so it is refused or dropped; {instead}.',
    composeVersion: 'The top-level `version` is obsolete: Compose ignores it and warns of it at every start.',
  },
  *check(checked, { settings }) {
    if (isBroken(checked.document)) return;
    const target = minorVersion(settings.kubernetesVersion);
    for (const { since, ...problem } of outdatedInDocument(checked)) {
      if (target === undefined || compareVersions(target, since) >= 0) yield { tags: ['deprecated'], ...problem };
    }
  },
  fixes: {
    rename: {
      title: 'Rename to {wanted}',
      safe: true,
      patches: ({ at, data: { to = '' } }) => [{ op: 'rename', at, to: String(to) }],
    },
    replace: {
      title: 'Replace by {wanted}',
      safe: true,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
    moveSafely: {
      title: 'Move to {wanted}',
      safe: true,
      patches: ({ at, data }) => movingPatches(at, data),
    },
    move: {
      title: 'Move to {wanted}',
      safe: false,
      patches: ({ at, data }) => movingPatches(at, data),
    },
    remove: {
      title: 'Remove {field}',
      safe: true,
      patches: ({ at }, { document }) => (valueAt(document, at) === undefined ? undefined : [{ op: 'remove', at, prune: true }]),
    },
  },
});

function outdatedInDocument({ resources, compose }: CheckedDocument): readonly Outdated[] {
  const found = resources.flatMap(outdatedIn);
  const version = compose === undefined ? undefined : valueAt(compose.document, ['version']);
  if (version === undefined) return found;
  return [
    { at: ['version'], part: 'key', since: '1.0', message: 'composeVersion', data: { field: 'version' }, fixes: ['remove'] },
    ...found,
  ];
}

function movingPatches(at: Route, { to, value = null }: Data): readonly Patch[] | undefined {
  if (!isList(to)) return undefined;
  const route = to.filter((step) => typeof step === 'string' || typeof step === 'number');
  return [
    { op: 'remove', at, prune: true },
    { op: 'set', at: route, value },
  ];
}
