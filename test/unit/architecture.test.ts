// The walls between the rooms. Biome's import table in biome.jsonc keeps them; this test sees to it that the table is complete and works.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/lib/paths.mts';

const SOURCE = join(ROOT, 'server/src');

/** Imports that no room may have, each planted in a file of the room. */
const VIOLATIONS: readonly (readonly [file: string, imports: string])[] = [
  ['server/src/yaml/planted.ts', '../resources/types.ts'],
  ['server/src/yaml/planted.ts', 'node:fs'],
  ['server/src/resources/planted.ts', 'yaml'],
  ['server/src/resources/planted.ts', '../schema/types.ts'],
  ['server/src/schema/planted.ts', '../capacity/types.ts'],
  ['server/src/capacity/planted.ts', '../rules/types.ts'],
  ['server/src/capacity/planted.ts', '../schema/types.ts'],
  ['server/src/rules/planted.ts', '../analyzer.ts'],
  ['server/src/rules/planted.ts', 'ajv'],
  ['server/src/rules/group/planted.ts', '../../analyzer.ts'],
  ['server/src/rules/group/planted.ts', '../../features/hover.ts'],
  ['server/src/rules/group/planted.ts', '../other-group/rule.ts'],
  ['server/src/rules/group/planted.ts', 'vscode-languageserver-types'],
  ['server/src/analyzer-planted.ts', './features/hover.ts'],
  ['server/src/settings-planted.ts', 'node:path'],
  ['server/src/features/planted.ts', '../protocol/server.ts'],
  ['server/src/features/planted.ts', 'vscode-languageserver'],
  ['server/src/protocol/planted.ts', '../cli/check.ts'],
  ['server/src/protocol/planted.ts', 'yaml'],
  ['server/src/cli/planted.ts', '../protocol/server.ts'],
  ['server/src/cli/report/planted.ts', '../../features/hover.ts'],
  ['server/src/cli/report/planted.ts', 'vscode-languageserver'],
  ['client/src/planted.ts', '../../server/src/settings.ts'],
];

/** Imports that design asks for, which must stay possible. */
const PERMITTED: readonly (readonly [file: string, imports: string])[] = [
  ['server/src/yaml/planted.ts', 'yaml'],
  ['server/src/schema/planted.ts', 'ajv'],
  ['server/src/rules/group/planted.ts', '../define-rule.ts'],
  ['server/src/rules/group/planted.ts', '../../capacity/model.ts'],
  ['server/src/features/planted.ts', '../analyzer.ts'],
  ['server/src/protocol/planted.ts', '../features/hover.ts'],
  ['server/src/cli/report/planted.ts', '../../rules/registry.ts'],
  ['server/src/cli/planted.ts', 'node:fs'],
];

describe('the import table', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-architecture-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const reported = lint(folder, [...VIOLATIONS, ...PERMITTED]);

  test('has an entry for each folder of the server', () => {
    const table = readFileSync(join(ROOT, 'biome.jsonc'), 'utf8');
    const folders = readdirSync(SOURCE, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const missing = folders.filter(
      ({ name }) => !table.includes(`"server/src/${name}/**"`) && !table.includes(`"server/src/${name}/*/**"`),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  test.each(VIOLATIONS)('keeps %s from importing %s', (file, imports) => {
    expect(reported.has(`${file} ${imports}`)).toBe(true);
  });

  test.each(PERMITTED)('lets %s import %s', (file, imports) => {
    expect(reported.has(`${file} ${imports}`)).toBe(false);
  });

  test('keeps the clock out of the core', () => {
    expect(reported.has('server/src/rules/clock.ts')).toBe(true);
  });
});

/** Plants the imports in an empty project under the project's own configuration, and gives those that the linter reports. */
function lint(folder: string, planted: readonly (readonly [string, string])[]): ReadonlySet<string> {
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  const config = readFileSync(join(ROOT, 'biome.jsonc'), 'utf8').replace('"useIgnoreFile": true', '"useIgnoreFile": false');
  writeFileSync(join(folder, 'biome.jsonc'), config.replace('"enabled": true, "clientKind"', '"enabled": false, "clientKind"'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const where = new Map<string, string>();
  planted.forEach(([file, imports], index) => {
    const path = file.replace('planted', `planted-${index}`);
    where.set(path, `${file} ${imports}`);
    plant(folder, path, `import { thing } from '${imports}';\n\nexport const planted = thing;\n`);
  });
  where.set('server/src/rules/clock.ts', 'server/src/rules/clock.ts');
  plant(folder, 'server/src/rules/clock.ts', 'export const now = new Date();\n');
  const report = JSON.parse(runBiome(folder)) as { readonly diagnostics: readonly { readonly location: { readonly path: unknown } }[] };
  const paths = report.diagnostics.map(({ location }) => pathOf(location.path).replaceAll('\\', '/'));
  return new Set(paths.map((path) => where.get(path) ?? path));
}

function plant(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** It exits with 1 where it has something to report, which it has. */
function runBiome(folder: string): string {
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const only = ['--only=style/noRestrictedImports', '--only=style/noRestrictedGlobals'];
  try {
    const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', ...only, 'server', 'client'];
    return execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    return (error as { readonly stdout: string }).stdout;
  }
}

function pathOf(path: unknown): string {
  return typeof path === 'string' ? path : (path as { readonly file: string }).file;
}
