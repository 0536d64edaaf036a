import { describe, expect, test } from 'vitest';
import { planOf } from '../../../server/src/resources/plan.ts';
import type { SchemaProblem } from '../../../server/src/schema/types.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import { schemas } from '../../schemas.ts';

/** The guide's first example as printed, with one more line for its API servers. */
function plan(line = ''): readonly SchemaProblem[] {
  const text = `small_team_deployment:
  api_servers:
    replicas: 2
    cpu: "1000m"
    memory: "2Gi"
${line}  workers:
    replicas: 3
    cpu: "500m"
    memory: "1Gi"
`;
  const [placed] = parseFile(text).documents;
  const found = placed && planOf(placed.document);
  if (found === undefined) throw new Error(`not taken for a plan:\n${text}`);
  return schemas.planProblems(found);
}

describe('a deployment plan', () => {
  test('as the guide prints it has no problem', () => {
    expect(plan()).toEqual([]);
  });

  test('gets its problems at the culprits', () => {
    const at = ['small_team_deployment', 'api_servers'];
    expect(plan('    replica: 2\n')).toEqual([expect.objectContaining({ type: 'unknown-property', at: [...at, 'replica'] })]);
    expect(plan('    role: api\n')).toEqual([expect.objectContaining({ type: 'not-allowed', at: [...at, 'role'] })]);
    expect(plan('  users: 0\n')).toEqual([
      { type: 'other', at: ['small_team_deployment', 'users'], found: 0, message: '`users` is 0; it must be at least 1.' },
    ]);
  });

  test('reads quantities as Kubernetes does', () => {
    const [placed] = parseFile('enterprise_deployment:\n  api_servers: {replicas: 6, cpu: 2, memory: 4 Gi}\n').documents;
    expect(schemas.planProblems(planOf(placed!.document)!)).toEqual([
      { type: 'quantity', at: ['enterprise_deployment', 'api_servers', 'memory'], found: '4 Gi' },
    ]);
  });

  test('is described from its schema', () => {
    expect(schemas.describePlan(['small_team_deployment', 'workers', 'cpu'])).toMatchObject({
      type: 'quantity',
      description: expect.stringContaining('500m'),
    });
    expect(schemas.describePlan(['pilot_deployment', 'api_servers', 'replicas'])?.type).toBe('integer');
    expect(schemas.describePlan(['small_team_deployment', 'api_servers', 'role'])?.allowed).toContain('worker');
    expect(schemas.describePlan(['odd'])).toBeUndefined();
    expect(Object.keys(schemas.planSchemaAt(['small_team_deployment', 'workers'])?.properties ?? {})).toContain('memory');
  });
});
