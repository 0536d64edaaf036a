import { describe, expect, test } from 'vitest';
import { inlayHints } from '../../../server/src/features/inlay-hints.ts';
import { analyze, autoscaler, deployment } from './support.ts';

const EVERYWHERE = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };

function hintsOf(text: string, options?: Parameters<typeof analyze>[1], range = EVERYWHERE) {
  const lines = text.split('\n');
  return inlayHints(analyze(text, options).analysis, range).map(({ position, label, tooltip }) => ({
    /** The line with the hint in it, as the reader sees it. */
    seen: `${lines[position.line]?.slice(0, position.character)} «${label}»${lines[position.line]?.slice(position.character)}`.trim(),
    tooltip,
  }));
}

const seen = (...args: Parameters<typeof hintsOf>) => hintsOf(...args).map((hint) => hint.seen);

describe('inlay hints', () => {
  test('stand behind replicas and behind resources in block or flow style', () => {
    expect(seen(deployment({ resources: 'requests: { cpu: 1, memory: 2Gi }' }))).toEqual([
      'replicas: 2 «· 2 × 1 CPU, 2Gi → 20-40 conversations»',
      'resources: «· 2 × 1 CPU, 2Gi → 20-40 conversations»',
    ]);
    const flow = deployment().replace(/resources:\n\s+requests: (.*)/, 'resources: { requests: $1 } # enough');
    expect(seen(flow)[1]).toBe('resources: { requests: { cpu: 1, memory: 2Gi } } «· 2 × 1 CPU, 2Gi → 20-40 conversations» # enough');
  });

  test('follow an autoscaler in another file', () => {
    const others = { 'file:///shop/hpa.yaml': autoscaler() };
    const [replicas] = hintsOf(deployment(), { others });
    expect(replicas?.seen).toBe('replicas: 2 «· 2-10 × 1 CPU, 2Gi → 20-200 conversations»');
    expect(replicas?.tooltip).toContain('HorizontalPodAutoscaler api-server');
  });

  test('stand at an autoscaler’s bounds, each by its own figure', () => {
    expect(seen(autoscaler(), { others: { 'file:///shop/x.yaml': deployment() } })).toEqual([
      'minReplicas: 2 «· 2 × 1 CPU, 2Gi → 20-40 conversations»',
      'maxReplicas: 10 «· 10 × 1 CPU, 2Gi → 100-200 conversations»',
    ]);
  });

  test('say nothing of an autoscaler whose target was not found', () => {
    expect(seen(autoscaler())).toEqual([]);
  });

  test('leave the conversations out where a workload serves none', () => {
    expect(seen(deployment({ name: 'postgres' }))[0]).toBe('replicas: 2 «· 2 × 1 CPU, 2Gi»');
  });

  test('say nothing where nothing is known, and no more than is known', () => {
    expect(seen(deployment({ resources: '{}' }))).toEqual([]);
    expect(seen(deployment({ resources: 'requests: { cpu: 1 }' }))[0]).toBe('replicas: 2 «· 2 × 1 CPU, unknown memory»');
  });

  test('leave out containers that end before the others start', () => {
    const init = `      initContainers:\n        - name: migrate\n          resources: { requests: { cpu: 4, memory: 1Gi } }\n`;
    expect(
      seen(deployment().replace('      containers:', `${init}      containers:`)).filter((line) => line.startsWith('resources')),
    ).toHaveLength(1);
  });

  test('show what a plan’s services carry', () => {
    expect(seen('small_team_deployment:\n  api_servers:\n    replicas: 2\n    cpu: 1000m\n    memory: 2Gi\n')).toEqual([
      'replicas: 2 «· 2 × 1 CPU, 2Gi → 20-40 conversations»',
    ]);
  });

  test('are given for the range that is asked for', () => {
    const text = `${deployment({ name: 'a-worker' })}---\n${deployment({ name: 'b-worker' })}---\n${deployment({ name: 'c-worker' })}`;
    const start = text.split('\n').indexOf('  name: b-worker');
    const range = { start: { line: start, character: 0 }, end: { line: start + 3, character: 0 } };
    expect(inlayHints(analyze(text).analysis, range).map(({ position }) => position.line)).toEqual([start + 2]);
  });

  test('are given for the range that is asked for within a List, too', () => {
    const items = ['a-worker', 'b-worker', 'c-worker'].map((name) => `  - ${deployment({ name }).trimEnd().replaceAll('\n', '\n    ')}`);
    const text = ['apiVersion: v1', 'kind: List', 'items:', ...items, ''].join('\n');
    const start = text.split('\n').indexOf('      name: b-worker');
    const range = { start: { line: start, character: 0 }, end: { line: start + 3, character: 0 } };
    expect(inlayHints(analyze(text).analysis, range).map(({ position }) => position.line)).toEqual([start + 2]);
  });

  test('can be switched off', () => {
    expect(seen(deployment(), { settings: { hints: { enable: false } } })).toEqual([]);
  });

  test('say in a tooltip what the limits are', () => {
    const [replicas] = hintsOf(deployment({ resources: 'limits: { cpu: 2 }' }));
    expect(replicas?.tooltip).toContain('2 CPU, memory without limit');
  });
});
