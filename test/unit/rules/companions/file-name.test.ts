import { describe, expect, test } from 'vitest';
import { companionFileName } from '../../../../server/src/rules/companion-file-name.ts';

/** A file by its name, with objects as `Kind/name`. */
function file(name: string, ...objects: readonly string[]) {
  return {
    name,
    resources: objects.map((object) => {
      const [kind = '', objectName] = object.split('/');
      return { kind, name: objectName };
    }),
  };
}

const budget = { kind: 'PodDisruptionBudget', name: 'api' };
const policy = { kind: 'NetworkPolicy', name: 'api' };

describe('a new file', () => {
  test.each([
    ['is called after name and kind', budget, file('all.yaml', 'Deployment/api', 'Service/api'), [], 'api-pdb.yaml'],
    ['has the extension of its neighbour', budget, file('all.yml', 'Deployment/api', 'Service/api'), [], 'api-pdb.yml'],
    ['is called after the kind alone, where others are', budget, file('deployment.yaml', 'Deployment/api'), [], 'pdb.yaml'],
    ['is called by the name first, where others are', policy, file('api-deployment.yaml', 'Deployment/api'), [], 'api-networkpolicy.yaml'],
    ['is called by the kind first, where others are', budget, file('deployment-api.yaml', 'Deployment/api'), [], 'pdb-api.yaml'],
    ['takes over the separator', budget, file('api_deployment.yaml', 'Deployment/api'), [], 'api_pdb.yaml'],
    ['takes over a dot', budget, file('api.deployment.yaml', 'Deployment/api'), [], 'api.pdb.yaml'],
    [
      'takes over what the neighbour is called in its file',
      { kind: 'PodDisruptionBudget', name: 'assistant-api' },
      file('api-deployment.yaml', 'Deployment/assistant-api'),
      [],
      'api-pdb.yaml',
    ],
    [
      'is called by the short form, where others are',
      policy,
      file('deploy.yaml', 'Deployment/api'),
      [file('svc.yaml', 'Service/api')],
      'netpol.yaml',
    ],
    [
      'is spelled out, where others are',
      budget,
      file('deployment.yaml', 'Deployment/api'),
      [file('network-policy.yaml', 'NetworkPolicy/api')],
      'pod-disruption-budget.yaml',
    ],
    [
      'is written in one, where others are',
      budget,
      file('deployment.yaml', 'Deployment/api'),
      [file('networkpolicy.yaml', 'NetworkPolicy/api')],
      'poddisruptionbudget.yaml',
    ],
    [
      'follows the most of them',
      budget,
      file('api.yaml', 'Deployment/api', 'Service/api'),
      [
        file('gateway-service.yaml', 'Service/gateway'),
        file('gateway-deployment.yaml', 'Deployment/gateway'),
        file('namespace.yaml', 'Namespace/a'),
      ],
      'api-pdb.yaml',
    ],
    [
      'is not called as another one is',
      budget,
      file('deployment.yaml', 'Deployment/api'),
      [file('pdb.yaml', 'PodDisruptionBudget/web')],
      'api-pdb.yaml',
    ],
    [
      'is counted where every name is taken',
      budget,
      file('all.yaml', 'Deployment/api', 'Service/api'),
      [file('api-pdb.yaml', 'PodDisruptionBudget/web', 'ConfigMap/web')],
      'api-pdb-2.yaml',
    ],
    [
      'does not say its kind twice',
      { kind: 'CronJob', name: 'backup-cronjob' },
      file('all.yaml', 'StatefulSet/db', 'Service/db'),
      [],
      'backup-cronjob.yaml',
    ],
    [
      'has no characters that a file can not have',
      { kind: 'PodDisruptionBudget', name: '${NAME}/x' },
      file('a.yaml'),
      [],
      '-NAME-x-pdb.yaml',
    ],
  ])('%s', (_, object, own, siblings, name) => {
    expect(companionFileName(object, own, siblings)).toBe(name);
  });
});
