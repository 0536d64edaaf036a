import { describe, expect, test } from 'vitest';
import { demandOf } from '../../../server/src/capacity/demand.ts';
import {
  chosenTier,
  nextTier,
  suggestedFigures,
  TIERS,
  tierChoice,
  tierFigures,
  tierOf,
  tierOfUsers,
} from '../../../server/src/capacity/tiers.ts';
import { workspaceOf } from '../resources/workspace.ts';
import { settingsWith } from './settings.ts';

const GI = 2 ** 30;

describe('tiers', () => {
  test("have the guide's figures", () => {
    expect(tierFigures('small-team', 'api-server')).toEqual({ replicas: 2, cpu: '1000m', memory: '2Gi', cores: 1, bytes: 2 * GI });
    expect(tierFigures('small-team', 'worker')).toEqual({ replicas: 3, cpu: '500m', memory: '1Gi', cores: 0.5, bytes: GI });
    expect(tierFigures('enterprise', 'api-server')).toEqual({ replicas: 6, cpu: '2000m', memory: '4Gi', cores: 2, bytes: 4 * GI });
    expect(tierFigures('enterprise', 'worker')).toEqual({ replicas: 12, cpu: '1000m', memory: '2Gi', cores: 1, bytes: 2 * GI });
  });

  test('the one that the guide has no figures for lies between its neighbours and says so', () => {
    expect(TIERS.map(({ source }) => source)).toEqual(['guide', 'between', 'guide']);
    for (const service of ['apiServer', 'worker'] as const) {
      const [small, growing, enterprise] = TIERS.map((tier) => tier[service]);
      for (const figure of ['replicas', 'cores', 'bytes'] as const) {
        expect(growing![figure]).toBeGreaterThan(small![figure]);
        expect(growing![figure]).toBeLessThan(enterprise![figure]);
      }
    }
  });

  test.each([
    [1, 'small-team'],
    [50, 'small-team'],
    [51, 'growing-team'],
    [499, 'growing-team'],
    [500, 'enterprise'],
    [1e9, 'enterprise'],
  ])('%d users are %s', (users, tier) => {
    expect(tierOfUsers(users)).toBe(tier);
  });

  test('follow each other', () => {
    expect(TIERS.map(({ name }) => nextTier(name))).toEqual(['growing-team', 'enterprise', undefined]);
    expect(tierOf('growing-team').title).toBe('growing team (51-499 users)');
  });

  test('size only what the guide sizes, and suggest the nearest for the rest', () => {
    expect(tierFigures('enterprise', 'realtime-sync')).toBeUndefined();
    expect(tierFigures('enterprise', undefined)).toBeUndefined();
    expect(suggestedFigures('enterprise', 'realtime-sync').cpu).toBe('2000m');
    expect(suggestedFigures('enterprise', 'tool-executor').cpu).toBe('1000m');
    expect(suggestedFigures('enterprise', undefined).cpu).toBe('1000m');
  });
});

describe('the tier to judge by', () => {
  const choose = (files: Record<string, string>, settings = settingsWith()) => tierChoice(settings, workspaceOf(files).inventory);

  test.each([
    ['what is set', choose({ 'a.plan.yaml': 'users: 900\n' }, settingsWith({ users: 100 }, 'small-team')), 'small-team', 'the tier is set'],
    ["the plan's users", choose({ 'a.plan.yaml': 'users: 900\n' }, settingsWith({ users: 100 })), 'enterprise', '900 users'],
    ["the settings' users", choose({}, settingsWith({ users: 100 })), 'growing-team', '100 users'],
    [
      "the only deployment's name",
      choose({ 'a.yaml': 'enterprise_deployment: {workers: {cpu: 1}}\n' }),
      'enterprise',
      "the plan's enterprise_deployment",
    ],
    [
      'nothing',
      choose({ 'a.yaml': 'enterprise_deployment: {workers: {cpu: 1}}\nx_deployment: {workers: {cpu: 1}}\n' }),
      'small-team',
      'nothing states a size',
    ],
  ])('comes from %s', (_, choice, tier, because) => {
    expect(choice).toMatchObject({ tier, because });
  });

  test('without a workspace comes from the settings', () => {
    expect(chosenTier(settingsWith({ users: 600 }))).toBe('enterprise');
    expect(chosenTier(settingsWith())).toBe('small-team');
  });
});

describe('demand', () => {
  const demand = (plan: string, settings = settingsWith()) =>
    demandOf(workspaceOf(plan ? { 'a.plan.yaml': plan } : {}).inventory, settings);

  test('is the conversations where they are given', () => {
    expect(demand('users: 500\nconversations: 90\n')).toEqual({ conversations: 90, users: 500, assumed: undefined, source: 'plan' });
    expect(demand('', settingsWith({ users: 500, conversations: 90 }))).toEqual({
      conversations: 90,
      users: 500,
      assumed: undefined,
      source: 'settings',
    });
  });

  test('else comes from the users by an assumption, which is told', () => {
    expect(demand('users: 500\n', settingsWith({ users: 10, conversations: 3 }))).toEqual({
      conversations: 150,
      users: 500,
      assumed: '30% of 500 users have a conversation at the peak',
      source: 'plan',
    });
    expect(demand('users: 500\npeak_concurrency: 0.125\n')?.assumed).toBe('12.5% of 500 users have a conversation at the peak');
  });

  test("is the first of a plan's deployments that states one", () => {
    expect(demand('a_deployment: {workers: {cpu: 1}}\nb_deployment: {users: 10}\n')?.conversations).toBe(3);
  });

  test('is unknown where nobody says', () => {
    expect(demand('')).toBeUndefined();
    expect(demand('small_team_deployment: {workers: {cpu: 1}}\n')).toBeUndefined();
  });
});
