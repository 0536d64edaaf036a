import { ruleFailed } from '../../server/src/rules/engine-rules.ts';
import { guideSections } from '../../server/src/rules/guide.ts';
import type { GuideStatement } from '../../server/src/rules/guide-types.ts';
import { allRules } from '../../server/src/rules/registry.ts';
import type { Fix, Rule, ValueSpec } from '../../server/src/rules/types.ts';
import { examplesOf } from './examples.mts';

/** A rule's page, docs/rules/<id>.md: its declaration and its fixtures in words. */
export function rulePageText(rule: Rule): string {
  const sections = [
    `# ${rule.id}`,
    `[All rules](../README.md) · [${groupOf(rule.id)}](../README.md#${groupOf(rule.id)})`,
    `${rule.docs.summary}.`,
    factTable(rule),
    section('Why', rule.docs.why),
    section('Deployment guide', guideList(rule)),
    section('What to do', rule.docs.fix),
    section('When it stays silent', rule.docs.exceptions),
    section('Fixes', fixList(rule)),
    section('Example', examplesOf(rule)),
    section('Options', optionTable(rule)),
    section('Level and suppression', suppressionText(rule)),
    section('Sources', rule.docs.sources?.map((source) => `- ${source}`).join('\n')),
  ];
  return `${GENERATED}\n${sections.filter((text) => text !== undefined).join('\n\n')}\n`;
}

