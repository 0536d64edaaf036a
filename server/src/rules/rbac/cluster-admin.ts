import type { Resource } from '../../resources/types.ts';
import { listAt, stringAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { RBAC_GROUP } from './grants.ts';
import { listed } from './phrases.ts';

export default defineRule({
  id: 'rbac/cluster-admin',
  guide: ['rbac'],
  level: 'error',
  scope: 'resource',
  kinds: ['ClusterRoleBinding', 'RoleBinding'],
  docs: {
    summary: 'A binding of cluster-admin, or of any role to everybody',
    why:
      'cluster-admin is every right there is. A service account that has it gives the cluster to whoever breaks into one of its pods, ' +
      'a group to each of its members on their worst day. What is bound to system:unauthenticated is public, and to ' +
      'system:authenticated next to it: on some managed clusters these are all accounts of the provider.',
    fix:
      'Bind a role with what is needed, to those who need it; the roles admin, edit and view of Kubernetes go far. Keep cluster-admin ' +
      'for an account for emergencies, whose use raises an alert.',
    exceptions:
      'Subjects that the option `breakGlass` names, system:masters among them. The bindings that Kubernetes itself comes with, such ' +
      "as system:discovery, and kubeadm's to cluster-info may be for everybody. Silent for bindings without subjects.",
    sources: [
      'Kubernetes documentation, Using RBAC Authorization: user-facing roles, discovery roles',
      'Google Kubernetes Engine documentation, Best practices for RBAC: default roles and groups',
    ],
  },
  options: {
    breakGlass: {
      type: 'strings',
      default: ['system:masters', '*break-glass*', '*breakglass*', '*emergency*'],
      description: 'Names of subjects that cluster-admin may be bound to; a `*` in a name stands for any text.',
    },
  },
  messages: {
    cluster:
      '{binding} gives {subjects} every right in the cluster (cluster-admin), so whoever gets hold of one of them owns it; bind a ' +
      'role with what is needed.',
    namespace:
      '{binding} gives {subjects} every right in its namespace (cluster-admin), so whoever gets hold of one of them owns it; bind a ' +
      'role with what is needed.',
    public: '{binding} gives {role} to {subject}, which is everybody who reaches the API server, without any login.',
    everybody:
      '{binding} gives {role} to {subject}, which is everybody who can log in, every service account included; name those who need it.',
  },
  *check(binding, { options }) {
    if (binding.group !== RBAC_GROUP || !/^(?:Cluster)?RoleBinding$/.test(binding.kind)) return;
    const role = stringAt(binding.value, ['roleRef', 'name']);
    if (role === undefined) return;
    const subjects = subjectsOf(binding);
    const data = { binding: titleOf(binding), role };
    const admins = subjects.filter(({ name }) => !options.breakGlass.some((pattern) => matches(pattern, name)));
    if (role === 'cluster-admin' && stringAt(binding.value, ['roleRef', 'kind']) !== 'Role' && admins.length > 0) {
      yield {
        at: [...binding.route, 'roleRef', 'name'],
        part: 'value',
        message: binding.kind === 'ClusterRoleBinding' ? 'cluster' : 'namespace',
        data: { ...data, subjects: listed(admins.map(titleOfSubject)) },
      };
    }
    if (FOR_EVERYBODY.has(role)) return;
    for (const { name, index } of subjects) {
      const message = everybodyBy(name);
      const at = [...binding.route, 'subjects', index, 'name'];
      if (message !== undefined) yield { at, part: 'value', message, data: { ...data, subject: name } };
    }
  },
});

/** Roles that Kubernetes, kubeadm and identity providers of clusters mean for everybody. */
const FOR_EVERYBODY: ReadonlySet<string> = new Set([
  'system:basic-user',
  'system:discovery',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
  'system:openshift:public-info-viewer',
  'kubeadm:bootstrap-signer-clusterinfo',
]);

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly index: number;
}

function subjectsOf(binding: Resource): readonly Subject[] {
  return (listAt(binding.value, ['subjects']) ?? []).flatMap((subject: Json, index) => {
    const name = stringAt(subject, ['name']);
    return name === undefined ? [] : [{ kind: stringAt(subject, ['kind']) ?? '', name, index }];
  });
}

function titleOfSubject({ kind, name }: Subject): string {
  return `${kind} "${name}"`.trim();
}

function everybodyBy(subject: string): 'public' | 'everybody' | undefined {
  if (subject === 'system:anonymous' || subject === 'system:unauthenticated') return 'public';
  return subject === 'system:authenticated' ? 'everybody' : undefined;
}

/** Whether a name is like a pattern in which `*` stands for any text. */
function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(name);
}
