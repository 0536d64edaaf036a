import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The built command line. */
export const PROGRAM = path.join(root, 'dist/cli.js');

/** What a run of the command line left behind. */
export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built `plimsoll` as a process, as a shell would; of what decides on colours it is given `env` alone. */
export async function plimsoll(
  args: readonly string[],
  { cwd = root, stdin = '', env = { NO_COLOR: '1' } }: { cwd?: string; stdin?: string | Buffer; env?: NodeJS.ProcessEnv } = {},
): Promise<Result> {
  const { CI: _ci, FORCE_COLOR: _force, NO_COLOR: _no, ...inherited } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, env: { ...inherited, ...env } });
  child.stdin.end(stdin);
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([buffer(child.stdout), buffer(child.stderr), exit]);
  return { code, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') };
}

/** Gives a maker of folders with files in them, for the tests of one file; they are gone when its tests end. */
export function temporaryFolders(): (files: Readonly<Record<string, string | Buffer>>) => string {
  const made: string[] = [];
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  return (files) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-cli-'));
    made.push(folder);
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    return folder;
  };
}

/** A file of schemas/, such as the schema of an output. */
export function schemaFile(name: string): object {
  return JSON.parse(readFileSync(path.join(root, 'schemas', name), 'utf8')) as object;
}

/** An autoscaler with one warning, which has a safe fix. */
export const AUTOSCALER = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: api
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: api
  minReplicas: 2
  maxReplicas: 8
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 85 # it was 70 once
`;

/** The guide's small tier. */
export const PLAN = `small_team_deployment:
  users: 50
  api_servers:
    replicas: 2
    cpu: "1000m"
    memory: "2Gi"
  workers:
    replicas: 3
    cpu: "500m"
    memory: "1Gi"
`;
