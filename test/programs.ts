import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Full path of Helm; undefined where this machine has none, and tests that need it are not run. */
export const HELM = programFor('helm', 'PLIMSOLL_TEST_HELM');

/** Full path of Kustomize; undefined where this machine has none, and tests that need it are not run. */
export const KUSTOMIZE = programFor('kustomize', 'PLIMSOLL_TEST_KUSTOMIZE');

/** The program that `npm test` has found or built, else the one on the PATH. */
function programFor(name: string, variable: string): string | undefined {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const onPath = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, file));
  return [process.env[variable] ?? '', ...onPath].find((candidate) => path.isAbsolute(candidate) && isProgram(candidate));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
