import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from './paths.mts';

/** A file that declares a rule. */
export interface RuleFile {
  /** `<group>/<name>`, which the rule's id must equal. */
  readonly id: string;
  readonly path: string;
}

/** The rule files there are: those in the group folders whose default export is a declaration. What rules of a group share lies beside them. */
export function ruleFiles(): readonly RuleFile[] {
  const groups = readdirSync(RULES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = groups.flatMap(({ name: group }) =>
    readdirSync(join(RULES, group))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => ({ id: `${group}/${file.slice(0, -'.ts'.length)}`, path: join(RULES, group, file) })),
  );
  return files
    .filter(({ path }) => /^export default defineRule\(/m.test(readFileSync(path, 'utf8')))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Source of registry.generated.ts. */
export function registrySource(): string {
  const rules = ruleFiles().map(({ id }) => ({ id, name: camelCase(id) }));
  const imports = rules.map(({ id, name }) => `import ${name} from './${id}.ts';`);
  return [
    '// Written by `npm run generate` from the files in the folders of this room.',
    ...imports,
    "import type { Rule } from './types.ts';",
    '',
    '/** The rules that are declared one per file. */',
    'export const generatedRules: readonly Rule[] = [',
    ...rules.map(({ name }) => `  ${name},`),
    '];',
    '',
  ].join('\n');
}

function camelCase(id: string): string {
  return id.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase());
}
