import { describe, expect, test } from 'vitest';
import type { Route } from '../../../server/src/yaml/types.ts';
import { schemas } from '../../schemas.ts';
import { deployment, resources } from './load.ts';

const [web] = resources(deployment({}));
const CONTAINER = ['spec', 'template', 'spec', 'containers', 0];

describe('descriptions', () => {
  test.each<[Route, string, boolean, RegExp | undefined]>([
    [[], 'Deployment', false, /declarative updates/],
    [['spec'], 'DeploymentSpec', false, /desired behavior/],
    [['spec', 'replicas'], 'integer', false, /Number of desired pods/],
    [['spec', 'selector'], 'LabelSelector', true, /Label selector/],
    [['spec', 'strategy', 'rollingUpdate', 'maxSurge'], 'integer or string', false, /maximum number of pods/],
    [['spec', 'template', 'spec', 'containers'], 'list of Container', true, /containers belonging to the pod/],
    [CONTAINER, 'Container', false, /single application container/],
    [[...CONTAINER, 'resources'], 'ResourceRequirements', false, /Compute Resources/],
    [[...CONTAINER, 'resources', 'limits'], 'map of quantity', false, /maximum amount/],
    [[...CONTAINER, 'resources', 'limits', 'cpu'], 'quantity', false, undefined],
    [['metadata', 'labels'], 'map of string', false, /organize and categorize/],
  ])('%j is of type %s', (route, type, required, text) => {
    const found = schemas.describe(web!, route, '1.36');
    expect(found).toMatchObject({ type, required });
    expect(found?.description ?? '').toMatch(text ?? /^$/);
  });

  test('name the values of a list', () => {
    expect(schemas.describe(web!, [...CONTAINER, 'imagePullPolicy'], '1.36')).toMatchObject({
      allowed: ['Always', 'IfNotPresent', 'Never'],
      description: expect.stringContaining('Possible enum values'),
    });
  });

  test('are those of the version', () => {
    const route = ['spec', 'template', 'spec', 'hostnameOverride'];
    expect(schemas.describe(web!, route, '1.36')?.type).toBe('string');
    expect(schemas.describe(web!, route, '1.33')).toBeUndefined();
  });

  test.each<[Route]>([[['spec', 'odd']], [['spec', 'replicas', 'deeper']], [[...CONTAINER, 'image', 0]], [['spec', 'template', 5]]])(
    'are not there for %j',
    (route) => {
      expect(schemas.describe(web!, route, '1.36')).toBeUndefined();
    },
  );

  test('of an item of a List are found below its route, and nowhere else', () => {
    const [item] = resources('apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: a}}\n');
    expect(schemas.describe(item!, ['items', 0, 'spec', 'type'], '1.36')?.allowed).toContain('LoadBalancer');
    expect(schemas.describe(item!, ['spec', 'type'], '1.36')).toBeUndefined();
  });

  test('follow the alternative that is written', () => {
    const [crd] = resources(
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {versions: [{schema: {openAPIV3Schema: {items: [{}], not: {}}}}]}\n',
    );
    const at = ['spec', 'versions', 0, 'schema', 'openAPIV3Schema'];
    expect(schemas.describe(crd!, [...at, 'items', 0, 'pattern'], '1.36')?.type).toBe('string');
    expect(schemas.describe(crd!, [...at, 'not', 'items', 'pattern'], '1.36')?.type).toBe('string');
    expect(schemas.describe(crd!, [...at, 'items'], '1.36')?.type).toBe('JSONSchemaProps or list of JSONSchemaProps');
  });
});

describe('schemas at a place', () => {
  test('are resolved and have the members of the version', () => {
    const names = (version: string): string[] =>
      Object.keys(schemas.schemaAt(web!, ['spec', 'template', 'spec'], version)?.properties ?? {});
    expect(names('1.36')).toContain('hostnameOverride');
    expect(names('1.33')).not.toContain('hostnameOverride');
    expect(schemas.schemaAt(web!, [...CONTAINER, 'env', 0, 'value'], '1.36')).toEqual({ type: 'string' });
    expect(schemas.schemaAt(web!, [...CONTAINER, 'resources', 'requests', 'memory'], '1.36')).toEqual({ 'x-quantity': true });
  });

  test('of unknown kinds are not there', () => {
    const [thing] = resources('apiVersion: example.com/v1\nkind: Thing\n');
    expect(schemas.schemaAt(thing!, ['spec'], '1.36')).toBeUndefined();
  });
});
