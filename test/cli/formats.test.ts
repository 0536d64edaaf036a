import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { AUTOSCALER, PROGRAM, plimsoll, temporaryFolders } from './cli.ts';

const folderOf = temporaryFolders();

/** The elements of an XML document in order, each with its depth; undefined where it is not well-formed. */
function elementsOf(xml: string): readonly { readonly name: string; readonly depth: number }[] | undefined {
  const [, body = ''] = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n([\s\S]*)$/.exec(xml) ?? [];
  const token = /<(?<close>\/)?(?<name>\w+)(?: \w+="(?:[^<&"]|&(?:lt|gt|amp|quot|#\d+);)*")*(?<empty>\/)?>|(?:[^<>&]|&(?:lt|gt|amp);)+/gy;
  const elements: { name: string; depth: number }[] = [];
  const open: string[] = [];
  let read = 0;
  for (const match of body.matchAll(token)) {
    read += match[0].length;
    const { close, name, empty } = match.groups ?? {};
    if (name === undefined) continue;
    if (close !== undefined) {
      if (open.pop() !== name) return undefined;
      continue;
    }
    elements.push({ name, depth: open.length });
    if (empty === undefined) open.push(name);
  }
  return read === body.length && open.length === 0 ? elements : undefined;
}

describe.concurrent('formats of CI servers', () => {
  const odd = AUTOSCALER.replace('name: api', 'name: "<a> & \\"b\\" ]]>%25\\n::error::no"');

  test('--format junit is well-formed whatever names hold, and has a case for each finding', async () => {
    const cwd = folderOf({ 'a & <b>.yaml': odd, 'broken.yaml': `${AUTOSCALER}  metrics: [\n`, 'bad.yaml': Buffer.from([0xff]) });
    const { code, stdout } = await plimsoll(['check', '--format', 'junit'], { cwd });
    const elements = elementsOf(stdout);
    expect(code).toBe(2);
    expect(elements?.[0]).toEqual({ name: 'testsuites', depth: 0 });
    expect(elements?.filter(({ name, depth }) => name === 'testsuite' && depth === 1)).toHaveLength(3);
    expect(elements?.filter(({ name }) => name === 'error')).toHaveLength(1);
    expect(elements?.filter(({ name }) => name === 'failure').length).toBeGreaterThan(1);
  });

  test('--format github gives one command for each finding, and nothing of a name becomes another', async () => {
    const cwd = folderOf({ 'a, b:c%.yaml': odd });
    const { stdout } = await plimsoll(['check', '--format', 'github', '--only', 'scaling/cpu-target'], { cwd });
    const [command, summary, ...rest] = stdout.split('\n');
    expect(command).toMatch(
      /^::warning file=a%2C b%3Ac%25\.yaml,line=18,endLine=18,col=31,endColumn=33,title=scaling\/cpu-target::.*%2525/,
    );
    expect([summary, ...rest]).toEqual(['1 finding (0 errors, 1 warning, 0 info) in 1 file, 1 document.', '']);
  });
});

describe.concurrent('a run that is cut short', () => {
  const many = Array.from({ length: 400 }, (_, n) => AUTOSCALER.replaceAll('name: api', `name: api-${n}`)).join('---\n');

  test('by a reader that goes away ends quietly', async () => {
    const cwd = folderOf({ 'many.yaml': many });
    const child = spawn(process.execPath, [PROGRAM, 'check'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.stdout.once('data', () => child.stdout.destroy());
    await once(child, 'close');
    expect(stderr).toBe('');
  });

  test('by Ctrl-C ends at once, with the signal for its caller', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'check', '-'], { stdio: ['pipe', 'ignore', 'ignore'] });
    await once(child, 'spawn');
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([null, 'SIGINT']);
  });
});
