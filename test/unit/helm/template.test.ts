import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../../server/src/yaml/parse.ts';
import { nodeAt, spanOf } from '../../../server/src/yaml/route.ts';
import { fuzz } from '../../fuzz.ts';
import { deployment, findingsIn } from './chart.ts';

const POD_CONTEXT = '      securityContext:\n';
const CONTEXT = '          securityContext:\n';

/** A Service whose spec has these lines. */
function service(lines: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n${lines}`;
}

describe('a template in which nothing is wrong has no findings', () => {
  test.each([
    ['a Deployment as charts have it', deployment()],
    ['values of any type', deployment({ container: '          stdin: {{ .Values.stdin }}\n          args: {{ toJson .Values.args }}\n' })],
    [
      'a mapping that an action writes',
      deployment({ pod: `${POD_CONTEXT}        {{- toYaml .Values.podSecurityContext | nindent 8 }}\n` }),
    ],
    ['a mapping on the line of its key', deployment({ container: `${CONTEXT.trimEnd()} {{- toYaml .Values.context | nindent 12 }}\n` })],
    [
      'a mapping that an action begins and plain lines continue',
      service(
        '  selector: {{- include "chart.labels" . | nindent 4 }}\n    {{- if .Values.part }}\n    part: api\n    {{- end }}\n    app: web\n',
      ),
    ],
    [
      'a list that is written in a loop',
      service('  ports:\n  {{- range .Values.ports }}\n    - port: {{ .port }}\n      name: {{ .name }}\n  {{- end }}\n'),
    ],
    ['a list of nothing but an action', service('  ports:\n    {{- toYaml .Values.ports | nindent 4 }}\n')],
    [
      'alternatives with the same keys',
      service('  {{- if .Values.local }}\n  type: ClusterIP\n  {{- else }}\n  type: NodePort\n  {{- end }}\n  ports:\n    - port: 80\n'),
    ],
    [
      'the same key under opposite conditions',
      service(
        '  {{- if .a }}\n  type: ClusterIP\n  {{- end }}\n  {{- if not .a }}\n  type: NodePort\n  {{- end }}\n  ports:\n    - port: 80\n',
      ),
    ],
    [
      'keys that an action writes',
      service(
        '  selector:\n    {{ .Values.key }}: web\n    {{- range $k, $v := .Values.labels }}\n    {{ $k }}: {{ $v | quote }}\n    {{- end }}\n  ports:\n    - port: 80\n',
      ),
    ],
    [
      'comments of templates, with braces and all',
      `{{- /* A }} and a {{ in here. */}}\n${service('  # port {{ .Values.port }}\n  ports:\n    - port: 80 {{/* plain */}}\n')}`,
    ],
    ['variables', `{{- $port := .Values.port -}}\n${service('  ports:\n    - port: {{ $port }}\n')}`],
    ['quotes in quotes', service('  type: "{{ .Values.type | default "ClusterIP" }}"\n  ports:\n    - port: 80\n')],
    ['an action over several lines', service('  ports:\n    - port: {{ .Values.port\n        | default 80 }}\n')],
    [
      'a condition within a line',
      service('  type: {{ if .Values.a }}ClusterIP{{ else }}NodePort{{ end }}\n  ports: [{ port: {{ .Values.port }} }]\n'),
    ],
    [
      'texts with loops in them',
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  app.ini: |\n    {{- range $k, $v := .Values.ini }}\n    {{ $k }} = {{ $v }}\n    {{- end }}\n    debug: {{ .Values.debug }}\n`,
    ],
    [
      'an object whose version depends on the cluster',
      `{{- if .Capabilities.APIVersions.Has "networking.k8s.io/v1" }}\napiVersion: networking.k8s.io/v1\n{{- else }}\napiVersion: extensions/v1beta1\n{{- end }}\nkind: Ingress\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  backend:\n    serviceName: a\n`,
    ],
    [
      'fields for some versions of Kubernetes only',
      service(
        '  {{- if semverCompare ">=1.99-0" .Capabilities.KubeVersion.Version }}\n  futureField: x\n  {{- end }}\n  ports:\n    - port: 80\n',
      ),
    ],
    ['a definition, which is no object', '{{- define "chart.pod" -}}\napiVersion: v1\nkind: Pod\nspec:\n  wrong: true\n{{- end }}\n'],
    [
      'a document whose condition ends in the next one',
      '{{- if .Values.a }}\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {{ .Release.Name }}\n',
    ],
    [
      'a structure that only its actions make',
      'apiVersion: v1\nkind: Service\nspec:\n    ports:\n  {{ if .a }}\n   - port: 80\n{{ end }} x: [\n',
    ],
    ['an action that ends in the midst of a line', service('  type: {{ .Values.type\n    }}IP\n  ports:\n    - port: 80\n')],
    ['a suppression that is for a rendering', `# plimsoll-ignore availability/replicas: one is enough\n${deployment()}`],
    [
      'a flag that someone asks for',
      deployment({ container: `          {{- if .Values.privileged }}\n${CONTEXT}            privileged: true\n          {{- end }}\n` }),
    ],
    [
      'an unknown key behind lines that an action writes',
      deployment({ container: '          env:\n            {{- include "chart.more" . | nindent 10 }}\n          endpoint: x\n' }),
    ],
  ])('%s', (_, template) => {
    expect(findingsIn(template, { profile: 'strict' })).toEqual([]);
  });
});

