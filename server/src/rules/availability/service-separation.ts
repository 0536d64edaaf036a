import { imageName } from '../../resources/image.ts';
import { roleOfName } from '../../resources/role-words.ts';
import type { Container, RoleName, Workload } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';

/** Roles that the guide runs, and scales, as services of their own, as a sentence names them. */
const SERVICES: ReadonlyMap<RoleName, string> = new Map([
  ['api-server', 'an API server'],
  ['worker', 'a worker'],
  ['realtime-sync', 'realtime sync'],
  ['tool-executor', 'a tool executor'],
  ['frontend', 'a frontend'],
  ['database', 'a database'],
  ['queue', 'a message queue'],
]);

/** Stores that other services must not share a pod with; a cache beside its application is common, and loses nothing. */
const STORES: ReadonlySet<RoleName> = new Set(['database', 'queue']);

/** Words in the names of containers that work for another one of their pod. */
const HELPER =
  /(?:^|[-_.])(?:logs?|logging|audit|metrics?|exporter|stats|config|configs|certs?|dns|proxy|agent|sidecar|reloader|watcher|init)(?:[-_.]|$)/;

export default defineRule({
  id: 'availability/service-separation',
  guide: ['service-separation'],
  level: 'info',
  scope: 'workload',
  docs: {
    summary: 'Several services share one pod, so that they can only be scaled and replaced together',
    why:
      'An API server grows with requests, a worker with its queue, and a database not by copies at all. In one pod each of them is copied with ' +
      'the others, restarted with them, and takes memory from them.',
    fix: 'Give each service a Deployment (or, for a store, a StatefulSet) of its own, and let them talk to each other by a Service.',
    exceptions:
      'Only Pods and Deployments, and containers whose image or name tells what they are. Silent for what works for another container: proxies, ' +
      'exporters, shippers of logs, caches, init containers.',
    sources: ['Deployment guide, container strategy: services are separate, each scaled by its own load'],
  },
  messages: {
    services:
      '{workload} runs {first} (container "{one}") and {second} (container "{other}") in one pod, so neither can be scaled without the other.',
    store:
      '{workload} runs {first} (container "{one}") and {second} (container "{other}") in one pod, so every copy of the one is a copy of the other, ' +
      'with data of its own.',
  },
  *check(workload) {
    if (workload.kind !== 'Pod' && workload.kind !== 'Deployment') return;
    const [first, ...others] = servicesIn(workload);
    const second = others.find(({ role }) => role !== first?.role);
    if (!first || !second) return;
    const isStore = STORES.has(first.role) || STORES.has(second.role);
    yield {
      at: [...second.container.route, 'name'],
      message: isStore ? 'store' : 'services',
      data: {
        workload: titleOf(workload.resource),
        first: SERVICES.get(first.role) ?? first.role,
        one: first.container.name,
        second: SERVICES.get(second.role) ?? second.role,
        other: second.container.name,
      },
      related: [{ at: [...first.container.route, 'name'], message: `Container "${first.container.name}" is the other one` }],
    };
  },
});

interface Service {
  readonly container: Container;
  readonly role: RoleName;
}

/** The containers that are services by themselves. */
function servicesIn({ containers }: Workload): readonly Service[] {
  return containers.flatMap((container) => {
    const role = container.kind === 'init' ? undefined : roleOfContainer(container);
    return role !== undefined && SERVICES.has(role) ? [{ container, role }] : [];
  });
}

/** A database's image is proof of a database, whatever the container is called; else its name tells more than its image's. */
function roleOfContainer({ name, image }: Container): RoleName | undefined {
  const byImage = image === undefined ? undefined : roleOfName(imageName(image));
  if (byImage?.product) return byImage.role;
  return HELPER.test(name) ? undefined : (roleOfName(name) ?? byImage)?.role;
}
