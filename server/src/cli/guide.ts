import type { Colors } from 'picocolors/types';
import { readSchema, readSnippetFiles } from '../node/assets.ts';
import type { GuideRow } from '../rules/guide.ts';
import { guideSections, guideTable } from '../rules/guide.ts';
import type { GuideSection } from '../rules/guide-types.ts';
import { PlanSchema } from '../schema/plan.ts';
import { EXIT } from './exit.ts';
import type { Streams } from './output.ts';
import type { ListFormat } from './rules.ts';
import { wrapped } from './wrap.ts';

/**
 * `plimsoll guide`: the deployment guide, statement by statement, with what makes each real; the shape of its JSON is
 * schemas/guide.schema.json.
 */
export function listGuide(format: ListFormat, streams: Streams): number {
  const rows = guideTable({ plan: new PlanSchema(readSchema), snippets: readSnippetFiles().flatMap((file) => Object.keys(file ?? {})) });
  if (format === 'json') {
    const listed = rows.map(({ id, section, text, by }) => ({ id, section, text, by }));
    streams.out(`${JSON.stringify(listed, null, 2)}\n`);
  } else {
    streams.out(pretty(rows, streams));
  }
  return EXIT.clean;
}

function pretty(rows: readonly GuideRow[], { width, colors }: Streams): string {
  const sections = guideSections.map((section) => sectionText(section, rows, width, colors));
  const real = rows.filter(({ by }) => by.length > 0).length;
  return `${sections.join('\n\n')}\n\n${real} of ${rows.length} statements are made real so far.\n`;
}

function sectionText({ id, title }: GuideSection, rows: readonly GuideRow[], width: number, colors: Colors): string {
  const statements = rows.filter(({ section }) => section === id).map((row) => statementText(row, width, colors));
  return [`${colors.bold(title.en)} ${colors.dim(title.zh)}`, ...statements].join('\n');
}

function statementText({ id, text, by }: GuideRow, width: number, colors: Colors): string {
  const made = by.length > 0 ? wrapped(by.join(', '), width, 4).map(colors.green) : [`    ${colors.yellow('not yet')}`];
  return [`  ${colors.cyan(id)}`, ...wrapped(text, width, 4), ...made].join('\n');
}