/** The table of all rules, docs/rules/README.md. */
export function rulesIndexText(): string {
  const groups = [...new Set(allRules.map(({ id }) => groupOf(id)))].map((name) => ({
    name,
    rules: allRules.filter(({ id }) => groupOf(id) === name),
  }));
  const tables = groups.map(({ name, rules }) => {
    return `## ${name}\n\n${table(['Rule', 'Level', 'Fix', 'Deployment guide', 'What it reports'], rules.map(indexRow))}`;
  });
  const sections = [
    '# Rules',
    `${allRules.length} rules: ${groups.map(({ name, rules }) => `[${name}](#${name}) (${rules.length})`).join(', ')}.`,
    'A rule is set by its id under `rules` in `.plimsoll.yaml` or in the editor, for some files or kinds alone under `overrides`; its page shows its ' +
      'options, and how one finding is accepted.',
    LEGEND.map(([term, meaning]) => `- **${term}**: ${meaning}`).join('\n'),
  ];
  return `${GENERATED}\n${[...sections, ...tables].join('\n\n')}\n`;
}

const LEGEND = [
  [
    'Level',
    '`error` is rejected by the API server or cannot work; `warning` hurts in production; `info` is advice that depends on the setting; `strict` ' +
      'reports, as information, in the strict profile alone.',
  ],
  [
    'Fix',
    '`safe`: at least one also runs under `plimsoll check --fix` and when saving with `source.fixAll.plimsoll`; `yes`: offered one by one in the ' +
      'editor; –: none, since only its author can know what to write.',
  ],
  ['Deployment guide', 'the statements that a rule makes real; `plimsoll guide` lists them all, with what else makes them real.'],
] as const;

const GENERATED = '<!-- Written by `npm run generate` from the rules and their test fixtures. -->';

function section(title: string, text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : `## ${title}\n\n${text}`;
}

function factTable(rule: Rule): string {
  return table(
    ['Level', 'Looks at', 'Fix', 'Deployment guide'],
    [[levelText(rule), subjectText(rule), fixText(rule), guideIds(rule) || 'common practice']],
  );
}

function subjectText({ scope, workspace, checkCompose }: Rule): string {
  const compose = checkCompose === undefined ? '' : ' and Compose service';
  const others = workspace || scope === 'inventory' ? ', with the other files of the workspace' : '';
  return `${scope}${compose}${others}`;
}

function guideIds({ guide = [] }: Rule): string {
  return guide.map((statement) => `\`${statement}\``).join(', ');
}

/** The statements under their sections, in English and in the guide's own Chinese. */
function guideList({ guide = [] }: Rule): string {
  const sections = guideSections.flatMap(({ title, statements }) => {
    const own = statements.filter(({ id }) => guide.includes(id));
    return own.length === 0 ? [] : [`${title.en} (${title.zh}):\n\n${own.map(statementText).join('\n')}`];
  });
  return sections.join('\n\n');
}

function statementText({ id, text, zh }: GuideStatement): string {
  return `- \`${id}\`: ${text}.  \n  ${zh}。`;
}

function levelText({ level }: Rule): string {
  return level === 'strict' ? 'strict (info, in the strict profile)' : level;
}

function fixText(rule: Rule): string {
  const fixes = fixesOf(rule);
  if (fixes.length === 0) return 'none';
  if (fixes.every(({ safe }) => safe)) return 'safe';
  return fixes.some(({ safe }) => safe) ? 'partly safe' : 'offered';
}

function fixList(rule: Rule): string {
  const entries = fixesOf(rule).map(({ title, safe }) => {
    const safety = safe
      ? 'safe: runs under `--fix` and on save'
      : 'not safe: offered in the editor, since it changes what the manifest does';
    return `- *${title.replace(/\{[a-zA-Z0-9]+\}/g, '…')}*: ${safety}.`;
  });
  return entries.join('\n');
}

function fixesOf(rule: Rule): readonly Pick<Fix, 'title' | 'safe'>[] {
  return Object.values<Pick<Fix, 'title' | 'safe'>>(rule.fixes ?? {});
}

function optionTable(rule: Rule): string | undefined {
  const options = Object.entries(rule.options ?? {});
  if (options.length === 0) return undefined;
  const rows = options.map(([name, spec]) => [
    `\`${name}\``,
    typeText(spec),
    `\`${JSON.stringify(spec.default)}\``,
    sentence(spec.description),
  ]);
  const [[name, spec] = ['', undefined]] = options;
  const example = spec && `\`\`\`yaml\nrules:\n  ${rule.id}: {${name}: ${JSON.stringify(spec.default)}}\n\`\`\``;
  return `${table(['Option', 'Type', 'Default', 'Meaning'], rows)}\n\nIn \`.plimsoll.yaml\`:\n\n${example}`;
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function typeText(spec: ValueSpec): string {
  switch (spec.type) {
    case 'strings':
      return 'list of strings';
    case 'number':
      return [spec.integer ? 'whole number' : 'number', ...limitsOf(spec)].join(', ');
    case 'string':
      return spec.enum === undefined ? 'string' : spec.enum.map((value) => `\`${value}\``).join(', ');
    case 'boolean':
      return 'true or false';
  }
}

function limitsOf({ minimum, maximum }: { readonly minimum?: number; readonly maximum?: number }): readonly string[] {
  return [...(minimum === undefined ? [] : [`at least ${minimum}`]), ...(maximum === undefined ? [] : [`at most ${maximum}`])];
}

function suppressionText({ id }: Rule): string {
  const everywhere = `\`${id}: off\` under \`rules\` in \`.plimsoll.yaml\` switches the rule off, \`${id}: error\` gives it another level.`;
  if (id === ruleFailed.id) return everywhere;
  return [
    'To accept one finding, say why:',
    `\`\`\`yaml\n# plimsoll-ignore ${id}: the reason\n\`\`\``,
    `on its line or the line above it, \`# plimsoll-ignore-file ${id}: the reason\` for the whole file, or the annotation ` +
      `\`plimsoll/ignore: "${id}: the reason"\` on the object. The lightbulb writes each of them. ${everywhere}`,
  ].join('\n\n');
}

function indexRow(rule: Rule): readonly string[] {
  return [`[${rule.id}](${rule.id}.md)`, rule.level, indexFix(rule), guideIds(rule) || '–', rule.docs.summary];
}

/** `safe` where `--fix` applies one of the fixes, `yes` where they are offered only. */
function indexFix(rule: Rule): string {
  const fixes = fixesOf(rule);
  if (fixes.length === 0) return '–';
  return fixes.some(({ safe }) => safe) ? 'safe' : 'yes';
}

function groupOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
