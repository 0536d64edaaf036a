import { Analyzer } from '../../../server/src/analyzer.ts';
import type { Finding } from '../../../server/src/rules/types.ts';
import { defaultSettings, parseSettings } from '../../../server/src/settings.ts';
import { schemas } from '../../schemas.ts';

/** Where the charts of these tests are. */
export const CHART = 'file:///w/chart';

const strict = parseSettings({ profile: 'strict' }).settings;

/** The findings of a chart's template, with all rules there are; its other files by their paths in the chart. */
export function findingsIn(
  template: string,
  { profile = 'recommended', others = {} }: { profile?: 'recommended' | 'strict'; others?: Readonly<Record<string, string>> } = {},
): readonly Finding[] {
  const analyzer = new Analyzer({ schemas, settingsFor: () => (profile === 'strict' ? strict : defaultSettings) });
  analyzer.set(`${CHART}/Chart.yaml`, 'apiVersion: v2\nname: chart\nversion: 1.0.0\n');
  for (const [path, text] of Object.entries(others)) analyzer.set(`${CHART}/${path}`, text);
  const uri = `${CHART}/templates/template.yaml`;
  analyzer.set(uri, template);
  return (analyzer.analysisOf(uri)?.findings() ?? []).map(({ finding }) => finding);
}

/** A Deployment in the way charts write it; `pod`, `container` and `top` are lines of its parts, indented as they are in there. */
export function deployment({ top = '', pod = '', container = '' } = {}): string {
  return `{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "chart.fullname" . }}
  labels:
    {{- include "chart.labels" . | nindent 4 }}
${top}spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "chart.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "chart.selectorLabels" . | nindent 8 }}
    spec:
${pod}      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
${container}          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
{{- end }}
`;
}
