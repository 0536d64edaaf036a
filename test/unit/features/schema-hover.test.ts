import { describe, expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { hover } from '../../../server/src/features/hover.ts';
import { documentationText, lifecycleText } from '../../../server/src/features/schema-text.ts';
import { schemas } from '../../schemas.ts';
import { analyze, CURSOR, deployment } from './support.ts';

type Options = Parameters<typeof analyze>[1];

/** What is shown at the first occurrence of a text. */
function hoverAt(text: string, place: string, options?: Options): string | undefined {
  expect(text).toContain(place);
  const { analysis, offset } = analyze(text.replace(place, `${CURSOR}${place}`), options);
  return (hover(analysis, offset, { schemas, markdown: true })?.contents as MarkupContent | undefined)?.value;
}

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  serviceAccount: api
  restartPolicy: Always
  containers:
    - name: api
      image: example/api:1.0.0
      restartPolicyRules: []
`;

describe('a field', () => {
  test.each<[string, string, RegExp[]]>([
    ['its type and what it is', 'image:', [/^`image`: string\n\nContainer image name/]],
    ['at its value too', 'Always', [/^`restartPolicy`: string\n/]],
    ['that it is required', 'containers:', [/^`containers`: list of Container, required\n/]],
    ['what it may be', 'restartPolicy:', [/One of `Always`, `Never`, `OnFailure`\./]],
    ['that it is deprecated', 'serviceAccount:', [/^`serviceAccount`: string, deprecated\n/]],
    ['since when it is there', 'restartPolicyRules:', [/Kubernetes 1\.34 and newer$/]],
  ])('shows %s', (_, place, texts) => {
    for (const text of texts) expect(hoverAt(pod, place)).toMatch(text);
  });

  test('of a workload comes behind its sizing', () => {
    const text = hoverAt(deployment(), 'replicas: 2') ?? '';
    expect(text.indexOf('**Deployment api-server**')).toBe(0);
    expect(text).toMatch(/\n\n---\n\n`replicas`: integer\n\nNumber of desired pods/);
  });

  test('of a kustomization, with or without its kind', () => {
    const uri = 'file:///shop/kustomization.yaml';
    expect(hoverAt('resources: [a.yaml]\n', 'resources', { uri })).toMatch(/^`resources`: list of string\n\nManifests/);
    const whole = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatchesJson6902: []\n';
    expect(hoverAt(whole, 'patchesJson6902', { uri })).toContain('deprecated');
    expect(hoverAt(whole, 'kind', { uri })).toContain('What kustomize builds');
  });

  test('of a Compose file', () => {
    const text = 'services:\n  web:\n    image: web:1\n    healthcheck:\n      interval: 5s\n';
    expect(hoverAt(text, 'healthcheck', { uri: 'file:///shop/compose.yaml' })).toMatch(/^`healthcheck`: object\n/);
  });

  test('shows nothing where schemas are left to others', () => {
    expect(hoverAt(pod, 'image:', { settings: { schemas: { enable: 'off' } } })).toBeUndefined();
  });

  test('that its kind does not have shows nothing', () => {
    expect(hoverAt(pod.replace('image:', 'imaeg:'), 'imaeg')).toBeUndefined();
  });
});

describe('an object', () => {
  test.each(['kind', 'apiVersion', 'Pod', 'v1'])('is described at %s', (place) => {
    expect(hoverAt(pod, place)).toMatch(/^`Pod` · `v1`\n\nIn a namespace\.\n\nPod is a collection of containers/);
  });

  test('that is gone says since when, and what to use', () => {
    expect(hoverAt('apiVersion: extensions/v1beta1\nkind: Ingress\n', 'kind')).toMatch(
      /\*\*Removed in Kubernetes 1\.22\.\*\* Use `networking\.k8s\.io\/v1 Ingress`\./,
    );
  });

  test('that is deprecated says so', () => {
    expect(hoverAt('apiVersion: v1\nkind: Endpoints\n', 'kind')).toContain(
      '**Deprecated since Kubernetes 1.33.** Use `discovery.k8s.io/v1 EndpointSlice`.',
    );
  });

  test('of an unknown kind shows nothing', () => {
    expect(hoverAt('apiVersion: example.com/v1\nkind: Thing\n', 'kind')).toBeUndefined();
  });
});

describe('texts of schemas', () => {
  const field = { type: 'string', required: false, deprecated: false };

  test('are no HTML and lead nowhere', () => {
    const description = 'Runs as <uid> of `<user>` where a < b, see ![this](https://example.com/x.png).';
    expect(documentationText({ ...field, description })).toBe(
      'Runs as \\<uid> of `<user>` where a < b, see ![this]\\(https://example.com/x.png).',
    );
  });

  test('name what holds where nothing is written', () => {
    expect(documentationText({ ...field, description: undefined, default: 'a`b' })).toBe("Default: `a'b`");
  });

  test('of a custom kind say where they are from', () => {
    const info = { namespaced: true, served: true, custom: { from: 'release', project: 'cert-manager', version: '1.20' } } as const;
    expect(lifecycleText(info, undefined)).toBe('In a namespace. From cert-manager 1.20.');
  });
});
