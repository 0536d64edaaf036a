import { namedValues } from '../../resources/compose-environment.ts';
import { patchesOf } from '../../resources/kustomize-patches.ts';
import type { Workload } from '../../resources/types.ts';
import { isWindows } from '../../resources/windows.ts';
import { isList, listAt, stringAt } from '../../yaml/json.ts';
import type { Patch, Route, YamlDocument } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { defineRule } from '../define-rule.ts';
import { serviceFieldsBefore } from '../service-fields.ts';
import { titleOf } from '../title.ts';
import { commandWords, holdsManyConnections, plannedSystem } from './many-connections.ts';

/** The parameters that bound how many connections are accepted, and opened; either shows that somebody has thought of them. */
const WANTED = ['net.core.somaxconn', 'net.ipv4.ip_local_port_range'] as const;

/** The one that every pod may set, with our own figure: twice the ports of the kernel's default, above those that servers commonly listen on. */
const PORT_RANGE = { name: WANTED[1], value: '10240 65535' };

export default defineRule({
  id: 'performance/sysctls',
  guide: ['network-stack'],
  level: 'strict',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'The network stack of what holds thousands of connections is not tuned',
    why:
      'The kernel lets 4096 connections wait to be accepted, and has 28 232 ports for those that a pod opens itself. When a node is lost and all of ' +
      'its clients connect anew, or a gateway keeps a connection for each of them, that is what runs out.',
    fix:
      'Widen net.ipv4.ip_local_port_range, which every pod may; it is what the quick fix writes. net.core.somaxconn is unsafe to Kubernetes: it needs ' +
      "--allowed-unsafe-sysctls on the nodes, or is set there. It helps only where the application's own backlog is as long.",
    exceptions:
      "Only realtime sync and gateways. Silent for pods in the node's network, which use its parameters, for Windows, where a command of the pod sets " +
      'them, where a kustomize patch of the workspace does, and where the deployment plan states system.sysctls.',
    sources: [
      'Linux kernel documentation, ip-sysctl and net: 32768 to 60999 and 4096 are the defaults',
      'Kubernetes documentation, Using sysctls in a Kubernetes Cluster: safe and unsafe sysctls',
      'Deployment guide: network stack tuned for many connections; the range of the fix is our own',
    ],
  },
  messages: {
    missing:
      '{workload} ({role}) sets neither net.core.somaxconn nor net.ipv4.ip_local_port_range, so the defaults of the kernel bound how many ' +
      'connections wait for it and how many it can open.',
  },
  *check(workload, { inventory, partial }) {
    const { role, podSpec, podSpecRoute, containers } = workload;
    if (partial || !workload.longRunning || containers.length === 0 || !holdsManyConnections(role)) return;
    if (podSpec.hostNetwork === true || isWindows(workload) || isTuned(workload)) return;
    if (patchesOf(workload, inventory).some(isTuned) || plannedSystem('sysctls', inventory).length > 0) return;
    const at = [...podSpecRoute, 'securityContext', 'sysctls'];
    yield { at, message: 'missing', data: { workload: titleOf(workload.resource), role: role.name }, fixes: ['widen'] };
  },
  *checkCompose({ name, role, route, value, longRunning, partial }) {
    if (partial || !longRunning || !holdsManyConnections(role) || value.network_mode === 'host') return;
    const at = [...route, 'sysctls'];
    if (namedValues(value.sysctls, at).some((sysctl) => isWanted(sysctl.name))) return;
    yield { at, message: 'missing', data: { workload: `Service "${name}"`, role: role.name }, fixes: ['widenService'] };
  },
  fixes: {
    widen: {
      title: `Set ${PORT_RANGE.name} to ${PORT_RANGE.value}`,
      safe: false,
      patches: ({ at }, { document }) => [widened(document, at)],
    },
    widenService: {
      title: `Set ${PORT_RANGE.name} to ${PORT_RANGE.value}`,
      safe: false,
      patches: ({ at }, { document }) => [widenedService(document, at)],
    },
  },
});

function isTuned(workload: Workload): boolean {
  const sysctls = listAt(workload.podSpec, ['securityContext', 'sysctls']) ?? [];
  if (sysctls.some((sysctl) => isWanted(stringAt(sysctl, ['name']) ?? ''))) return true;
  return commandWords(workload).some((word) => WANTED.some((name) => word.replaceAll('/', '.').includes(name)));
}

/** Names may be written with slashes, as the files under /proc/sys are. */
function isWanted(name: string): boolean {
  return WANTED.some((wanted) => wanted === name.replaceAll('/', '.'));
}

function widened(document: YamlDocument, at: Route): Patch {
  if (isList(valueAt(document, at))) return { op: 'insert', at, value: PORT_RANGE };
  return { op: 'set', at, value: [PORT_RANGE], after: ['serviceAccountName', 'automountServiceAccountToken'] };
}

/** In the form that the service has, a mapping or a list of `NAME=value`. */
function widenedService(document: YamlDocument, at: Route): Patch {
  const { name, value } = PORT_RANGE;
  if (isList(valueAt(document, at))) return { op: 'insert', at, value: `${name}=${value}` };
  return { op: 'set', at: [...at, name], value, after: serviceFieldsBefore(document, at) };
}
