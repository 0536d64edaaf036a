import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { derivedFiles, stalePages } from '../../../scripts/generate/derived.mts';
import { settingsSchema } from '../../../scripts/generate/settings.mts';
import { ROOT } from '../../../scripts/lib/paths.mts';
import { allRules } from '../../../server/src/rules/registry.ts';
import { defaultSettings, parseSettings } from '../../../server/src/settings.ts';

describe('generated files', () => {
  test.each(derivedFiles().map(({ path, text }) => [path, text]))('%s is as `npm run generate` writes it', (path, text) => {
    expect(readFileSync(join(ROOT, path), 'utf8').replaceAll('\r\n', '\n')).toBe(text);
  });

  test('hold no page of a rule that is gone', () => {
    expect(stalePages()).toEqual([]);
  });
});

describe('the schema of the settings', () => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true, code: { optimize: false } }).compile(settingsSchema());

  test('accepts the defaults, and levels and options of all rules', () => {
    const rules = allRules.map(({ id, options = {} }) => {
      const defaults = Object.entries(options).map(([name, spec]) => [name, spec.default]);
      return [id, { level: 'warning', ...Object.fromEntries(defaults) }];
    });
    const settings = JSON.parse(JSON.stringify({ ...defaultSettings, rules: Object.fromEntries(rules) }));
    expect(validate(settings) ? [] : validate.errors).toEqual([]);
    expect(parseSettings(settings).problems).toEqual([]);
  });

  test.each([
    [{ profil: 'strict' }],
    [{ tier: 'huge' }],
    [{ capacity: { users: -1 } }],
    [{ rules: { 'no/such-rule': 'off' } }],
    [{ rules: { 'probes/liveness': 'fatal' } }],
    [{ rules: { 'probes/timing': { toleratedSeconds: 'long' } } }],
  ])('rejects %j, as the reading of settings does', (settings) => {
    expect(validate(settings)).toBe(false);
    expect(parseSettings(settings).problems).toHaveLength(1);
  });
});
