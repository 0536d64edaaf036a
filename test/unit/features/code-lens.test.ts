import { describe, expect, test } from 'vitest';
import { codeLenses } from '../../../server/src/features/code-lens.ts';
import { sizingReport } from '../../../server/src/features/sizing-report.ts';
import { sizingStatus } from '../../../server/src/features/sizing-status.ts';
import { analyze, autoscaler, deployment, URI } from './support.ts';

type Options = Parameters<typeof analyze>[1];

// The small tier and the enterprise tier of the capacity model's worked examples.
const small = `${deployment()}---\n${deployment({ name: 'worker', replicas: 'replicas: 3', resources: 'requests: { cpu: 500m, memory: 1Gi }' })}`;
const enterprise = `${deployment({ replicas: 'replicas: 6', resources: 'requests: { cpu: 2, memory: 4Gi }' })}---\n${deployment({ name: 'worker', replicas: 'replicas: 12' })}`;

function lensesOf(text: string, options?: Options) {
  return codeLenses(analyze(text, options).analysis, URI);
}

describe('the code lens', () => {
  test('stands over the first workload, and shows the sizing when it is clicked', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: x\n---\n';
    const [lens, ...others] = lensesOf(service + enterprise);
    expect(others).toEqual([]);
    expect(lens?.range.start).toEqual({ line: 5, character: 0 });
    expect(lens?.command).toMatchObject({ command: 'plimsoll.showSizing', arguments: [URI] });
  });

  test('says what the whole deployment carries', () => {
    expect(lensesOf(enterprise)[0]?.command?.title).toBe('Deployment: 217-475 conversations · bottleneck: memory');
    expect(lensesOf(small)[0]?.command?.title).toBe(
      'Deployment: up to 35 conversations; the conservative 8 GB base is not covered · bottleneck: memory',
    );
  });

  test('counts what other files have', () => {
    const [api = '', worker = ''] = enterprise.split('---\n');
    expect(lensesOf(api, { others: { 'file:///shop/worker.yaml': worker } })[0]?.command?.title).toContain('217-475');
  });

  test('judges the demand', () => {
    expect(lensesOf(enterprise, { settings: { capacity: { users: 500 } } })[0]?.command?.title).toMatch(/ · fits for 150$/);
    expect(lensesOf(enterprise, { settings: { capacity: { conversations: 1000 } } })[0]?.command?.title).toMatch(/ · short for 1 000$/);
  });

  test('tells what it carries scaled out', () => {
    const text = deployment({ resources: 'requests: { cpu: 2, memory: 6Gi }' });
    const title = lensesOf(text, { others: { 'file:///shop/hpa.yaml': autoscaler() } })[0]?.command?.title;
    expect(title).toContain('scaled out');
  });

  test('is there for each deployment of a plan', () => {
    const service = '  api_servers:\n    replicas: 2\n    cpu: 1000m\n    memory: 2Gi\n';
    const lenses = lensesOf(`small_team_deployment:\n${service}enterprise_deployment:\n${service}`);
    expect(lenses.map(({ range, command }) => [range.start.line, command?.title.slice(0, 6)])).toEqual([
      [0, 'Plan: '],
      [5, 'Plan: '],
    ]);
  });

  test('is not there without workloads, nor where it is switched off', () => {
    expect(lensesOf('apiVersion: v1\nkind: Service\nmetadata:\n  name: x\n')).toEqual([]);
    expect(lensesOf(small, { settings: { codeLens: { enable: false } } })).toEqual([]);
  });
});

describe('the sizing report', () => {
  const report = (text: string, options?: Options) => {
    const { analysis } = analyze(text, options);
    return sizingReport(analysis, analysis.inventory, analysis.settings);
  };

  test('shows the total, the demand with its assumption, the workloads and the tier', () => {
    const text = report(enterprise, { settings: { capacity: { users: 500 } } });
    expect(text).toContain('Carries **217-475 conversations**. Guaranteed are 24 CPU, 48Gi. The bottleneck is memory.');
    expect(text).toContain('The demand of 150 conversations (assumed: 30% of 500 users have a conversation at the peak) is **fits**.');
    expect(text).toMatch(
      /\| \*\*Deployment api-server\*\* \| api-server .* \| 6 \| 2 CPU, 4Gi \| 12 CPU, 24Gi \| 120-240 conversations \|/,
    );
    expect(text).toContain('Judged as enterprise (500 users and more): 500 users.');
    expect(text).toContain('_The guide:');
  });

  test('lists what does not serve conversations, and what is unknown', () => {
    const text = report(
      `${enterprise}---\n${deployment({ name: 'postgres' })}---\n${deployment({ name: 'task-worker', resources: '{}' })}`,
    );
    expect(text).toContain('## What does not');
    expect(text).toMatch(/\| Deployment postgres \| database|\*\*Deployment postgres/);
    expect(text).toContain(
      '- Deployment task-worker: container "main" has no CPU request or limit; container "main" has no memory request or limit',
    );
  });

  test('shows a plan by its services', () => {
    const text = report('small_team_deployment:\n  users: 50\n  api_servers:\n    replicas: 2\n    cpu: 1000m\n    memory: 2Gi\n');
    expect(text).toContain('## Plan `small_team_deployment`');
    expect(text).toContain('| api\\_servers | 2 | 1 CPU, 2Gi | 2 CPU, 4Gi | 20-40 conversations |');
  });

  test('says so where there is nothing to size', () => {
    expect(report('apiVersion: v1\nkind: Service\nmetadata:\n  name: x\n')).toContain(
      'Nothing whose resources are known serves conversations',
    );
  });
});

test('the status has the capacity in short, and the verdict in a sentence', () => {
  const { analysis } = analyze(enterprise, { settings: { capacity: { users: 500 } } });
  expect(sizingStatus(analysis.inventory, analysis.settings)).toEqual({
    state: 'ok',
    text: '217-475 conversations',
    detail: '2 workloads: 217-475 conversations · bottleneck: memory · fits for 150.',
  });
});
