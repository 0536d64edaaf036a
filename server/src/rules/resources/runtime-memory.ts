import { isWrittenHere } from '../../resources/compose-place.ts';
import { resourceListOf } from '../../resources/container.ts';
import { formatBytes } from '../../resources/quantity.ts';
import type { Container, Quantity } from '../../resources/types.ts';
import { getAt } from '../../yaml/json.ts';
import type { Patch, Route, YamlDocument } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { defineRule } from '../define-rule.ts';
import { levelFor } from '../provision.ts';
import type { Data, Level, OptionValues, Problem } from '../types.ts';
import type { CommandText } from './command-texts.ts';
import { textsOfContainer, textsOfService, withValue } from './command-texts.ts';
import { statedAmount } from './compose-limits.ts';
import type { RuntimeSetting } from './runtime-settings.ts';
import { runtimeSettings, withInitialHeap } from './runtime-settings.ts';
import type { WorkerProcesses } from './worker-processes.ts';
import { workerProcesses } from './worker-processes.ts';

type Found = Problem<'bound' | 'buffers' | 'processes', 'replace'>;

const OPTIONS = {
  percent: {
    type: 'number',
    default: 100,
    minimum: 10,
    maximum: 100,
    description: 'Per cent of the memory limit from which on a setting is too large',
  },
  processMebibytes: {
    type: 'number',
    default: 100,
    minimum: 1,
    maximum: 65_536,
    description: 'Memory in MiB that each process of a Python server holds before its first request',
  },
} as const;

export default defineRule({
  id: 'resources/runtime-memory',
  guide: ['memory-tuning', 'worker-pools'],
  level: 'warning',
  scope: 'container',
  docs: {
    summary: 'A runtime is told to use as much memory as its container may have, or more',
    why:
      'A runtime that knows its bound collects garbage, evicts entries or refuses work before it gets there. Where the container is killed first, all of its ' +
      'conversations are lost, and nothing in its own logs says why. A heap is never all that a process uses.',
    fix:
      'Set the bound below the limit, or raise the limit. The quick fix writes 75% of the limit in the unit of the setting; 90% for GOMEMLIMIT, which ' +
      'bounds all of the memory of Go, and 25% for shared_buffers of PostgreSQL. Of worker processes it leaves as many as fit into 75%.',
    exceptions:
      'Read from env, command and arguments: -Xmx, -XX:MaxHeapSize, -XX:MaxRAMPercentage, --max-old-space-size, GOMEMLIMIT, maxmemory of Redis, ' +
      'shared_buffers of PostgreSQL, and the processes of Gunicorn, Uvicorn and Hypercorn, which are information only, since what one of them ' +
      'takes is a guess (`processMebibytes`). Silent without a memory limit. Ordinary init containers are information only.',
    sources: [
      'java command reference; Node.js command-line options; Go, A Guide to the Garbage Collector; redis.conf; PostgreSQL documentation, shared_buffers',
      'Documentation of Gunicorn and Uvicorn: each worker is a process of its own',
      'The 75% and the 100 MiB for a process are our own figures',
    ],
  },
  options: OPTIONS,
  messages: {
    bound:
      '{holder} sets {setting} to {found}, which is {percent}% of its memory limit of {limit}, so the kernel kills it before it starts to save memory ' +
      'by itself.',
    buffers:
      '{holder} sets {setting} to {found}, which is {percent}% of its memory limit of {limit} and leaves nothing for connections and the cache of files.',
    processes:
      '{holder} starts {found} processes ({setting}) with a memory limit of {limit}; at {base} each before the first request they need {need}.',
  },
  *check(container, { options }) {
    const limit = limitOf(container);
    if (!limit || limit.value <= 0) return;
    const holder = {
      title: `Container "${container.name}"`,
      limit: limit.value,
      written: limit.text,
      level: levelFor(container, 'warning'),
    };
    yield* problemsIn(textsOfContainer(container), holder, options);
  },
  *checkCompose(service, { options }) {
    const limit = statedAmount(service, 'limits', 'memory');
    if (!limit?.amount) return;
    const holder: Holder = { title: `Service "${service.name}"`, limit: limit.amount, written: String(limit.value), level: 'warning' };
    for (const problem of problemsIn(textsOfService(service), holder, options)) {
      yield isWrittenHere(service.document, problem.at) ? problem : { ...problem, fixes: [] };
    }
  },
  fixes: { replace: { title: 'Set {setting} to {wanted}', safe: false, patches: replacePart } },
});

/** Whatever has a memory limit. */
interface Holder {
  /** As it begins a sentence. */
  readonly title: string;
  /** In bytes. */
  readonly limit: number;
  /** As the manifest has it. */
  readonly written: string;
  readonly level: Level;
}

/** The memory limit of a container: its own, else that of its pod. */
function limitOf({ limits, workload }: Container): Quantity | undefined {
  return limits.memory ?? resourceListOf(getAt(workload.podSpec, ['resources', 'limits'])).memory;
}

function* problemsIn(texts: readonly CommandText[], holder: Holder, options: OptionValues<typeof OPTIONS>): Iterable<Found> {
  for (const text of texts) {
    for (const setting of runtimeSettings(text, holder.limit)) {
      if (setting.share * 100 >= options.percent) yield settingProblem(text.route, setting, holder);
    }
  }
  for (const processes of workerProcesses(texts)) {
    const need = Number(processes.found) * options.processMebibytes * MEBIBYTE;
    if (need * 100 >= holder.limit * options.percent) yield processProblem(processes.text.route, processes, holder, options);
  }
}

const MEBIBYTE = 1024 ** 2;

function settingProblem(at: Route, { kind, name, found, lead, share, wanted }: RuntimeSetting, holder: Holder): Found {
  return {
    at,
    message: kind,
    data: { ...dataOf(holder), setting: name, found, lead, percent: Math.round(share * 100), ...wantedData(wanted) },
    level: holder.level,
    fixes: wanted === undefined ? [] : ['replace'],
  };
}

/** Share of the limit that the worker processes may take together. */
const FITTING = 0.75;

function processProblem(at: Route, { name, found, lead }: WorkerProcesses, holder: Holder, options: OptionValues<typeof OPTIONS>): Found {
  const base = options.processMebibytes * MEBIBYTE;
  const fitting = Math.floor((holder.limit * FITTING) / base);
  const wanted = fitting > 0 && fitting < Number(found) ? String(fitting) : undefined;
  return {
    at,
    message: 'processes',
    data: {
      ...dataOf(holder),
      setting: name,
      found,
      lead,
      base: formatBytes(base),
      need: formatBytes(base * Number(found)),
      ...wantedData(wanted),
    },
    level: 'info',
    fixes: wanted === undefined ? [] : ['replace'],
  };
}

function dataOf({ title, written }: Holder): Data {
  return { holder: title, limit: written };
}

function wantedData(wanted: string | undefined): Data {
  return wanted === undefined ? {} : { wanted };
}

function replacePart(
  { at, data }: { readonly at: Route; readonly data: Data },
  { document }: { readonly document: YamlDocument },
): readonly Patch[] | undefined {
  const { found, lead, wanted } = data;
  const value = valueAt(document, at);
  if (typeof found !== 'string' || typeof lead !== 'string' || typeof wanted !== 'string') return undefined;
  const text = withValue(String(value), { found, lead }, wanted);
  if (text === undefined) return undefined;
  return [{ op: 'set', at, value: typeof value === 'number' ? Number(text) : withInitialHeap(text, wanted) }];
}
