// `npm run generate`: writes the files that derive from others. test/unit/rules/generated.test.ts fails where one is stale.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RULES } from './generate/paths.mts';
import { registrySource } from './generate/registry.mts';
import { ROOT } from './lib/paths.mts';

// The registry first: everything else is made with the rules that it lists.
writeFileSync(join(RULES, 'registry.generated.ts'), registrySource());

const { derivedFiles, stalePages } = await import('./generate/derived.mts');
for (const path of stalePages()) rmSync(join(ROOT, path));
for (const { path, text } of derivedFiles()) {
  const target = join(ROOT, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
