import { imageName } from '../../resources/image.ts';
import type { Workload } from '../../resources/types.ts';

/** Names of what runs code that its operator did not write: pipelines, notebooks, builds. */
const RUNS_CODE = new RegExp(
  `(?:^|[-_./])(?:${[
    'actions-runner',
    'github-runner',
    'gitlab-runner',
    'act-runner',
    'buildkite-agent',
    'jenkins-agent',
    'inbound-agent',
    'woodpecker-agent',
    'jupyter',
    'jupyterlab',
    'notebook',
    'singleuser',
    'kaniko',
    'buildkit',
    'buildkitd',
    'code-server',
  ].join('|')})(?:$|[-_./])`,
  'i',
);

/** True for pods that run code which somebody else wrote: a model, or the users of pipelines, notebooks and builds. */
export function runsUntrustedCode({ resource, containers, role }: Workload): boolean {
  if (role?.name === 'tool-executor') return true;
  const names = [resource.name ?? '', ...containers.map(({ image }) => (image ? imageName(image) : ''))];
  return names.some((name) => RUNS_CODE.test(name));
}
