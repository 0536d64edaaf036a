import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applicationFiles } from './corpus.mts';

/** Every how many applications have a kustomization, which lays its namespace over them. */
const KUSTOMIZED = 4;

/** A generated workspace: a folder for each application, with one manifest per file. */
export interface GeneratedFolder {
  /** Absolute paths, the files of one application after those of the one before. */
  readonly files: readonly string[];
  readonly texts: readonly string[];
}

/** Writes a workspace of this many manifests below a folder. */
export function writeFolder(folder: string, manifests: number): GeneratedFolder {
  const written: { readonly file: string; readonly text: string }[] = [];
  for (let n = 0; written.length < manifests; n++) {
    const own = path.join(folder, `app-${n}`);
    mkdirSync(own, { recursive: true });
    const files = Object.entries({ ...applicationFiles(n), ...(n % KUSTOMIZED === 0 ? kustomizationOf(n) : {}) });
    for (const [name, text] of files.slice(0, manifests - written.length)) {
      const file = path.join(own, name);
      writeFileSync(file, text);
      written.push({ file, text });
    }
  }
  return { files: written.map(({ file }) => file), texts: written.map(({ text }) => text) };
}

function kustomizationOf(n: number): Readonly<Record<string, string>> {
  const resources = Object.keys(applicationFiles(n)).map((name) => `  - ${name}`);
  const text = ['apiVersion: kustomize.config.k8s.io/v1beta1', 'kind: Kustomization', 'namespace: assistant', 'resources:', ...resources];
  return { 'kustomization.yaml': `${text.join('\n')}\n` };
}
