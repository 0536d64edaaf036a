import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allRules } from '../../server/src/rules/registry.ts';
import type { Rule } from '../../server/src/rules/types.ts';
import { ROOT } from '../lib/paths.mts';
import { registrySource } from './registry.mts';
import { rulePageText, rulesIndexText } from './rule-pages.mts';
import { configurationProperties, rulesProperty, settingsSchema } from './settings.mts';
import { expandSnippet, tierSnippets } from './snippets.mts';

/** A generated file: its path in the repository and what should be in it. */
export interface DerivedFile {
  readonly path: string;
  readonly text: string;
}

/** The registry, which everything else that derives from the rules is made with. */
export const REGISTRY = 'server/src/rules/registry.generated.ts';

/** The rules' pages lie here; a page whose rule is gone goes too. */
export const PAGES = 'docs/rules';

/** All files that derive from the rules' declarations and fixtures, from the settings, and from the tiers' figures. */
export function derivedFiles(): readonly DerivedFile[] {
  return [
    { path: REGISTRY, text: registrySource() },
    { path: 'schemas/settings.schema.json', text: jsonText(settingsSchema()) },
    { path: 'package.json', text: packageText() },
    ...derivedPages(),
    ...derivedSnippets(),
  ];
}

/** Pages, as paths in the repository, that no rule has any longer. */
export function stalePages(): readonly string[] {
  const derived = new Set([INDEX, ...allRules.map(pageOf)]);
  const present = existsSync(join(ROOT, PAGES)) ? readdirSync(join(ROOT, PAGES), { recursive: true, encoding: 'utf8' }) : [];
  const pages = present.filter((name) => name.endsWith('.md')).map((name) => `${PAGES}/${name.replaceAll('\\', '/')}`);
  return pages.filter((path) => !derived.has(path));
}

function derivedPages(): readonly DerivedFile[] {
  return [{ path: INDEX, text: rulesIndexText() }, ...allRules.map((rule) => ({ path: pageOf(rule), text: rulePageText(rule) }))];
}

const INDEX = `${PAGES}/README.md`;

function pageOf({ id }: Rule): string {
  return `${PAGES}/${id}.md`;
}

/** The snippets, and as the clean example those of the small team written out. */
function derivedSnippets(): readonly DerivedFile[] {
  const snippets = tierSnippets(ROOT);
  const examples = ['plan', 'api-server', 'worker'].flatMap((name) => {
    const snippet = snippets[`small-team-${name}`];
    const file = name === 'plan' ? 'plimsoll.plan' : name;
    return snippet === undefined ? [] : [{ path: `examples/small-team/${file}.yaml`, text: expandSnippet(snippet) }];
  });
  return [{ path: 'snippets/tiers.json', text: jsonText(snippets) }, ...examples];
}

/** package.json with its settings written anew; all else stays, settings that are none of the server's among it. */
function packageText(): string {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
  const known = manifest.contributes.configuration?.flatMap(({ properties }) => Object.entries(properties)) ?? [];
  const foreign = known.filter(([name]) => name.startsWith('plimsoll.trace.'));
  const configuration = [
    { title: 'Plimsoll', properties: { ...configurationProperties(), ...Object.fromEntries(foreign) } },
    { title: 'Rules', properties: rulesProperty() },
  ];
  return jsonText({ ...manifest, contributes: { ...manifest.contributes, configuration } });
}

interface Manifest {
  readonly contributes: {
    readonly configuration?: readonly { readonly title: string; readonly properties: Readonly<Record<string, unknown>> }[];
  };
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
