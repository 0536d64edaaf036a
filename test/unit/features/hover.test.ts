import { describe, expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { hover } from '../../../server/src/features/hover.ts';
import { schemas } from '../../schemas.ts';
import { analyze, autoscaler, CURSOR, deployment } from './support.ts';

type Options = Parameters<typeof analyze>[1];

function hoverAt(text: string, options?: Options): string | undefined {
  const { analysis, offset } = analyze(text, options);
  return (hover(analysis, offset, { schemas, markdown: true })?.contents as MarkupContent | undefined)?.value;
}

/** Puts the cursor before the first occurrence of a text. */
function at(text: string, place: string): string {
  expect(text).toContain(place);
  return text.replace(place, `${CURSOR}${place}`);
}

const resources = `requests:
              cpu: 1
              memory: 2Gi
            limits:
              cpu: 2
              memory: 4Gi`;
const api = deployment({ resources });

describe('the sizing of a workload', () => {
  const text = hoverAt(at(api, 'replicas: 2'), { settings: { schemas: { enable: 'off' } } }) ?? '';

  test('says what it is for, and why', () => {
    expect(text).toMatch(/^\*\*Deployment api-server\*\* · api-server \(.*name.*\)/);
  });

  test('shows what it is guaranteed and can burst to, and the conversations by CPU, by memory and at 70% CPU', () => {
    expect(text).toContain('| guaranteed | 1 CPU, 2Gi | 2 CPU, 4Gi |');
    expect(text).toContain('| can burst to | 2 CPU, 4Gi | 4 CPU, 8Gi |');
    expect(text).toContain('| conversations by CPU | 10-20 | 20-40 |');
    expect(text).toContain('| conversations by memory | 10-21 | 21-42 |');
    expect(text).toContain('| **carries** | **10-20**, CPU binds | **20-40**, CPU binds |');
    expect(text).toMatch(/at 70% CPU.*\| 7-14 \| 14-28 \|/);
  });

  test('shows its share of the whole, the next tier and the assumptions', () => {
    expect(text).toContain('100% of the CPU and the memory');
    expect(text).toContain('The next tier is growing team (51-499 users)');
    expect(text).toContain('4 × 1.5 CPU, 3Gi → 60-120 conversations');
    expect(text).toContain('_The guide: a core carries 10-20 concurrent conversations');
  });

  test.each(['replicas: 2', 'resources:', 'requests:', 'cpu: 1', 'memory: 2Gi', 'limits:', 'main\n', '2\n', 'api-server\nspec'])(
    'is shown at %j, before what the schema says',
    (place) => {
      expect(hoverAt(at(api, place))?.split('\n\n---\n\n`')[0]).toBe(text);
    },
  );

  test('counts its share among all that serves conversations, and not what doesn’t', () => {
    const others = {
      'file:///shop/worker.yaml': deployment({ name: 'worker', replicas: 'replicas: 3', resources }),
      'file:///shop/db.yaml': deployment({ name: 'postgres', resources }),
    };
    expect(hoverAt(at(api, 'replicas: 2'), { others })).toContain('40% of the CPU and the memory');
  });

  test('goes from an autoscaler’s minimum to its maximum', () => {
    const scaled = hoverAt(at(api, 'replicas: 2'), { others: { 'file:///shop/hpa.yaml': autoscaler() } });
    expect(scaled).toContain('|  | each pod | 2 replicas | 10 replicas |');
    expect(scaled).toContain('| guaranteed | 1 CPU, 2Gi | 2 CPU, 4Gi | 10 CPU, 20Gi |');
    expect(scaled).toContain('set by HorizontalPodAutoscaler api-server');
  });

  test('says what is unknown, and still shows what is known', () => {
    const half = hoverAt(at(deployment({ resources: 'requests: { cpu: 1 }' }), 'replicas'));
    expect(half).toContain('| conversations by CPU | 10-20 | 20-40 |');
    expect(half).not.toContain('**carries**');
    expect(half).toContain('Unknown, and not guessed: container "main" has no memory request or limit.');
  });

  test('of one that serves no conversations shows no conversations', () => {
    const database = hoverAt(at(deployment({ name: 'postgres', resources }), 'replicas'));
    expect(database).toContain('database');
    expect(database).not.toContain('conversations');
  });

  test('of one without a role says how to give it one', () => {
    expect(hoverAt(at(deployment({ name: 'thing', resources }), 'replicas'))).toContain('`plimsoll/role`');
  });

  test('takes nothing of the manifest for Markdown', () => {
    const evil = deployment().replace('name: api-server', 'name: "a|b <img> `c`"');
    expect(hoverAt(at(evil, 'replicas'))).toContain('a\\|b \\<img\\> \\`c\\`');
  });
});

describe('at an autoscaler’s bounds', () => {
  test.each(['minReplicas', 'maxReplicas'])('%s shows the sizing of what it scales', (key) => {
    expect(hoverAt(at(autoscaler(), key), { others: { 'file:///shop/x.yaml': api } })).toContain('**Deployment api-server**');
  });

  test('says where its target was not found', () => {
    expect(hoverAt(at(autoscaler(), 'minReplicas'))).toContain('not found in this workspace');
  });
});

describe('at a deployment plan', () => {
  const plan = `small_team_deployment:
  users: 50
  api_servers:
    replicas: 2
    cpu: "1000m"
    memory: "2Gi"
  workers:
    replicas: 3
    cpu: "500m"
    memory: "1Gi"
`;

  test('a service shows its sizing and its share', () => {
    const text = hoverAt(at(plan, 'replicas: 2'));
    expect(text).toContain('| guaranteed | 1 CPU, 2Gi | 2 CPU, 4Gi |');
    expect(text).toContain('57% of the CPU and the memory');
    expect(text).toContain('4 × 1.5 CPU, 3Gi');
  });

  test('a deployment shows what it carries, its demand and the assumption behind that', () => {
    const text = hoverAt(at(plan, 'small_team'));
    expect(text).toContain('**up to 35 conversations; the conservative 8 GB base is not covered**');
    expect(text).toContain('30% of 50 users');
    expect(text).toContain('**tight');
  });
});

describe('elsewhere', () => {
  test('a field shows what its schema says', () => {
    const text = hoverAt(at(api, 'image:'));
    expect(text).toMatch(/^`image`: string\n\nContainer image name/);
  });

  test('unless schemas are left to others', () => {
    expect(hoverAt(at(api, 'image:'), { settings: { schemas: { enable: 'off' } } })).toBeUndefined();
    expect(hoverAt(at(api, 'replicas: 2'), { settings: { schemas: { enable: 'off' } } })).toContain('carries');
  });

  test.each([
    ['a comment', `# ${CURSOR}replicas: 2\n${api}`],
    ['a document mark', `--${CURSOR}-\n${api}`],
    ['YAML that is none of ours', `replicas${CURSOR}: 2\n`],
    ['an empty file', ''],
    ['half a key', `apiVersion: apps/v1\nkind: Deployment\nrep${CURSOR}`],
  ])('%s shows nothing', (_, text) => {
    expect(hoverAt(text)).toBeUndefined();
  });
});

test('a client without Markdown gets plain text', () => {
  const { analysis, offset } = analyze(at(api, 'image:'));
  expect(hover(analysis, offset, { schemas, markdown: false })?.contents).toMatchObject({ kind: 'plaintext' });
});
