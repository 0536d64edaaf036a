import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { AUTOSCALER, PLAN, plimsoll, schemaFile, temporaryFolders } from './cli.ts';

const api = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels: { app: api }
  template:
    metadata:
      labels: { app: api }
    spec:
      containers:
        - name: api
          image: registry.example.com/assistant/api:1.0.0
          resources:
            requests: { cpu: "1", memory: 2Gi }
            limits: { cpu: "1", memory: 2Gi }
`;

const folderOf = temporaryFolders();

describe.concurrent('plimsoll size', () => {
  test('prints what a plan carries as the guide has it', async () => {
    const cwd = folderOf({ 'plimsoll.plan.yaml': PLAN });
    const { stdout, code } = await plimsoll(['size'], { cwd });
    expect(stdout).toMatch(/Together.*: 3\.5 CPU, 7Gi → up to 35 conversations; the conservative 8 GB base is not covered/);
    expect(stdout).toMatch(/Demand: 15 conversations \(assuming that 30% of 50 users have a conversation at the peak\): tight/);
    expect(code).toBe(0);
  });

  test('counts an autoscaled workload from its fewest to its most replicas', async () => {
    const cwd = folderOf({ 'api.yaml': api, 'hpa.yaml': AUTOSCALER });
    expect((await plimsoll(['size'], { cwd })).stdout).toMatch(/Deployment\/api +api-server +2-8 +2-8 +4Gi-16Gi +20-160/);
  });

  test('--format json keeps to its schema', async () => {
    const cwd = folderOf({ 'api.yaml': api, 'hpa.yaml': AUTOSCALER });
    const output: unknown = JSON.parse((await plimsoll(['size', '--format', 'json', '--conversations', '1000'], { cwd })).stdout);
    const ajv = new Ajv({ allowUnionTypes: true });
    expect(ajv.validate(schemaFile('size.schema.json'), output), ajv.errorsText()).toBe(true);
    expect(output).toMatchObject({
      verdict: 'short',
      capacity: { cores: 8, memoryBytes: 17179869184 },
      workloads: [{ name: 'api', replicas: { min: 2, max: 8 } }],
    });
  });
});

test('--help and --version answer on standard output and exit with 0', async () => {
  expect(await plimsoll(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('check [options] [paths...]'), stderr: '' });
  expect(await plimsoll(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});