describe('what is wrong whatever the values are is found', () => {
  test.each([
    ['a privileged container', deployment({ container: `${CONTEXT}            privileged: true\n` }), 'security/privileged', 'privileged'],
    [
      'a value out of an enumeration',
      service('  type: {{ .Values.type }}\n  sessionAffinity: Sticky\n  ports:\n    - port: 80\n'),
      'schema/invalid',
      'Sticky',
    ],
    [
      'a misspelt key',
      deployment({ container: '          imagePulPolicy: {{ .Values.pullPolicy }}\n' }),
      'schema/unknown-property',
      'imagePulPolicy',
    ],
    [
      'a misspelt key under a condition',
      service('  {{- if .Values.ip }}\n  clusterIp: None\n  {{- end }}\n  ports:\n    - port: 80\n'),
      'schema/unknown-property',
      'clusterIp',
    ],
    [
      'a key that stands twice',
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\n  name: web\nspec:\n  ports:\n    - port: 80\n',
      'schema/syntax',
      'name',
    ],
    ['a bracket that is not closed', service('  type: ClusterIP\n  ports: [{ port: 80 }\n'), 'schema/syntax', undefined],
    [
      'an image without a tag',
      deployment({ pod: '      initContainers:\n        - name: wait\n          image: busybox\n' }),
      'images/tag',
      'busybox',
    ],
    [
      'what follows a mapping that an action begins',
      service(
        '  selector: {{- include "chart.labels" . | nindent 4 }}\n    app: web\n  sessionAffinity: Sticky\n  ports:\n    - port: 80\n',
      ),
      'schema/invalid',
      'Sticky',
    ],
    ['a text where a number is wanted', deployment({ pod: '      terminationGracePeriodSeconds: soon\n' }), 'schema/invalid', 'soon'],
  ])('%s', (_, template, rule, text) => {
    const found = findingsIn(template).filter((finding) => finding.rule === rule);
    expect(found.map(({ span }) => (text === undefined ? undefined : template.slice(span.start, span.end)))).toEqual([text]);
  });
});

test('a comment suppresses what is found', () => {
  const wrong = (comment: string) => service(`  ports:\n    - port: 80\n${comment}  sessionAffinity: Sticky\n`);
  expect(findingsIn(wrong('')).map(({ rule }) => rule)).toEqual(['schema/invalid']);
  expect(findingsIn(wrong('  # plimsoll-ignore schema/invalid: on purpose\n'))).toEqual([]);
});

describe('templates beside other manifests', () => {
  test('their objects are no part of the workspace, since only renderings say what they are called', () => {
    const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  a: b\n';
    expect(findingsIn(config, { others: { 'templates/other.yaml': config } })).toEqual([]);
  });
});

describe('reading', () => {
  test('leaves everything at its place', () => {
    const text = deployment();
    const document = parseDocument(text);
    const image = nodeAt(document, ['spec', 'template', 'spec', 'containers', 0, 'image']);
    expect(image).toMatchObject({ value: '{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}' });
    const { start, end } = spanOf(document, ['metadata', 'name']);
    expect(text.slice(start, end)).toBe('{{ include "chart.fullname" . }}');
  });

  test('the same with other line breaks', () => {
    const text = deployment({ container: `${CONTEXT}            privileged: true\n` });
    const places = (template: string) => findingsIn(template).map(({ rule, span }) => [rule, template.slice(span.start, span.end)]);
    expect(places(text.replaceAll('\n', '\r\n'))).toEqual(places(text));
    expect(places(`\uFEFF${text}`)).toEqual(places(text));
  });

  test('a template that ends behind any of its lines has no findings either', () => {
    const lines = deployment({ container: '          ports:\n            - containerPort: {{ .Values.port }}\n' }).split('\n');
    const said = lines.flatMap((_, count) => findingsIn(lines.slice(0, count).join('\n')));
    expect(said.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });

  test('nothing throws on anything that looks like actions', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{{-',
      ' -}}',
      '{{/*',
      '*/}}',
      '"',
      '`',
      'if ',
      'else',
      'end',
      'range',
      'a: ',
      '- ',
      '\n',
      '  ',
      'x',
      '[',
      '|',
      '---\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        expect(parseDocument(text).text).toBe(text);
        expect(() => findingsIn(`apiVersion: v1\nkind: Service\n${text}`)).not.toThrow();
      }),
      fuzz(500),
    );
  });
});
