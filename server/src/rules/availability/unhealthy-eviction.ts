import { compareVersions } from '../../schema/versions.ts';
import { mapAt } from '../../yaml/json.ts';
import { EVICTION_POLICY_SINCE } from '../companions/disruption-budget.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';

const FIELD = 'unhealthyPodEvictionPolicy';
const WANTED = 'AlwaysAllow';

export default defineRule({
  id: 'availability/unhealthy-eviction',
  level: 'strict',
  scope: 'resource',
  kinds: ['PodDisruptionBudget'],
  docs: {
    summary: 'A PodDisruptionBudget keeps broken pods from being evicted',
    why:
      'By default a pod that runs but is not ready may be evicted only as long as enough others are healthy. When a bad configuration breaks them ' +
      'all, no node that has one can be drained, until someone deletes the pods by hand.',
    fix: `Set ${FIELD} to ${WANTED}: a pod that serves nobody is no loss.`,
    exceptions: `Versions of Kubernetes before ${EVICTION_POLICY_SINCE}, which lack the field or have it switched off, and patches that don't set it.`,
    sources: [
      'Kubernetes documentation, Specifying a Disruption Budget: unhealthy pod eviction policy, which recommends AlwaysAllow',
      'Kubernetes API reference, PodDisruptionBudgetSpec v1 policy: IfHealthyBudget is the default',
    ],
  },
  messages: {
    absent:
      '{budget} has no unhealthyPodEvictionPolicy, so while too few of its pods are healthy, broken ones cannot be evicted, nor their nodes be drained.',
    other:
      '{budget} has unhealthyPodEvictionPolicy {found}, so while too few of its pods are healthy, broken ones cannot be evicted, nor their nodes be ' +
      'drained; AlwaysAllow lets them go.',
  },
  *check(resource, { settings, partial }) {
    if (resource.kind !== 'PodDisruptionBudget' || resource.apiVersion !== 'policy/v1') return;
    if (compareVersions(settings.kubernetesVersion, EVICTION_POLICY_SINCE) < 0) return;
    const spec = mapAt(resource.value, ['spec']);
    const found = spec?.[FIELD] ?? null;
    if (!spec || (found === null && partial)) return;
    const at = [...resource.route, 'spec', FIELD];
    if (found === null) yield { at, message: 'absent', data: { budget: titleOf(resource) }, fixes: ['add'] };
    else if (found === 'IfHealthyBudget') yield { at, message: 'other', data: { budget: titleOf(resource), found }, fixes: ['replace'] };
  },
  fixes: {
    add: {
      title: `Set ${FIELD} to ${WANTED}`,
      safe: true,
      patches: ({ at }) => [{ op: 'set', at, value: WANTED, after: ['maxUnavailable', 'minAvailable'] }],
    },
    replace: { title: `Set ${FIELD} to ${WANTED}`, safe: false, patches: ({ at }) => [{ op: 'set', at, value: WANTED }] },
  },
});
