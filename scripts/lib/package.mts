import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './paths.mts';
import { runQuietly, tool } from './process.mts';
import { Explained } from './report.mts';

// Everything that runs is bundled, so no dependency goes in.
const OPTIONS = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];

/** Where the package of this version belongs. */
export async function vsixPath(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return join(ROOT, 'out', `plimsoll-${version}.vsix`);
}

/** Packs what dist/ holds, with schemas, snippets and documentation, into {@link vsixPath}, and resolves to that. */
export async function packExtension(): Promise<string> {
  const vsix = await vsixPath();
  await mkdir(join(ROOT, 'out'), { recursive: true });
  const { code, output } = await runQuietly(process.execPath, [tool('@vscode/vsce/vsce'), 'package', ...OPTIONS, '--out', vsix]);
  if (code !== 0) throw new Explained(`the extension could not be packed.\n${output}`);
  return vsix;
}
