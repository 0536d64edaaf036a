import { describe, expect, test } from 'vitest';
import { findingsInChart } from '../../../server/src/analyzer-rendered.ts';
import { allRules } from '../../../server/src/rules/registry.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { schemas } from '../../schemas.ts';
import { CHART, deployment } from './chart.ts';

const CHART_FILE = 'apiVersion: v2\nname: chart\nversion: 1.0.0\n';

/** Where findings of what a chart renders are shown: the rule, the file and line, what is marked, and whether it is said to be rendered. */
function places(rendered: string, files: Readonly<Record<string, string>>, rules: readonly string[]): readonly string[] {
  const all: Readonly<Record<string, string>> = { 'Chart.yaml': CHART_FILE, ...files };
  const found = findingsInChart(rendered, {
    folder: CHART,
    settings: defaultSettings,
    schemas,
    rules: allRules.filter(({ id }) => rules.includes(id)),
    textOf: (uri) => all[uri.slice(CHART.length + 1)],
  });
  return found.map(({ uri, placed, finding: { rule, span, message, fixes } }) => {
    expect(fixes).toEqual([]);
    const line = placed.line + placed.document.text.slice(0, span.start).split('\n').length;
    const text = placed.document.text.slice(span.start, span.end);
    return `${rule} ${uri.slice(CHART.length + 1)}:${line} ${text}${message.endsWith(' (rendered)') ? ' (rendered)' : ''}`;
  });
}

/** What `helm template` makes of a Deployment of {@link deployment}. */
function rendered({
  name = 'release-chart',
  containers = '        - name: chart\n          image: acme/api:1.0\n',
  pod = '',
  source = 'chart/templates/a.yaml',
} = {}): string {
  return `---
# Source: ${source}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app: web
spec:
  replicas: 1
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
${pod}      containers:
${containers}`;
}

describe('what a chart renders is shown in the template that wrote it', () => {
  test('at the line of a value, whether it is written there or comes from the values', () => {
    const template = deployment({ pod: '      hostNetwork: true\n' });
    expect(
      places(rendered({ pod: '      hostNetwork: true\n' }), { 'templates/a.yaml': template }, [
        'availability/replicas',
        'security/host-namespaces',
      ]),
    ).toEqual([
      'availability/replicas templates/a.yaml:10 {{ .Values.replicaCount }}',
      'security/host-namespaces templates/a.yaml:20 true',
    ]);
  });

  test('at what surrounds it where something is missing, or where an action wrote it', () => {
    const containers =
      '        - name: chart\n          image: acme/api:1.0\n          resources:\n            limits: { memory: 1Gi }\n            requests: { memory: 2Gi, cpu: 1 }\n';
    expect(
      places(rendered({ containers }), { 'templates/a.yaml': deployment() }, ['resources/request-over-limit', 'probes/liveness']),
    ).toEqual(['probes/liveness templates/a.yaml:21 {{ .Chart.Name }}', 'resources/request-over-limit templates/a.yaml:24 resources']);
  });

  test('in the container of the same name, wherever it stands', () => {
    const containers = '        - name: proxy\n          image: proxy\n        - name: chart\n          image: acme/api:1.0\n';
    const template = deployment().replace('      containers:\n', '      containers:\n        {{- include "chart.first" . | nindent 8 }}\n');
    const proxy = '        - name: proxy\n          image: proxy\n';
    expect(places(rendered({ containers }), { 'templates/a.yaml': template }, ['images/tag'])).toEqual([
      'images/tag templates/a.yaml:20 containers (rendered)',
    ]);
    const written = template.replace(/ +resources:\n.*\n/, '').replace('{{- end }}\n{{- end }}', `{{- end }}\n${proxy}{{- end }}`);
    expect(places(rendered({ containers }), { 'templates/a.yaml': written }, ['images/tag'])).toEqual([
      'images/tag templates/a.yaml:27 proxy',
    ]);
  });

  test('in the object that it can have become', () => {
    const two = `${deployment()}---\n${deployment().replace('"chart.fullname" . }}', '"chart.fullname" . }}-api')}`;
    const texts = `${rendered()}${rendered({ name: 'release-chart-api' })}`;
    expect(places(texts, { 'templates/a.yaml': two }, ['availability/replicas'])).toEqual([
      'availability/replicas templates/a.yaml:10 {{ .Values.replicaCount }}',
      'availability/replicas templates/a.yaml:38 {{ .Values.replicaCount }}',
    ]);
  });

  test('once, however often it is rendered', () => {
    const template = `{{- range .Values.names }}\n${deployment().replace('{{ include "chart.fullname" . }}', '{{ . }}')}{{- end }}\n`;
    expect(
      places(`${rendered({ name: 'a' })}${rendered({ name: 'a' })}`, { 'templates/a.yaml': template }, ['availability/replicas']),
    ).toHaveLength(1);
  });

  test('never at a value that another branch has', () => {
    const template = deployment().replace('  replicas: {{ .Values.replicaCount }}\n', '  replicas: 3\n  {{- else }}\n  replicas: 1\n');
    expect(places(rendered(), { 'templates/a.yaml': template }, ['availability/replicas'])).toEqual([
      'availability/replicas templates/a.yaml:8 spec (rendered)',
    ]);
  });
});

describe('where it cannot be told what wrote it', () => {
  test('it is the only line with that kind', () => {
    const template = '{{- $name := "x" }}\n{{ if .a }}\nkind: Deployment\n{{ end }} x: [\n';
    expect(places(rendered(), { 'templates/a.yaml': template }, ['availability/replicas'])).toEqual([
      'availability/replicas templates/a.yaml:3 kind: Deployment (rendered)',
    ]);
  });

  test('or the first line of the file', () => {
    const template = '{{ include "common.deployment" . }}\n';
    expect(places(rendered(), { 'templates/a.yaml': template }, ['availability/replicas'])).toEqual([
      'availability/replicas templates/a.yaml:1 {{ include "common.deployment" . }} (rendered)',
    ]);
  });

  test('or the chart itself for dependencies that are packed', () => {
    expect(places(rendered({ source: 'chart/charts/db/templates/a.yaml' }), {}, ['availability/replicas'])).toEqual([
      'availability/replicas Chart.yaml:1 apiVersion: v2 (rendered)',
    ]);
  });

  test.each(['', '\n', '---\n# Source: x\n', 'not: [yaml', '# Source: chart/templates/a.yaml\nkind: List\n'])(
    'nothing is said of %j',
    (text) => {
      expect(places(text, {}, ['availability/replicas', 'security/privileged'])).toEqual([]);
    },
  );
});

test('what is looked for in the workspace may be in the cluster', () => {
  const pod = '      serviceAccountName: elsewhere\n      imagePullSecrets: [{ name: elsewhere }]\n';
  const rules = allRules.filter(({ id }) => id.startsWith('references/')).map(({ id }) => id);
  expect(places(rendered({ pod }), { 'templates/a.yaml': deployment() }, rules)).toEqual([]);
});
