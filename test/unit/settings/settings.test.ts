import { describe, expect, test } from 'vitest';
import { defaultSettings, parseSettings } from '../../../server/src/settings.ts';
import { settingSpecs } from '../../../server/src/settings-specs.ts';
import { schemas } from '../../schemas.ts';

const problemsOf = (json: unknown) => parseSettings(json).problems.map(({ message }) => message);

describe('settings', () => {
  test('that are not given are the defaults', () => {
    for (const nothing of [undefined, null, {}]) expect(parseSettings(nothing)).toEqual({ settings: defaultSettings, problems: [] });
  });

  test('validate for the newest Kubernetes version by default', () => {
    expect(defaultSettings.kubernetesVersion).toBe(schemas.newest);
  });

  test('that fit are taken over, all of them', () => {
    const given = {
      enable: false,
      profile: 'strict',
      tier: 'enterprise',
      kubernetesVersion: '1.34',
      rules: { 'probes/liveness': 'off', 'probes/timing': { level: 'error', toleratedSeconds: 20 } },
      overrides: [{ files: ['dev/**'], kinds: ['Job'], rules: { 'images/tag': 'off' } }],
      capacity: { users: 500, conversations: 80, peakConcurrency: 0.5, threads: 9000, nodeCpu: '8', nodeMemory: '32Gi' },
      exclude: ['**/vendor/**'],
      schemas: { enable: 'off' },
      hints: { enable: false },
      codeLens: { enable: false },
      maxProblems: 10,
    };
    expect(parseSettings(given)).toEqual({ settings: given, problems: [] });
    const named = Object.entries(given).flatMap(([key, value]) =>
      key !== 'rules' && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value).map((inner) => `${key}.${inner}`) : [key],
    );
    expect(named.filter((name) => name !== 'rules' && name !== 'overrides').toSorted()).toEqual(Object.keys(settingSpecs).toSorted());
  });

  test('of a file hold over those below it, and rules add up', () => {
    const editor = parseSettings({ tier: 'enterprise', capacity: { users: 900 }, rules: { 'probes/liveness': 'off' } }).settings;
    const file = { capacity: { users: 40, conversations: null }, rules: { 'probes/readiness': 'error' }, profile: 'strict' };
    expect(parseSettings(file, editor).settings).toEqual({
      ...editor,
      profile: 'strict',
      capacity: { users: 40, conversations: undefined, peakConcurrency: 0.3 },
      rules: { 'probes/liveness': 'off', 'probes/readiness': 'error' },
    });
  });
});

describe('a setting that can not be used', () => {
  test.each([
    [[], 'Settings must be a mapping of names to values.'],
    ['strict', 'Settings must be a mapping of names to values.'],
    [{ profile: 'lax' }, 'Setting `profile` must be one of recommended, strict, and not "lax".'],
    [{ maxProblems: 0 }, 'Setting `maxProblems` must be at least 1, and not 0.'],
    [{ capacity: { users: -5 } }, 'Setting `capacity.users` must be at least 1, and not -5.'],
    [{ capacity: { users: 1.5 } }, 'Setting `capacity.users` must be a whole number, and not 1.5.'],
    [{ capacity: { peakConcurrency: 30 } }, 'Setting `capacity.peakConcurrency` must be at most 1, and not 30.'],
    [{ capacity: 5 }, 'Setting `capacity` must be a mapping.'],
    [{ kubernetesVersion: 1.36 }, 'Setting `kubernetesVersion` must be a string, and not 1.36.'],
    [{ kubernetesVersion: 'newest' }, 'Setting `kubernetesVersion` must be a Kubernetes version such as 1.36, and not "newest".'],
    [{ exclude: '**/x' }, 'Setting `exclude` must be a list of strings, and not "**/x".'],
    [{ profil: 'strict' }, 'There is no setting `profil`; did you mean `profile`?'],
    [{ capacity: { user: 5 } }, 'There is no setting `capacity.user`; did you mean `capacity.users`?'],
    [{ rules: ['probes/liveness'] }, 'Setting `rules` must be a mapping of rule ids to levels.'],
    [{ rules: { 'probes/livenes': 'off' } }, 'Setting `rules` names `probes/livenes`, which is no rule; did you mean `probes/liveness`?'],
    [
      { rules: { 'probes/liveness': 'fatal' } },
      'The level of rule `probes/liveness` must be one of off, error, warning, info, and not "fatal".',
    ],
    [
      { rules: { 'probes/liveness': false } },
      'The level of rule `probes/liveness` must be one of off, error, warning, info, and not false.',
    ],
    [
      { rules: { 'probes/liveness': { level: 'fatal' } } },
      'The level of rule `probes/liveness` must be one of off, error, warning, info, and not "fatal".',
    ],
    [{ rules: { 'probes/timing': { tolerated: 1 } } }, 'Rule `probes/timing` has no option `tolerated`; did you mean `toleratedSeconds`?'],
    [
      { rules: { 'probes/timing': { toleratedSeconds: 'long' } } },
      'Option `toleratedSeconds` of rule `probes/timing` must be a number, and not "long".',
    ],
  ])('%j is told of, and what it would replace holds', (given, message) => {
    expect(problemsOf(given)).toEqual([message]);
    expect(parseSettings(given).settings).toEqual(defaultSettings);
  });

  test('says where it is', () => {
    const { problems } = parseSettings({ capacity: { users: 'many' }, rules: { 'probes/timing': { toleratedSeconds: 'long' } } });
    expect(problems.map(({ at }) => at)).toEqual(
      [
        ['rules', 'probes/timing', 'toleratedSeconds'],
        ['capacity', 'users'],
      ].toSorted(() => 0),
    );
  });

  test('is not a setting that others own', () => {
    expect(problemsOf({ $schema: 'settings.schema.json', trace: { server: 'off' } })).toEqual([]);
  });
});
