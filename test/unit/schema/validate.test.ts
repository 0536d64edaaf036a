import { describe, expect, test } from 'vitest';
import { createSchemas } from '../../../server/src/schema/schemas.ts';
import { schemas } from '../../schemas.ts';
import { sampleFiles } from '../samples.ts';
import { deployment, problems, resources } from './load.ts';

const CONTAINER = ['spec', 'template', 'spec', 'containers', 0];

describe('a valid manifest', () => {
  test.each([
    ['a Deployment', deployment({ spec: 'replicas: 3', container: 'resources: {limits: {cpu: 1, memory: 1.5Gi}}' })],
    [
      'quantities as numbers and in every notation',
      deployment({ container: 'resources: {limits: {cpu: 0.5, memory: 12E, a: 1e3, b: 100m}}' }),
    ],
    [
      'ports as numbers and names',
      deployment({ container: 'readinessProbe: {httpGet: {port: http}}\nlivenessProbe: {tcpSocket: {port: 80}}' }),
    ],
    ['values that are null', deployment({ spec: 'replicas:', pod: 'nodeSelector: null', container: 'resources:\ncommand: ~' })],
    ['an empty text for an optional value of a list', deployment({ container: "imagePullPolicy: ''" })],
    ['what the cluster writes', `${deployment({})}status: {replicas: many, conditions: null, odd: true}\n`],
    ['strategic merge directives', deployment({ pod: '$setElementOrder/containers: [{name: web}]\n$retainKeys: [containers]' })],
    [
      'annotations without a value',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, creationTimestamp: null, annotations: {b: null}}\n',
    ],
    ['base64 over several lines', 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  key: |\n    aGVs\n    bG8=\n'],
    ['a kind nobody knows', 'apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {anything: [1]}\n'],
    ['a List', `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Namespace, metadata: {name: a}}\n`],
  ])('%s has no problem', (_, text) => {
    expect(problems(schemas, text)).toEqual([]);
  });

  test('a CustomResourceDefinition has no problem, whatever its schema says', () => {
    const text = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec:
  group: example.com
  names: {kind: Thing, plural: things}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      subresources: {status: {}}
      schema:
        openAPIV3Schema:
          type: object
          x-kubernetes-preserve-unknown-fields: true
          additionalProperties: false
          properties:
            list: {type: array, items: {type: string, default: a, enum: [a, b]}}
            tuple: {type: array, items: [{type: string}]}
            port: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}], default: 80}
            map: {type: object, additionalProperties: {type: object, properties: {a: {nullable: true, example: {b: 1}}}}}
            dependent: {dependencies: {a: [b], c: {type: object}}}
status: {acceptedNames: {kind: '', plural: ''}, conditions: [], storedVersions: null}
`;
    expect(problems(schemas, text)).toEqual([]);
  });

  // A chart's templates have holes, which only rules know to leave out.
  const whole = sampleFiles().flatMap(({ path, text }) => resources(text).map((resource) => ({ path, resource })));
  const real = whole.filter(({ resource }) => resource.document.template === undefined);
  test.each(schemas.versions)('real manifests have none in Kubernetes %s', (version) => {
    const found = real.flatMap(({ path, resource }) => schemas.validate(resource, version).map((problem) => ({ path, problem })));
    expect(found).toEqual([]);
  });
});

describe('an unknown property', () => {
  test('comes with what is known and the nearest of it', () => {
    expect(problems(schemas, deployment({ container: 'imagePulPolicy: Always' }))).toEqual([
      expect.objectContaining({
        type: 'unknown-property',
        at: [...CONTAINER, 'imagePulPolicy'],
        property: 'imagePulPolicy',
        known: expect.arrayContaining(['args', 'image', 'imagePullPolicy', 'workingDir']),
        suggestion: 'imagePullPolicy',
        elsewhere: undefined,
        since: undefined,
      }),
    ]);
  });

  test.each([
    ['image_pull_policy', 'imagePullPolicy'],
    ['mountpaths', undefined],
    ['terminationMessage', undefined],
    ['startup', 'startupProbe'],
    ['cmd', undefined],
    ['port', 'ports'],
    ['image', undefined],
  ])('%s is taken for %s', (name, suggestion) => {
    const text = deployment({ container: name === 'image' ? 'images: a' : `${name}: a` });
    expect(problems(schemas, text)[0]).toMatchObject({ type: 'unknown-property', suggestion });
  });

  test('is not also missing under its right name', () => {
    const text = deployment({}).replace('selector:', 'selecter:');
    expect(problems(schemas, text).map(({ type }) => type)).toEqual(['unknown-property']);
  });

  test.each([
    ['in the object around it', deployment({ pod: 'replicas: 2' }), ['spec']],
    ['in the only container', deployment({ pod: 'image: a' }).replace('          image: web:1.0\n', ''), CONTAINER],
    ['in a neighbour', 'apiVersion: v1\nkind: Service\nmetadata: {name: a, selector: {a: b}}\nspec: {ports: [{port: 80}]}\n', ['spec']],
    ['nowhere if it is there already', deployment({ spec: 'replicas: 1', pod: 'replicas: 2' }), undefined],
    ['nowhere in the status', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a, phase: b}\nspec: {containers: []}\nstatus: {}\n', undefined],
  ])('is known %s', (_, text, elsewhere) => {
    expect(problems(schemas, text)).toEqual([expect.objectContaining({ type: 'unknown-property', elsewhere })]);
  });

  test('is not missing where it belongs, but only in the wrong place', () => {
    const text = 'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a, schedule: "@daily"}\nspec: {jobTemplate: {}}\n';
    expect(problems(schemas, text).map(({ type }) => type)).toEqual(['unknown-property']);
  });

  test('says which versions have it', () => {
    const text = deployment({ pod: 'hostnameOverride: a' });
    expect(problems(schemas, text, '1.34')).toEqual([]);
    expect(problems(schemas, text, '1.33')).toEqual([expect.objectContaining({ property: 'hostnameOverride', since: '1.34' })]);
    const old = deployment({ pod: 'resourceClaims: [{name: a, source: {}}]' });
    expect(problems(schemas, old, '1.30')).toEqual([]);
    expect(problems(schemas, old, '1.36')).toEqual([expect.objectContaining({ property: 'source', until: '1.30', since: undefined })]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('may be called %s', (name) => {
    expect(problems(schemas, deployment({ container: `${name}: a` }))).toEqual([
      expect.objectContaining({ type: 'unknown-property', at: [...CONTAINER, name] }),
    ]);
  });
});

describe('other problems', () => {
  test('a missing property is one of its object, even where it is there without a value', () => {
    const text = deployment({}).replace('selector: {matchLabels: {app: web}}', 'selector:');
    expect(problems(schemas, text)).toEqual([{ type: 'missing', at: ['spec'], property: 'selector' }]);
  });

  test.each([
    ['text for a number', { spec: 'replicas: "3"' }, ['spec', 'replicas'], ['integer'], '3'],
    ['a fraction for an integer', { spec: 'replicas: 1.5' }, ['spec', 'replicas'], ['integer'], 1.5],
    ['a boolean for text', { container: 'env: [{name: A, value: yes}]' }, [...CONTAINER, 'env', 0, 'value'], ['string'], true],
    ['a map for a list', { pod: 'volumes: {name: a}' }, ['spec', 'template', 'spec', 'volumes'], ['array'], { name: 'a' }],
    ['null in a list', { container: 'ports: [null]' }, [...CONTAINER, 'ports', 0], ['object'], null],
    [
      'a list for a quantity',
      { container: 'resources: {limits: {cpu: [1]}}' },
      [...CONTAINER, 'resources', 'limits', 'cpu'],
      ['quantity'],
      [1],
    ],
    [
      'a fraction for a port',
      { container: 'livenessProbe: {tcpSocket: {port: 80.5}}' },
      [...CONTAINER, 'livenessProbe', 'tcpSocket', 'port'],
      ['integer', 'string'],
      80.5,
    ],
  ])('%s', (_, parts, at, wanted, found) => {
    expect(problems(schemas, deployment(parts))).toEqual([{ type: 'wrong-type', at, wanted, found }]);
  });

  test('a number where a schema wants a schema or a list of them', () => {
    const crd = 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a}\n';
    const spec = 'spec: {group: a, names: {kind: A, plural: as}, scope: Cluster, versions: [{name: v1, served: true, storage: true,';
    const text = `${crd}${spec} schema: {openAPIV3Schema: {items: 5, not: {additionalProperties: {tpye: string}}}}}]}\n`;
    const at = ['spec', 'versions', 0, 'schema', 'openAPIV3Schema'];
    expect(problems(schemas, text)).toEqual([
      { type: 'wrong-type', at: [...at, 'items'], wanted: ['object', 'array'], found: 5 },
      expect.objectContaining({ type: 'unknown-property', at: [...at, 'not', 'additionalProperties', 'tpye'], suggestion: 'type' }),
    ]);
  });

  test('a value outside its list comes with the list and the nearest of it', () => {
    expect(problems(schemas, deployment({ container: 'imagePullPolicy: always' }))).toEqual([
      {
        type: 'not-allowed',
        at: [...CONTAINER, 'imagePullPolicy'],
        found: 'always',
        allowed: ['Always', 'IfNotPresent', 'Never'],
        suggestion: 'Always',
      },
    ]);
  });

  test('a list of values is that of the version', () => {
    const text = deployment({ pod: 'tolerations: [{key: a, operator: Gt, value: "1"}]' });
    expect(problems(schemas, text, '1.35')).toEqual([]);
    expect(problems(schemas, text, '1.33')).toEqual([expect.objectContaining({ type: 'not-allowed', allowed: ['Equal', 'Exists'] })]);
  });

  test.each(['1 Gi', '2GB', '500M i', '1gi', '', 'lots'])('%j is no quantity', (memory) => {
    expect(problems(schemas, deployment({ container: `resources: {limits: {memory: "${memory}"}}` }))).toEqual([
      { type: 'quantity', at: [...CONTAINER, 'resources', 'limits', 'memory'], found: memory },
    ]);
  });

  test('a number too large is told so', () => {
    expect(problems(schemas, deployment({ spec: 'replicas: 3000000000' }))).toEqual([
      {
        type: 'other',
        at: ['spec', 'replicas'],
        found: 3_000_000_000,
        message: '`replicas` is 3000000000; it must be a number of 32 bits (-2147483648 to 2147483647).',
      },
    ]);
  });

  test('what must be base64 is not repeated in the message', () => {
    const [problem] = problems(schemas, 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {password: hunter2}\n');
    expect(problem).toMatchObject({ type: 'other', at: ['data', 'password'], message: '`password` must be base64, and this is not.' });
  });

  test('a time is told how to be written', () => {
    const [problem] = problems(
      schemas,
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a, creationTimestamp: today}\nspec: {containers: []}\n',
    );
    expect(problem).toMatchObject({ type: 'other', message: expect.stringContaining('RFC 3339') });
  });

  test('a value of another type has one problem, not one for each keyword', () => {
    expect(problems(schemas, deployment({ container: 'imagePullPolicy: 5' })).map(({ type }) => type)).toEqual(['wrong-type']);
  });

  test('an item of a List has its problems below its own route', () => {
    const text = 'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: a}]}}\n';
    expect(problems(schemas, text)).toEqual([
      { type: 'wrong-type', at: ['items', 0, 'spec', 'ports', 0, 'port'], wanted: ['integer'], found: 'a' },
    ]);
  });
});

describe('versions', () => {
  test('one nobody knows is taken for the nearest older one, or the newest where it is no version', () => {
    const text = deployment({ pod: 'hostnameOverride: a' });
    const count = (version: string): number => problems(schemas, text, version).length;
    expect(['1.33', 'v1.33.4', '1.20', '1.34', '1.99', '2.0', 'newest', ''].map(count)).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
  });

  test('the same resource gives the same answer, and each version its own', () => {
    const [resource] = resources(deployment({ pod: 'hostnameOverride: a' }));
    expect(schemas.validate(resource!, '1.33')).toBe(schemas.validate(resource!, '1.33'));
    expect(schemas.validate(resource!, '1.36')).toEqual([]);
  });
});

describe('bad input', () => {
  test('a huge number of mistakes is not counted to the end', { tags: ['large'] }, () => {
    const text = deployment({ container: 'odd: 1' }) + '        - {nam: a}\n'.repeat(20_000);
    expect(problems(schemas, text).length).toBeLessThanOrEqual(200);
  });

  test.each(['[]', '5', 'text', '[[[[]]]]', '{a: {b: {c: []}}}'])('%s in any place is a problem and no failure', (value) => {
    for (const key of ['metadata', 'spec']) {
      const text = `apiVersion: apps/v1\nkind: Deployment\n${key}: ${value}\n`;
      expect(problems(schemas, text).length, text).toBeGreaterThan(0);
    }
  });

  test('without the schemas nothing is known and nothing fails', () => {
    const empty = createSchemas(() => undefined);
    const [resource] = resources(deployment({ pod: 'odd: 1' }));
    expect(empty.validate(resource!, '1.36')).toEqual([]);
    expect(empty.kind('v1', 'Pod', '1.36')).toBeUndefined();
    expect(empty.describe(resource!, ['spec'], '1.36')).toBeUndefined();
  });
});
