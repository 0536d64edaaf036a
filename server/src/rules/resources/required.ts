import { chosenTier } from '../../capacity/tiers.ts';
import { isWrittenHere } from '../../resources/compose-place.ts';
import { isMap } from '../../yaml/json.ts';
import { valueAt } from '../../yaml/value.ts';
import { fieldsBefore } from '../container-fields.ts';
import { defineRule } from '../define-rule.ts';
import { figuresFor, serviceLimits } from '../figures.ts';
import { levelFor, provisionOf } from '../provision.ts';
import { hasAmounts, setLimit, usesDevices } from './compose-limits.ts';

export default defineRule({
  id: 'resources/required',
  guide: ['resource-limits'],
  level: 'warning',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'A container or Compose service without any resources',
    why:
      'A container that requests nothing may be put on a node that has nothing left, is the first to be evicted there, and without limits can take ' +
      'the node down with it. Nobody can say what the deployment carries either.',
    fix:
      'Give requests and limits for CPU and memory. The quick fix starts from the tier and the role of the workload: requests as the guide has them, ' +
      'memory limited to its request, CPU to twice its request. In a Compose file it writes those limits.',
    exceptions:
      'Silent where the pod states resources for all of its containers, where a LimitRange or a kustomize patch of the workspace gives some, and in ' +
      'such a patch. ' +
      'Ordinary init containers are information only, since they end before the pod serves; so are Compose services that end by themselves. ' +
      'In a Compose file `deploy.resources` counts as well as `cpus` and `mem_limit`; services that extend others and override files are silent.',
    sources: [
      'Deployment guide, resource boundaries and example resource strategy',
      'Kubernetes documentation, Pod Quality of Service Classes',
      'Compose file reference, deploy.resources',
    ],
  },
  messages: {
    missing:
      'Container "{container}" has no requests and no limits; without requests the scheduler counts it as nothing, and without limits it can take the node down.',
    service: 'Service "{service}" has no limits, so one runaway container takes the memory and CPU of everything else on its host.',
  },
  *check(container, context) {
    if (context.partial || provisionOf(container, context.inventory).hasSome) return;
    const { requests, limits } = figuresFor(container, chosenTier(context.settings, context.inventory));
    yield {
      at: [...container.route, 'resources'],
      message: 'missing',
      data: { container: container.name, cpu: requests.cpu, memory: requests.memory, cpuLimit: limits.cpu, memoryLimit: limits.memory },
      level: levelFor(container, 'warning'),
      fixes: ['add'],
    };
  },
  *checkCompose(service, { settings, inventory }) {
    if (service.partial || hasAmounts(service)) return;
    const { cpu, memory } = serviceLimits(service, chosenTier(settings, inventory));
    const at = [...service.route, 'deploy', 'resources', 'limits'];
    yield {
      at,
      message: 'service',
      data: { service: service.name, cpu, memory },
      level: service.longRunning ? 'warning' : 'info',
      fixes: isWrittenHere(service.document, at) && !usesDevices(service) ? ['limit'] : [],
    };
  },
  fixes: {
    add: {
      title: 'Add requests of {cpu} CPU and {memory} memory, limits of {cpuLimit} and {memoryLimit}',
      safe: false,
      patches: ({ at, data }, { document }) => {
        const { cpu = null, memory = null, cpuLimit = null, memoryLimit = null } = data;
        const lists = { requests: { cpu, memory }, limits: { cpu: cpuLimit, memory: memoryLimit } };
        const held = valueAt(document, at);
        // Claims of devices may be there, and stay.
        const value = isMap(held) ? { ...held, ...lists } : lists;
        return [{ op: 'set', at, value, after: fieldsBefore(document, at) }];
      },
    },
    limit: {
      title: 'Add limits of {cpu} CPU and {memory} memory',
      safe: false,
      patches: ({ at, data: { cpu = null, memory = null } }, { document }) => [setLimit(document, at, { cpus: cpu, memory })],
    },
  },
});
