import type { Hover } from 'vscode-languageserver-types';
import { parseFile } from '../yaml/parse.ts';
import { documentAt } from '../yaml/position.ts';
import { routeAt } from '../yaml/route.ts';
import type { Json, Route } from '../yaml/types.ts';
import { code, paragraphs } from './markdown.ts';
import { rangeIn } from './positions.ts';
import type { SettingFacts, SettingNode } from './settings-tree.ts';
import { settingNodeAt } from './settings-tree.ts';

/** What a setting means, over its name or its value in a configuration file; null where there is nothing to say. */
export function settingsHover(text: string, offset: number, markdown: boolean, facts: SettingFacts): Hover | null {
  const placed = documentAt(parseFile(text), offset);
  if (!placed) return null;
  const hit = routeAt(placed.document, offset - placed.offset);
  if (hit?.node.kind !== 'scalar' || hit.route.length === 0) return null;
  const node = settingNodeAt(hit.route, facts);
  if (!node || node.description === '') return null;
  const value = paragraphs(headOf(hit.route, node), node.description, hit.part === 'value' ? valueText(node, hit.node.value) : undefined);
  return { contents: { kind: markdown ? 'markdown' : 'plaintext', value }, range: rangeIn(placed, hit.node) };
}

function headOf(route: Route, { type, default: value }: SettingNode): string {
  const name = route.findLast((step) => typeof step === 'string') ?? '';
  const isSet = value !== undefined && value !== null;
  return `${code(name)}: ${type}${isSet ? `, default ${code(JSON.stringify(value))}` : ''}`;
}

function valueText({ values }: SettingNode, chosen: Json): string | undefined {
  const description = values?.find(({ value }) => value === chosen)?.description;
  return description && `${code(String(chosen))}: ${description}`;
}
