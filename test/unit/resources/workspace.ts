import { InventoryStore } from '../../../server/src/resources/inventory.ts';
import { resourcesOf } from '../../../server/src/resources/resource.ts';
import type { Resource, Workload } from '../../../server/src/resources/types.ts';
import { workloadOf } from '../../../server/src/resources/workload.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import type { YamlDocument } from '../../../server/src/yaml/types.ts';

/** The first document of a text. */
export function documentOf(text: string): YamlDocument {
  return parseFile(text).documents[0]!.document;
}

/** The first object of a text. */
export function resourceOf(text: string): Resource {
  return resourcesOf(documentOf(text))[0]!;
}

/** The first object of a text, which runs pods. */
export function workloadFrom(text: string): Workload {
  return workloadOf(resourceOf(text))!;
}

/** A workspace of files by URI. */
export function workspaceOf(files: Readonly<Record<string, string>>): InventoryStore {
  const store = new InventoryStore();
  for (const [uri, text] of Object.entries(files)) store.update(uri, parseFile(text));
  return store;
}

/** A Deployment in short; `pod` is YAML of its pod's spec, indented as at the text's start. */
export function deployment(name: string, options: { replicas?: number; namespace?: string; labels?: string; pod?: string } = {}): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}${options.namespace ? `\n  namespace: ${options.namespace}` : ''}
spec:${options.replicas === undefined ? '' : `\n  replicas: ${options.replicas}`}
  template:
    metadata:
      labels: ${options.labels ?? `{app: ${name}}`}
    spec:
      ${(options.pod ?? 'containers: []').trim().replaceAll('\n', '\n      ')}
`;
}

/** A pod's spec of one container with equal requests and limits. */
export function onePod(cpu: string, memory: string): string {
  return `containers:\n- name: app\n  resources: {requests: {cpu: ${cpu}, memory: ${memory}}, limits: {cpu: ${cpu}, memory: ${memory}}}`;
}

/** A HorizontalPodAutoscaler for a Deployment. */
export function autoscaler(target: string, min: number, max: number, namespace?: string): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ${target}${namespace ? `\n  namespace: ${namespace}` : ''}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${target}}
  minReplicas: ${min}
  maxReplicas: ${max}
`;
}
