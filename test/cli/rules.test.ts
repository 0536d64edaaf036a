import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { plimsoll, schemaFile } from './cli.ts';

describe.concurrent('plimsoll rules', () => {
  test('lists all rules in the shape of its schema', async () => {
    const output = JSON.parse((await plimsoll(['rules', '--format', 'json'])).stdout) as { id: string }[];
    const ajv = new Ajv();
    expect(ajv.validate(schemaFile('rules.schema.json'), output), ajv.errorsText()).toBe(true);
    expect(output.map(({ id }) => id)).toContain('resources/memory-limit');
  });

  test('lists the rules of a group', async () => {
    const output = JSON.parse((await plimsoll(['rules', 'scaling', '--format', 'json'])).stdout) as { id: string }[];
    expect(output.map(({ id }) => id)).toContain('scaling/cpu-target');
    expect(output.filter(({ id }) => !id.startsWith('scaling/'))).toEqual([]);
  });

  test('tells all about one, in lines that a terminal holds', async () => {
    const { code, stdout } = await plimsoll(['rules', 'scaling/cpu-target']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^scaling\/cpu-target {2}warning\n/);
    expect(stdout).toContain('\nDeployment guide\n  cpu-70\n      Scale out when CPU stays above 70%.\n      CPU 利用率持续高于 70%\n');
    expect(stdout).toContain('\n  highest  number, default 70\n');
    expect(stdout).toContain('Set the CPU target to …% (safe: --fix does it)');
    expect(stdout).toContain('docs/rules/scaling/cpu-target.md');
    const wide = stdout.split('\n').filter((line) => line.length > 80 && !line.includes('https://'));
    expect(wide).toEqual([]);
  });

  test.each([
    ['scalling/cpu-target', 'did you mean scaling/cpu-target?'],
    ['cpu-target', 'did you mean scaling/cpu-target?'],
    ['imagse', 'did you mean images?'],
    ['quux/nothing', '`plimsoll rules` lists them.'],
  ])('of %s, which there is not, it says what was meant, and exits with 2', async (id, advice) => {
    expect(await plimsoll(['rules', id])).toEqual({ code: 2, stdout: '', stderr: `plimsoll: ${id}: no such rule; ${advice}\n` });
  });
});

test('plimsoll guide --format json keeps to its schema', async () => {
  const output = JSON.parse((await plimsoll(['guide', '--format', 'json'])).stdout) as { id: string; by: string[] }[];
  const ajv = new Ajv();
  expect(ajv.validate(schemaFile('guide.schema.json'), output), ajv.errorsText()).toBe(true);
  expect(output.find(({ id }) => id === 'cpu-70')?.by).toContain('rule:scaling/cpu-target');
});
