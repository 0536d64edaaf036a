import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface Property {
  readonly $ref?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property;
  readonly anyOf?: readonly Property[];
  readonly enum?: readonly string[];
  readonly [keyword: string]: unknown;
}

interface Shapes {
  readonly versions: readonly string[];
  readonly kinds: Readonly<Record<string, { ref: string; namespaced: boolean; plural: string; since?: string; until?: string }>>;
  readonly removed: Readonly<Record<string, { removedIn: string; replacement?: string }>>;
  readonly definitions: Readonly<
    Record<string, { properties: Record<string, Property>; required?: string[]; additionalProperties: false }>
  >;
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../schemas/${name}`, import.meta.url), 'utf8'));
const shapes = read('kubernetes.json') as Shapes;
const docs = read('kubernetes.docs.json') as { texts: readonly string[]; definitions: Record<string, Record<string, number>> };
const property = (definition: string, name: string): Property | undefined => shapes.definitions[definition]?.properties[name];

function references(schema: Property): string[] {
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === '$ref' && typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? references(value as Property) : [];
  });
}

describe('kubernetes.json', () => {
  test('covers the newest minor version and more than the four before it', () => {
    expect(shapes.versions).toEqual(['1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36']);
  });

  test.each([
    ['apps/v1/Deployment', 'V1Deployment', true, 'deployments'],
    ['autoscaling/v2/HorizontalPodAutoscaler', 'V2HorizontalPodAutoscaler', true, 'horizontalpodautoscalers'],
    ['v1/Namespace', 'V1Namespace', false, 'namespaces'],
    ['v1/Event', 'CoreV1Event', true, 'events'],
    ['rbac.authorization.k8s.io/v1/ClusterRole', 'V1ClusterRole', false, 'clusterroles'],
  ])('has %s in all versions', (name, ref, namespaced, plural) => {
    expect(shapes.kinds[name]).toEqual({ ref, namespaced, plural });
  });

  test('limits kinds to the versions that serve them', () => {
    expect(shapes.kinds['storage.k8s.io/v1/VolumeAttributesClass']).toMatchObject({ since: '1.34' });
    expect(shapes.kinds['flowcontrol.apiserver.k8s.io/v1beta3/FlowSchema']).toMatchObject({ until: '1.31' });
    expect(shapes.removed['extensions/v1beta1/Ingress']).toEqual({ removedIn: '1.22', replacement: 'networking.k8s.io/v1' });
    expect(Object.keys(shapes.removed).filter((name) => name in shapes.kinds)).toEqual([]);
  });

  test('replaces removed kinds by kinds it has', () => {
    const replacements = Object.entries(shapes.removed).flatMap(([name, { replacement }]) =>
      replacement === undefined ? [] : [`${replacement}/${name.split('/').at(-1)}`],
    );
    expect(replacements.filter((name) => !(name in shapes.kinds))).toEqual([]);
  });

  test('requires what the API server requires', () => {
    expect(shapes.definitions.V1DeploymentSpec?.required).toEqual(['selector', 'template']);
    expect(shapes.definitions.V1PodSpec?.required).toEqual(['containers']);
    expect(shapes.definitions.V1Container?.required).toEqual(['name']);
    expect(shapes.definitions.V1StatefulSetSpec?.required).toEqual(['selector', 'template']);
  });

  test.each([
    ['V1PodSpec', 'hostnameOverride', '1.34'],
    ['V1PodSpec', 'resources', '1.32'],
    ['V1Volume', 'image', '1.31'],
    ['V1Lifecycle', 'stopSignal', '1.33'],
  ])('%s.%s is there since %s', (definition, name, since) => {
    expect(property(definition, name)?.['x-since']).toBe(since);
  });

  test('knows quantities, numbers and enumerations', () => {
    expect(property('V1Container', 'resources')).toEqual({ $ref: '#/definitions/V1ResourceRequirements' });
    expect(property('V1ResourceRequirements', 'limits')).toEqual({ type: 'object', additionalProperties: { 'x-quantity': true } });
    expect(property('V1ServicePort', 'targetPort')).toEqual({ 'x-int-or-string': true });
    expect(property('V1DeploymentSpec', 'replicas')).toEqual({ type: 'integer', format: 'int32' });
    expect(property('V1ObjectMeta', 'creationTimestamp')).toEqual({ type: 'string', format: 'date-time' });
    expect(property('V1Secret', 'data')).toEqual({ type: 'object', additionalProperties: { type: 'string', format: 'byte' } });
    expect(property('V1Container', 'imagePullPolicy')?.enum).toEqual(['Always', 'IfNotPresent', 'Never']);
    expect(property('V1Toleration', 'operator')).toMatchObject({ 'x-values': { Gt: { since: '1.34' }, Lt: { since: '1.34' } } });
  });

  test('lets a schema in a CustomResourceDefinition be what the API allows', () => {
    expect(property('V1JSONSchemaProps', 'default')).toEqual({ 'x-open': true });
    expect(property('V1JSONSchemaProps', 'additionalProperties')?.anyOf).toEqual([
      { $ref: '#/definitions/V1JSONSchemaProps' },
      { type: 'boolean' },
    ]);
    expect(property('V1JSONSchemaProps', 'enum')).toEqual({ type: 'array', items: { 'x-open': true } });
  });

  test('refers to nothing that is missing, and requires nothing it does not have', () => {
    const known = new Set(Object.keys(shapes.definitions).map((name) => `#/definitions/${name}`));
    const roots = Object.values(shapes.kinds).map(({ ref }) => `#/definitions/${ref}`);
    const all = [...roots, ...Object.values(shapes.definitions).flatMap(({ properties }) => references(properties as Property))];
    expect(all.filter((ref) => !known.has(ref))).toEqual([]);
    const odd = Object.values(shapes.definitions).flatMap(({ required = [], properties }) =>
      required.filter((name) => !(name in properties)),
    );
    expect(odd).toEqual([]);
  });

  test('stays small enough to be read at start', () => {
    expect(JSON.stringify(shapes).length).toBeLessThan(600_000);
  });
});

describe('kubernetes.docs.json', () => {
  test('describes members, with the values an enumeration allows', () => {
    const text = docs.texts[docs.definitions.V1Container?.imagePullPolicy ?? -1];
    expect(text).toContain('Image pull policy.');
    expect(text).toContain('`"IfNotPresent"`');
  });

  test('describes only what there is, and nine in ten of those', () => {
    const members = Object.entries(docs.definitions).flatMap(([name, entry]) =>
      Object.keys(entry).flatMap((key) => (key === '' ? [] : [`${name}.${key}`])),
    );
    const odd = members.filter((member) => property(member.split('.')[0] ?? '', member.slice(member.indexOf('.') + 1)) === undefined);
    expect(odd).toEqual([]);
    const total = Object.values(shapes.definitions).reduce((sum, { properties }) => sum + Object.keys(properties).length, 0);
    expect(members.length / total).toBeGreaterThan(0.9);
  });
});
