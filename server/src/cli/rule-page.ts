import { guideStatement } from '../rules/guide.ts';
import { rulePage } from '../rules/pages.ts';
import type { Fix, Rule } from '../rules/types.ts';
import type { Streams } from './output.ts';
import { wrapped } from './wrap.ts';

const INDENT = 2;
/** What belongs to the line above it stands further in. */
const HANGING = 6;

/** All about a rule, as its page in docs/rules tells it, for a terminal. */
export function rulePageText(rule: Rule, streams: Streams): string {
  const { width, colors } = streams;
  const text = (sentences: string | undefined) => (sentences === undefined ? [] : wrapped(sentences, width, INDENT));
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Why', text(rule.docs.why)],
    ['Deployment guide', guideLines(rule, streams)],
    ['What to do', text(rule.docs.fix)],
    ['Silent when', text(rule.docs.exceptions)],
    ['Fixes', fixLines(rule, width)],
    ['Options', optionLines(rule, streams)],
    ['Level and suppression', settingLines(rule, width)],
    ['Sources', (rule.docs.sources ?? []).flatMap((source) => hanging(source, width))],
    ['Page', [`${' '.repeat(INDENT)}${rulePage(rule.id)}`]],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0).map(([title, lines]) => [colors.bold(title), ...lines].join('\n'));
  const head = `${colors.cyan(rule.id)}  ${levelText(rule)}`;
  return `${[[head, ...wrapped(`${rule.docs.summary}.`, width, 0)].join('\n'), ...shown].join('\n\n')}\n`;
}

function levelText({ level }: Rule): string {
  return level === 'strict' ? 'info, in the strict profile only' : level;
}

/** The statements in English and in the guide's own Chinese. */
function guideLines({ guide = [] }: Rule, { width, colors }: Streams): readonly string[] {
  return guide
    .flatMap((id) => guideStatement(id) ?? [])
    .flatMap(({ id, text, zh }) => [
      `${' '.repeat(INDENT)}${colors.cyan(id)}`,
      ...wrapped(`${text}.`, width, HANGING),
      ...wrapped(zh, width, HANGING).map(colors.dim),
    ]);
}

function fixLines(rule: Rule, width: number): readonly string[] {
  const fixes = Object.values<Pick<Fix, 'title' | 'safe'>>(rule.fixes ?? {});
  return fixes.flatMap(({ title, safe }) => {
    const sentence = `${title.replace(/\{[a-zA-Z0-9]+\}/g, '…')} (${safe ? 'safe: --fix does it' : 'offered in the editor'})`;
    return hanging(sentence, width);
  });
}

function optionLines(rule: Rule, { width, colors }: Streams): readonly string[] {
  return Object.entries(rule.options ?? {}).flatMap(([name, { type, default: value, description }]) => [
    `${' '.repeat(INDENT)}${colors.cyan(name)}  ${colors.dim(`${type}, default ${JSON.stringify(value)}`)}`,
    ...wrapped(description, width, HANGING),
  ]);
}

function settingLines({ id }: Rule, width: number): readonly string[] {
  return [
    ...hanging(`For one run: --rule ${id}=off`, width),
    ...hanging(`For a folder, in .plimsoll.yaml under rules: ${id}: off`, width),
    ...hanging(`For one line, on it or above it: # plimsoll-ignore ${id}: the reason`, width),
  ];
}

/** A sentence whose further lines stand further in than its first. */
function hanging(sentence: string, width: number): readonly string[] {
  const [first = '', ...rest] = wrapped(sentence, width - HANGING + INDENT, INDENT);
  return [first, ...rest.map((line) => ' '.repeat(HANGING - INDENT) + line)];
}
