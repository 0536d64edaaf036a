import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, VERSIONS } from './build.ts';
import { installSources } from './install.ts';
import { toOutput, toText } from './output.ts';

/** Regenerates schemas/kubernetes.json and schemas/kubernetes.docs.json; fails, and writes nothing, if the sources hold a surprise. */
function main(): number {
  const folder = dirname(fileURLToPath(import.meta.url));
  installSources(folder);
  const { union, surprises } = build(join(folder, 'node_modules'));
  if (surprises.length > 0) {
    console.error(`The sources differ from what was expected:\n${surprises.map((surprise) => `  ${surprise}`).join('\n')}`);
    return 1;
  }
  const { shapes, docs } = toOutput(union, VERSIONS);
  for (const [name, data] of Object.entries({ 'kubernetes.json': shapes, 'kubernetes.docs.json': docs })) {
    const text = toText(data);
    writeFileSync(join(folder, '..', name), text);
    console.log(`${name}: ${union.kinds.size} kinds, ${union.definitions.size} definitions, ${text.length} characters`);
  }
  return 0;
}

process.exitCode = main();
