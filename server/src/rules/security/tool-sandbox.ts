import { patchesOf } from '../../resources/kustomize-patches.ts';
import { hasEgressPolicy } from '../../resources/network-policy.ts';
import type { Container, Workload } from '../../resources/types.ts';
import { isWindows } from '../../resources/windows.ts';
import { isList, isMap, stringAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Patch, Route, YamlDocument } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Context } from '../types.ts';
import { egressPolicyFor } from './egress-companion.ts';
import { hardenedContext, statingAll } from './hardening.ts';
import { scratchPatches, scratchVolumeFor } from './scratch-volume.ts';
import { isBare, isMissing, statedFor } from './security-context.ts';
import { tokenMountOf } from './service-account.ts';

export default defineRule({
  id: 'security/tool-sandbox',
  guide: ['service-separation', 'least-privilege'],
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A tool executor that runs code from a model without a sandbox around it',
    why:
      'What a tool executor runs was written by a model, on the word of whoever talks to it, a web page or a file included. So it has ' +
      "to be taken for an attacker's: it ought to find neither the kernel of the node nor a token for the Kubernetes API, nor a " +
      'program to change, nor a way out of the cluster.',
    fix:
      'Give it a runtime class with a kernel of its own (gVisor, Kata Containers), no token, a read-only root file system with a ' +
      'volume for what it writes, and a network policy that says where it may connect to. The quick fix writes what is missing of ' +
      'these; its network policy admits name resolution alone, so add what the tools need. The runtime class of the option has to ' +
      'exist in the cluster.',
    exceptions:
      'Only workloads whose role is tool-executor, by the label plimsoll/role, their name or their image. Silent for Windows pods, ' +
      'where kustomize patches of the workspace bring it, and in such patches. Network policies are looked for in the workspace, of ' +
      'Kubernetes, Cilium and Calico.',
    sources: [
      'Kubernetes documentation, Runtime Class',
      'gVisor documentation, Kubernetes quick start: runtime class gvisor',
      'Deployment guide, service separation: tool-execution environments are services of their own',
    ],
  },
  options: {
    runtimeClass: { type: 'string', default: 'gvisor', description: 'The runtime class that the quick fix writes.' },
  },
  messages: {
    open: '{workload} runs code that a model wrote, with {gaps}; whoever talks the model into something gets that far.',
  },
  *check(workload, context) {
    const { podSpecRoute, resource, role, containers } = workload;
    if (role?.name !== 'tool-executor' || context.partial || containers.length === 0 || isWindows(workload)) return;
    const gaps = gapsOf(workload, context);
    const [first] = gaps;
    if (first === undefined) return;
    const policy = gaps.some(({ kind }) => kind === 'egress') ? egressPolicyFor(workload) : undefined;
    const isFixable = policy !== undefined || !gaps.some(({ kind }) => kind === 'egress');
    yield {
      at: first.at,
      message: 'open',
      data: {
        workload: titleOf(resource),
        gaps: sentenceOf(gaps.map(({ kind }) => PHRASES[kind])),
        podSpec: podSpecRoute,
        runtime: gaps.some(({ kind }) => kind === 'runtime') ? context.options.runtimeClass : null,
        token: gaps.some(({ kind }) => kind === 'token'),
        containers: writableContainers(workload, context).map((container) => hardeningOf(container, context)),
        policy: policy ?? null,
      },
      fixes: isFixable ? ['seal'] : [],
    };
  },
  fixes: {
    seal: {
      title: 'Seal the sandbox',
      safe: false,
      patches: ({ data: { podSpec, runtime = null, token = null, containers } }, { document }) => {
        const pod = isList(podSpec) ? (podSpec as Route) : [];
        const patches: Patch[] = [];
        if (runtime !== null) patches.push({ op: 'set', at: [...pod, 'runtimeClassName'], value: runtime, after: ['serviceAccountName'] });
        if (token === true)
          patches.push({ op: 'set', at: [...pod, 'automountServiceAccountToken'], value: false, after: ['serviceAccountName'] });
        for (const hardening of isList(containers) ? containers : []) patches.push(...sealing(hardening, document));
        return patches;
      },
      companions: ({ data: { policy } }) => (isMap(policy) ? [policy] : []),
    },
  },
});

type GapKind = 'runtime' | 'token' | 'root' | 'egress';

/** Something that keeps the code inside, and is missing. */
interface Gap {
  readonly kind: GapKind;
  readonly at: Route;
}

const PHRASES: Readonly<Record<GapKind, string>> = {
  runtime: 'no runtime class that keeps it from the kernel of its node',
  token: 'a token for the Kubernetes API',
  root: 'a writable root file system',
  egress: 'no network policy for where it connects to',
};

/** Runtime classes that run containers on the kernel of their node, as without any. */
const NO_SANDBOXES: ReadonlySet<string> = new Set(['runc', 'crun', 'youki', 'nvidia']);

function gapsOf(workload: Workload, context: Context): readonly Gap[] {
  const { podSpecRoute, resource } = workload;
  const [writable] = writableContainers(workload, context);
  const gaps: (Gap | false | undefined)[] = [
    !isSandboxed(workload, context) && { kind: 'runtime', at: [...podSpecRoute, 'runtimeClassName'] },
    tokenMountOf(workload, context.inventory) !== 'none' && { kind: 'token', at: [...podSpecRoute, 'automountServiceAccountToken'] },
    writable && { kind: 'root', at: [...writable.route, 'securityContext', 'readOnlyRootFilesystem'] },
    !hasEgressPolicy(workload, context.inventory) && { kind: 'egress', at: [...resource.route, 'metadata', 'name'] },
  ];
  return gaps.filter((gap) => gap !== false && gap !== undefined);
}

function isSandboxed(workload: Workload, { inventory }: Pick<Context, 'inventory'>): boolean {
  const classes = [workload, ...patchesOf(workload, inventory)].map(({ podSpec }) => stringAt(podSpec, ['runtimeClassName']));
  return classes.some((name) => !!name && !NO_SANDBOXES.has(name));
}

/** Init containers prepare the sandbox, and run what its operator wrote. */
function writableContainers({ containers }: Workload, context: Context): readonly Container[] {
  const isWritable = (container: Container): boolean => {
    return statedFor(container, 'readOnlyRootFilesystem')?.value === false || isMissing(container, 'readOnlyRootFilesystem', context);
  };
  return containers.filter((container) => container.kind !== 'init' && isWritable(container));
}

/** What makes the root file system of a container read-only: a whole securityContext where nothing limits it, so that nothing else is missing. */
function hardeningOf(container: Container, context: Context): JsonMap {
  const scratch = scratchVolumeFor(container);
  const fields = isBare(container, context) ? hardenedContext(container) : { readOnlyRootFilesystem: true };
  return { at: [...container.route, 'securityContext'], fields, ...(scratch === undefined ? {} : { scratch }) };
}

function sealing(hardening: Json, document: YamlDocument): readonly Patch[] {
  if (!isMap(hardening) || !isList(hardening.at)) return [];
  return [...statingAll(hardening.at as Route, hardening.fields), ...scratchPatches(hardening.scratch, document)];
}

function sentenceOf(phrases: readonly string[]): string {
  return phrases.length < 2 ? phrases.join('') : `${phrases.slice(0, -1).join(', ')} and ${phrases.at(-1)}`;
}
