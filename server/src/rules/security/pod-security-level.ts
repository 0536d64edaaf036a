import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { ENFORCE } from './namespace-standard.ts';

/** Namespaces of Kubernetes itself, whose pods need what the standards forbid. */
const SYSTEM = /^kube-/;

export default defineRule({
  id: 'security/pod-security-level',
  level: 'strict',
  scope: 'resource',
  kinds: ['Namespace'],
  workspace: true,
  docs: {
    summary: 'A Namespace that enforces no Pod Security Standard',
    why:
      'Without the label a namespace takes every pod: privileged ones, those with the files and the network of their node. One ' +
      'careless manifest, or one account that may create pods, then is enough for the node.',
    fix:
      'Set the label to baseline, which ordinary pods meet as they are, or to restricted, the aim for applications. Components that ' +
      'need more of their nodes belong in a namespace of their own.',
    exceptions:
      'Silent for the namespaces of Kubernetes itself (kube-*), where a kustomize patch of the workspace sets the label, in such a ' +
      'patch, and for labels that are filled in later.',
    sources: ['Kubernetes documentation, Pod Security Admission: labels of namespaces', 'Kubernetes documentation, Pod Security Standards'],
  },
  options: {
    enforce: {
      type: 'string',
      enum: ['baseline', 'restricted'],
      enumDescriptions: ['Ordinary pods meet it as they are.', 'Pods have to be hardened first.'],
      default: 'baseline',
      description: 'The standard that the quick fix enforces.',
    },
  },
  messages: {
    missing:
      '{namespace} enforces no Pod Security Standard, so it takes pods that may do anything on their nodes; the label {label} is wanted.',
    privileged:
      '{namespace} enforces the standard privileged, which forbids nothing, so it takes pods that may do anything on their nodes; ' +
      'baseline or restricted is wanted.',
  },
  *check(resource, { inventory, partial, options }) {
    if (resource.kind !== 'Namespace' || resource.group !== '' || partial || SYSTEM.test(resource.name ?? '')) return;
    const patched = inventory.patchesOf(resource).map((patch) => patch.resource.labels[ENFORCE]);
    const stated = patched.find((label) => label !== undefined) ?? resource.labels[ENFORCE];
    if (stated !== undefined && stated !== 'privileged') return;
    yield {
      at: [...resource.route, 'metadata', 'labels', ENFORCE],
      message: stated === undefined ? 'missing' : 'privileged',
      data: { namespace: titleOf(resource), label: ENFORCE, wanted: options.enforce },
      // Who writes privileged has a reason that a person has to look at.
      fixes: stated === undefined ? ['enforce'] : [],
    };
  },
  fixes: {
    enforce: {
      title: 'Enforce the Pod Security Standard {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted, after: ['name'] }],
    },
  },
});
