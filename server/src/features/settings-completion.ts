import type { CompletionItem, Range } from 'vscode-languageserver-types';
import { CompletionItemKind, InsertTextMode } from 'vscode-languageserver-types';
import { parseDocument } from '../yaml/parse.ts';
import { nodeAt } from '../yaml/route.ts';
import type { Json, YamlFile } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import type { KeyTyping } from './completion-context.ts';
import { typingAt } from './completion-context.ts';
import { rangeAt } from './positions.ts';
import type { SettingFacts, SettingNode } from './settings-tree.ts';
import { settingNodeAt } from './settings-tree.ts';

/** What a configuration file may have at an offset: names of settings and rules, their options and their values. */
export function settingsCompletions(file: YamlFile, offset: number, facts: SettingFacts): CompletionItem[] {
  const typing = typingAt(file, offset);
  if (!typing) return [];
  const range = rangeAt(file, typing.word);
  if (typing.type === 'blank') return keyProposals(settingNodeAt([], facts), range, BLANK);
  if (typing.type === 'value') return valueProposals(settingNodeAt(typing.route, facts), range);
  const node = settingNodeAt(typing.parent, facts);
  // A list's item begins as a key does.
  const isValue = !node?.keys && typeof typing.parent.at(-1) === 'number';
  return isValue ? valueProposals(node, range, typing) : keyProposals(node, range, { ...typing, present: presentIn(typing) });
}

/** How a key is written where it is typed. */
type KeyPlace = Pick<KeyTyping, 'column' | 'hasValue' | 'isItem' | 'flow'> & { readonly present: ReadonlySet<Json> };

const BLANK: KeyPlace = { column: 0, hasValue: false, isItem: false, flow: false, present: new Set() };

function presentIn({ document, parent }: KeyTyping): ReadonlySet<Json> {
  const node = nodeAt(document, parent);
  return new Set(node?.kind === 'map' ? node.pairs.map(({ key }) => (key.kind === 'scalar' ? key.value : null)) : []);
}

function keyProposals(parent: SettingNode | undefined, range: Range, place: KeyPlace): CompletionItem[] {
  const keys = (parent?.keys ?? []).filter((key) => !place.present.has(key));
  return keys.flatMap((key, index) => {
    const node = parent?.at?.(key);
    if (!node) return [];
    return [
      {
        label: key,
        kind: CompletionItemKind.Property,
        detail: node.type,
        documentation: { kind: 'markdown', value: node.description },
        sortText: sortText(index),
        insertTextMode: InsertTextMode.asIs,
        textEdit: { range, newText: `${dash(place)}${key}${place.hasValue ? '' : `:${opening(node, place)}`}` },
      },
    ];
  });
}

/** What follows a new key, up to where its value is typed. */
function opening({ item, keys, values }: SettingNode, { column, isItem, flow }: KeyPlace): string {
  if (flow) return ' ';
  const inside = `\n${' '.repeat(column + (isItem ? 4 : 2))}`;
  if (item) return `${inside}- `;
  return keys && !values ? inside : ' ';
}

function dash({ isItem }: Pick<KeyPlace, 'isItem'>): string {
  return isItem ? '- ' : '';
}

/** Keeps the order of the specifications, in which what matters most comes first. */
function sortText(index: number): string {
  return String(index).padStart(3, '0');
}

function valueProposals(node: SettingNode | undefined, range: Range, place: Pick<KeyPlace, 'isItem'> = BLANK): CompletionItem[] {
  return (node?.values ?? []).map(({ value, description }, index) => ({
    label: String(value),
    kind: CompletionItemKind.EnumMember,
    sortText: sortText(index),
    ...(value === node?.default && { detail: 'default', preselect: true }),
    ...(description !== undefined && { documentation: { kind: 'markdown', value: description } }),
    textEdit: { range, newText: dash(place) + spelled(value) },
  }));
}

/** A text that YAML would read as something else, such as the version `1.30`, is quoted. */
function spelled(value: Json): string {
  if (typeof value !== 'string' || valueOf(parseDocument(value, 'core')) === value) return String(value);
  return JSON.stringify(value);
}
