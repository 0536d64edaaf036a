// What the rules about resources report together in the recommended profile, and what their options change.
import { describe, expect, test } from 'vitest';
import emptyDirLimit from '../../../server/src/rules/resources/empty-dir-limit.ts';
import ephemeralStorage from '../../../server/src/rules/resources/ephemeral-storage.ts';
import extended from '../../../server/src/rules/resources/extended.ts';
import overcommit from '../../../server/src/rules/resources/overcommit.ts';
import requestOverLimit from '../../../server/src/rules/resources/request-over-limit.ts';
import required from '../../../server/src/rules/resources/required.ts';
import runtimeMemory from '../../../server/src/rules/resources/runtime-memory.ts';
import tierFloor from '../../../server/src/rules/resources/tier-floor.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import type { Settings } from '../../../server/src/settings.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { analyze, findingsOf, fixAll } from '../check.ts';

const rules: readonly Rule[] = [
  emptyDirLimit,
  ephemeralStorage,
  extended,
  overcommit,
  requestOverLimit,
  required,
  runtimeMemory,
  tierFloor,
];
const uri = 'file:///workspace/worker.yaml';

/** A worker whose container has these fields. */
function worker(fields: string): string {
  const head =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: worker\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n';
  return `${head}        - name: worker\n${fields
    .split('\n')
    .map((line) => `          ${line}\n`)
    .join('')}`;
}

function reported(text: string, settings: Settings = defaultSettings): readonly string[] {
  return findingsOf(analyze([{ uri, text }], rules, settings), uri).map(({ finding }) => `${finding.level} ${finding.rule}`);
}

const strict: Settings = { ...defaultSettings, profile: 'strict' };

test('a container without resources is one finding, and only the strict profile speaks of its disk', () => {
  const bare = worker('image: registry.example.com/assistant/worker:2.4.1');
  expect(reported(bare)).toEqual(['warning resources/required']);
  expect(reported(bare, strict)).toEqual(['info resources/ephemeral-storage', 'warning resources/required']);
});

test('what the strict profile reports of a bare container is fixed one after the other, without anything new', () => {
  const files = [{ uri, text: worker('image: registry.example.com/assistant/worker:2.4.1') }];
  const [sized = ''] = fixAll(analyze(files, rules, strict), files, 'resources/required');
  const again = [{ uri, text: sized }];
  expect(reported(sized, strict)).toEqual(['info resources/ephemeral-storage']);
  expect(reported(fixAll(analyze(again, rules, strict), again, 'resources/ephemeral-storage')[0] ?? '', strict)).toEqual([]);
});

test('a request of GPUs above their limit is told once', () => {
  const text = worker('resources:\n  requests: {nvidia.com/gpu: 2}\n  limits: {nvidia.com/gpu: 1}');
  expect(reported(text)).toEqual(['error resources/request-over-limit']);
});

describe('the tier is judged by only where it is stated', () => {
  const text = worker('resources:\n  requests: {cpu: 100m, memory: 256Mi}\n  limits: {memory: 256Mi}');

  test('by nobody', () => {
    expect(reported(text)).toEqual([]);
  });

  test('by the setting', () => {
    expect(reported(text, { ...defaultSettings, tier: 'small-team' })).toEqual(['info resources/tier-floor']);
    expect(reported(text, { ...defaultSettings, tier: 'enterprise' })).toEqual(['info resources/tier-floor', 'info resources/tier-floor']);
  });

  test('by the users', () => {
    const settings = { ...defaultSettings, capacity: { ...defaultSettings.capacity, users: 20 } };
    expect(reported(text, settings)).toEqual(['info resources/tier-floor']);
  });
});

describe('how much is too much is an option', () => {
  test('of a memory limit over its request', () => {
    const text = worker('resources:\n  requests: {cpu: 1, memory: 1Gi}\n  limits: {memory: 2Gi}');
    const settings: Settings = { ...defaultSettings, rules: { 'resources/overcommit': { factor: 1.5 } } };
    expect(reported(text)).toEqual([]);
    expect(reported(text, settings)).toEqual(['info resources/overcommit']);
    const [fixed] = fixAll(analyze([{ uri, text }], rules, settings), [{ uri, text }], 'resources/overcommit');
    expect(fixed).toContain('memory: 1366Mi');
  });

  test("of a runtime's share of the limit, and of the memory of a process", () => {
    const text = worker('command: [gunicorn, -w, "4", app]\nenv: [{name: GOMEMLIMIT, value: 950MiB}]\nresources: {limits: {memory: 1Gi}}');
    const settings: Settings = { ...defaultSettings, rules: { 'resources/runtime-memory': { percent: 90, processMebibytes: 300 } } };
    expect(reported(text)).toEqual([]);
    expect(reported(text, settings)).toEqual(['info resources/runtime-memory', 'warning resources/runtime-memory']);
  });
});
