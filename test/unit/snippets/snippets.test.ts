import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { expandSnippet, tierSnippets } from '../../../scripts/generate/snippets.mts';
import { ROOT } from '../../../scripts/lib/paths.mts';
import { Analyzer } from '../../../server/src/analyzer.ts';
import type { Settings } from '../../../server/src/settings.ts';
import { defaultSettings, parseSettings } from '../../../server/src/settings.ts';
import { schemas } from '../../schemas.ts';

// The image of a snippet is a stand-in, so nobody knows its digest; which PriorityClasses there are is the cluster's to say; and the assistant
// asks for its users' tokens itself.
const strict = parseSettings({
  profile: 'strict',
  rules: { 'images/digest': 'off', 'availability/priority-class': 'off', 'api/authentication': 'off' },
}).settings;

/** What all rules find in these files together, as `file: rule: message`. */
function findingsIn(files: Readonly<Record<string, string>>, settings: Settings = defaultSettings): string[] {
  const analyzer = new Analyzer({ schemas, settingsFor: () => settings });
  for (const [name, text] of Object.entries(files)) analyzer.set(`file:///${name}`, text);
  return Object.keys(files).flatMap((name) =>
    (analyzer.analysisOf(`file:///${name}`)?.findings() ?? []).map(({ finding }) => `${name}: ${finding.rule}: ${finding.message}`),
  );
}

describe.each(Object.entries(tierSnippets(ROOT)))('the snippet %s', (name, snippet) => {
  const text = expandSnippet(snippet);

  test('is deployment YAML that all rules pass, the strict ones too', () => {
    const file = name.endsWith('plan') ? 'plimsoll.plan.yaml' : `${name}.yaml`;
    expect(findingsIn({ [file]: text })).toEqual([]);
    expect(findingsIn({ [file]: text }, strict)).toEqual([]);
  });

  test('has no tab stop or placeholder left', () => {
    expect(text).not.toMatch(/\$\{|\{\{/);
  });
});

test('a broken snippet would be noticed', () => {
  const snippet = tierSnippets(ROOT)['small-team-api-server'];
  const text = snippet ? expandSnippet(snippet).replace('averageUtilization: 70', 'averageUtilization: 95') : '';
  expect(findingsIn({ 'api.yaml': text })).toHaveLength(1);
});

test('the clean example is clean', () => {
  const folder = path.join(ROOT, 'examples/small-team');
  const files = readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file), 'utf8')] as const);
  expect(files.length).toBeGreaterThan(2);
  expect(findingsIn(Object.fromEntries(files))).toEqual([]);
});
