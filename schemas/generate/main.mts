import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, VERSIONS } from './build.ts';
import { buildCustom } from './custom.ts';
import { installSources } from './install.ts';
import { toOutput, toText } from './output.ts';
import { readComposeSpec } from './sources/compose-spec.ts';

/** Regenerates schemas/kubernetes.json, kubernetes.docs.json, compose.json, custom.json and custom.*.json; fails, and writes nothing, if the sources hold a surprise. */
function main(): number {
  const folder = dirname(fileURLToPath(import.meta.url));
  installSources(folder);
  const packages = join(folder, 'node_modules');
  const compose = readComposeSpec(packages);
  const { union, surprises: ofKubernetes } = build(packages);
  const { files: custom, surprises: ofProjects } = buildCustom(packages, new Set(union.definitions.keys()));
  const surprises = [...ofKubernetes, ...ofProjects];
  if (surprises.length > 0) {
    console.error(`The sources differ from what was expected:\n${surprises.map((surprise) => `  ${surprise}`).join('\n')}`);
    return 1;
  }
  const { shapes, docs } = toOutput(union, VERSIONS);
  console.log(`${union.kinds.size} kinds, ${union.definitions.size} definitions of Kubernetes`);
  const files = { 'kubernetes.json': shapes, 'kubernetes.docs.json': docs, 'compose.json': compose, ...custom };
  for (const [name, data] of Object.entries(files)) {
    const text = toText(data);
    writeFileSync(join(folder, '..', name), text);
    console.log(`${name}: ${text.length} characters`);
  }
  return 0;
}

process.exitCode = main();
