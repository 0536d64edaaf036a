import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Installs the pinned source packages into the generator's own folder, unless they are there. Their scripts are never run. */
export function installSources(folder: string): void {
  if (isInstalled(folder)) return;
  const result = spawnSync('npm', ['ci', '--ignore-scripts', '--prefix', folder], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) throw new Error(`npm ci in ${folder} failed`);
}

function isInstalled(folder: string): boolean {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  return Object.entries(manifest.dependencies).every(([name, wanted]) => {
    const installed = join(folder, 'node_modules', name, 'package.json');
    if (!existsSync(installed)) return false;
    const { version } = JSON.parse(readFileSync(installed, 'utf8')) as { version: string };
    return wanted === version || wanted.endsWith(`@${version}`);
  });
}
