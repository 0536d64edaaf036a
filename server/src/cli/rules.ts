import { allRules } from '../rules/registry.ts';
import type { Rule } from '../rules/types.ts';
import { inColumns } from './columns.ts';
import { EXIT, UsageError } from './exit.ts';
import type { Streams } from './output.ts';
import { noSuchRule } from './rule-name.ts';
import { rulePageText } from './rule-page.ts';

export const LIST_FORMATS = ['pretty', 'json'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

/** A rule as `plimsoll rules --format json` gives it; the shape is schemas/rules.schema.json. */
interface ListedRule {
  readonly id: string;
  readonly level: string;
  readonly scope: string;
  readonly guide: readonly string[];
  readonly fixable: boolean;
  /** Whether one of its fixes runs under `--fix`. */
  readonly safe: boolean;
  readonly summary: string;
}

/**
 * `plimsoll rules [id]`: all rules in a table, or one in full.
 * @throws UsageError for an unknown id.
 */
export function listRules(id: string | undefined, format: ListFormat, streams: Streams): number {
  const rules = id === undefined ? allRules : allRules.filter((rule) => rule.id === id || rule.id.startsWith(`${id}/`));
  if (rules.length === 0) throw new UsageError(noSuchRule(id ?? ''));
  const [first] = rules;
  if (format === 'json') streams.out(`${JSON.stringify(rules.map(listed), null, 2)}\n`);
  else if (first && first.id === id) streams.out(rulePageText(first, streams));
  else streams.out(table(rules, streams));
  return EXIT.clean;
}

function listed(rule: Rule): ListedRule {
  const fixes = Object.values(rule.fixes ?? {});
  return {
    id: rule.id,
    level: rule.level,
    scope: rule.scope,
    guide: rule.guide ?? [],
    fixable: fixes.length > 0,
    safe: fixes.some((fix) => fix.safe),
    summary: rule.docs.summary,
  };
}

function table(rules: readonly Rule[], { colors }: Streams): string {
  const rows = rules.map(listed).map((rule) => [colors.cyan(rule.id), rule.level, colors.green(fixColumn(rule)), rule.summary]);
  return `${inColumns(rows)}\n\n${colors.dim('fix: --fix applies it; fix?: offered in the editor only. `plimsoll rules <id>` tells more.')}\n`;
}

function fixColumn({ safe, fixable }: ListedRule): string {
  if (safe) return 'fix';
  return fixable ? 'fix?' : '';
}
