import { frontContainer } from '../../resources/front-container.ts';
import { patchesOf } from '../../resources/kustomize-patches.ts';
import type { ComposeService, Container, Workload } from '../../resources/types.ts';
import { isWindows } from '../../resources/windows.ts';
import { getAt, isMap, listAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { serviceFieldsBefore } from '../service-fields.ts';
import { commandWords, holdsManyConnections, plannedSystem } from './many-connections.ts';

/** What the fix writes: what system tuning guides commonly give a server with many sockets. */
const WANTED = 65_536;

/** `ulimit -n` with its soft, hard or both limits. */
const ULIMIT = /\bulimit\s+(?:-[SH]\s+)?-[SH]?n\s+(\d{1,10}|unlimited)\b/;

export default defineRule({
  id: 'performance/file-descriptors',
  guide: ['file-descriptors'],
  level: 'strict',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'What holds thousands of connections has no raised limit of open files',
    why:
      'Each connection is an open file. Where the container runtime leaves the soft limit at 1024, as many systems have it, the next client after a ' +
      'thousand gets "too many open files", long before CPU or memory are used up.',
    fix:
      'Raise the limit where the process starts (`ulimit -n` in its command), by `ulimits.nofile` in Compose, or on the nodes, and state it in the ' +
      'deployment plan (system.max_open_files). Kubernetes has no field for it.',
    exceptions:
      'Only realtime sync and gateways. Silent where the deployment plan states enough, or a kustomize patch of the workspace has such a command, ' +
      'and for Windows. Programs that raise their own limit, as Go programs do since Go 1.19, need nothing.',
    sources: [
      'Compose file reference, ulimits',
      'Go 1.19 release notes: package os raises the soft limit to the hard one',
      'systemd documentation, systemd.exec: the soft limit is 1024 for the sake of select()',
      'Deployment guide: file-descriptor limits for many connections; the figures are our own',
    ],
  },
  options: {
    least: {
      type: 'number',
      default: 16_384,
      minimum: 1024,
      description: 'Least open files that realtime sync and gateways may have',
    },
  },
  messages: {
    missing:
      '{owner} ({role}) states no limit of open files, so that of the container runtime decides how many connections it can hold; raise it in its ' +
      'command (ulimit -n), or state that of the nodes in the plan.',
    low: '{owner} ({role}) may have {found} open files, and so no more connections; {wanted} leave room for thousands.',
    service: '{owner} ({role}) has no ulimits.nofile, so the default of the Docker daemon decides how many connections it can hold.',
  },
  *check(workload, { inventory, options, partial }) {
    const { role, longRunning, containers } = workload;
    const main = frontContainer(workload);
    if (!longRunning || !main || !holdsManyConnections(role) || isWindows(workload)) return;
    const limits = containers.filter(({ kind }) => kind !== 'init').flatMap(limitsIn);
    const low = limits.find(({ files }) => files < options.least);
    const data = { owner: `Container "${(low?.container ?? main).name}"`, role: role.name, wanted: WANTED };
    if (low) yield { at: low.route, message: 'low', data: { ...data, found: low.files, text: low.text }, fixes: ['raise'] };
    if (limits.length > 0 || partial) return;
    if (plannedSystem('max_open_files', inventory).some((files) => typeof files === 'number' && files >= options.least)) return;
    if (patchesOf(workload, inventory).some(hasLimit)) return;
    yield { at: [...main.route, 'command'], message: 'missing', data, fixes: [] };
  },
  *checkCompose(service, { options }) {
    const { name, role, route, value, longRunning, partial } = service;
    if (!longRunning || !holdsManyConnections(role)) return;
    const data = { owner: `Service "${name}"`, role: role.name, wanted: WANTED };
    const at = [...route, 'ulimits', 'nofile'];
    if ((getAt(value, ['ulimits', 'nofile']) ?? null) === null) {
      if (!partial) yield { at, message: 'service', data, fixes: ['raiseService'] };
      return;
    }
    const soft = softLimit(service);
    if (soft !== undefined && soft.files < options.least) {
      yield { at: soft.route, message: 'low', data: { ...data, found: soft.files }, fixes: ['raiseService'] };
    }
  },
  fixes: {
    raise: {
      title: 'Raise it to {wanted}',
      safe: false,
      patches: ({ at, data: { text, found, wanted } }) => [
        { op: 'set', at, value: String(text).replace(ULIMIT, (command) => command.replace(String(found), String(wanted))) },
      ],
    },
    raiseService: {
      title: 'Set ulimits.nofile to {wanted}',
      safe: false,
      patches: ({ at }, { document }) => {
        const nofile = at.slice(0, at.indexOf('nofile') + 1);
        return [{ op: 'set', at: nofile, value: { soft: WANTED, hard: WANTED }, after: serviceFieldsBefore(document, nofile) }];
      },
    },
  },
});

/** A limit of open files that a container's command sets. */
interface FileLimit {
  readonly route: Route;
  readonly container: Container;
  /** The word of the command, which may be a whole script. */
  readonly text: string;
  readonly files: number;
}

function limitsIn(container: Container): readonly FileLimit[] {
  return ['command', 'args'].flatMap((field) =>
    (listAt(container.value, [field]) ?? []).flatMap((word, index) => {
      const found = typeof word === 'string' ? ULIMIT.exec(word)?.[1] : undefined;
      if (typeof word !== 'string' || found === undefined) return [];
      const files = found === 'unlimited' ? Number.POSITIVE_INFINITY : Number(found);
      return [{ route: [...container.route, field, index], container, text: word, files }];
    }),
  );
}

function hasLimit(workload: Workload): boolean {
  return commandWords(workload).some((word) => ULIMIT.test(word));
}

/** A service's soft limit, in its short or its long form; -1 is none at all. */
function softLimit({ route, value }: ComposeService): { readonly route: Route; readonly files: number } | undefined {
  const nofile: Json | undefined = getAt(value, ['ulimits', 'nofile']);
  const at = [...route, 'ulimits', 'nofile', ...(isMap(nofile) ? ['soft'] : [])];
  const files = isMap(nofile) ? nofile.soft : nofile;
  const count = typeof files === 'string' && /^-?\d+$/.test(files) ? Number(files) : files;
  return typeof count === 'number' && count >= 0 ? { route: at, files: count } : undefined;
}
