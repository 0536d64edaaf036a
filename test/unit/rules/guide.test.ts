import { describe, expect, test } from 'vitest';
import { guideSections, guideStatement, guideTable } from '../../../server/src/rules/guide.ts';
import { allRules } from '../../../server/src/rules/registry.ts';
import { PlanSchema } from '../../../server/src/schema/plan.ts';

/** A plan whose services tell whether they are stateless, and which knows one tier. */
const plan = new PlanSchema(() => ({
  type: 'object',
  properties: {
    small_team_deployment: { type: 'object' },
    services: {
      type: 'object',
      additionalProperties: { type: 'object', properties: { stateless: { type: 'boolean' } }, additionalProperties: false },
    },
  },
  additionalProperties: false,
}));

const byOf = (id: string, snippets: readonly string[] = []) => guideTable({ plan, snippets }).find((row) => row.id === id)?.by;

describe('the deployment guide', () => {
  test('has every statement that a rule names', () => {
    const unknown = allRules.flatMap(({ id, guide = [] }) =>
      guide.filter((statement) => !guideStatement(statement)).map((name) => `${id}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  test('gives each statement and each section an id of its own', () => {
    const statements = guideSections.flatMap((section) => section.statements.map(({ id }) => id));
    expect(new Set(statements).size).toBe(statements.length);
    expect(new Set(guideSections.map(({ id }) => id)).size).toBe(guideSections.length);
  });

  test('has statements in each section, in English and Chinese', () => {
    for (const { id, title, statements } of guideSections) {
      expect(statements.length, id).toBeGreaterThan(0);
      expect(title.zh).toMatch(/\p{Script=Han}/u);
      expect(statements.filter(({ text, zh }) => text === '' || zh === '')).toEqual([]);
    }
  });
});

describe('what makes a statement real', () => {
  test('are the rules that name it', () => {
    expect(byOf('probe-timing')).toEqual(['rule:probes/timing']);
    const table = new Map(guideTable({ plan, snippets: [] }).map(({ id, by }) => [id, by]));
    for (const rule of allRules) for (const statement of rule.guide ?? []) expect(table.get(statement)).toContain(`rule:${rule.id}`);
  });

  test('are fields that the plan has, and no others', () => {
    expect(byOf('stateless')).toContain('plan:services.*.stateless');
    expect(byOf('async-io')).toEqual([]);
    expect(byOf('tier-small')).not.toContain('plan:tiers');
  });

  test('are snippets that there are, a tier’s under its own name', () => {
    expect(byOf('tier-small', ['small-team-worker'])).toContain('snippet:tier-small-team');
    expect(byOf('tier-small', ['enterprise-worker'])).not.toContain('snippet:tier-small-team');
    expect(byOf('canary', ['rollout-canary'])).toContain('snippet:rollout-canary');
    expect(byOf('canary')).not.toContain('snippet:rollout-canary');
  });

  test('are hovers where they explain the statement', () => {
    expect(byOf('memory')).toContain('hover:capacity');
    expect(byOf('cost')).not.toContain('hover:capacity');
  });
});
