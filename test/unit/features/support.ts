import type { Position } from 'vscode-languageserver-types';
import type { Analysis } from '../../../server/src/analyzer.ts';
import { Analyzer } from '../../../server/src/analyzer.ts';
import { positionAt } from '../../../server/src/features/positions.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import { parseSettings } from '../../../server/src/settings.ts';
import { schemas } from '../../schemas.ts';

/** The cursor in a test's text. */
export const CURSOR = '<|>';

export const URI = 'file:///shop/api.yaml';

interface Options {
  readonly settings?: unknown;
  /** Other files of the workspace, by URI. */
  readonly others?: Readonly<Record<string, string>>;
  readonly rules?: readonly Rule[];
  readonly uri?: string;
}

interface Analyzed {
  readonly analyzer: Analyzer;
  readonly analysis: Analysis;
  /** Offset and position of the cursor; the end of the text where it has none. */
  readonly offset: number;
  readonly position: Position;
}

/** Analyses a text as a file of a small workspace. No rules run unless they are given. */
export function analyze(text: string, { settings, others = {}, rules = [], uri = URI }: Options = {}): Analyzed {
  const parsed = parseSettings(settings).settings;
  const analyzer = new Analyzer({ schemas, settingsFor: () => parsed, rules });
  for (const [other, content] of Object.entries(others)) analyzer.set(other, content);
  analyzer.set(uri, text.replace(CURSOR, ''));
  const analysis = analyzer.analysisOf(uri)!;
  const offset = text.includes(CURSOR) ? text.indexOf(CURSOR) : text.length;
  return { analyzer, analysis, offset, position: positionAt(analysis.file, offset) };
}

/** All offsets in a text, its end among them. */
export function offsetsIn(text: string): readonly number[] {
  return Array.from({ length: text.length + 1 }, (_, offset) => offset);
}

/** The text of a workload with a role, for tests that need no more of it. */
export function deployment({
  name = 'api-server',
  replicas = 'replicas: 2',
  resources = 'requests: { cpu: 1, memory: 2Gi }',
} = {}): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  ${replicas}
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: main
          image: example/${name}:1.0.0
          resources:
            ${resources}
`;
}

/** A HorizontalPodAutoscaler of a Deployment. */
export function autoscaler({ name = 'api-server', bounds = 'minReplicas: 2\n  maxReplicas: 10' } = {}): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ${name}
spec:
  ${bounds}
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${name}
`;
}
