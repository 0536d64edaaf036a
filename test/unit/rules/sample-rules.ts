// Rules for tests of the engine, which must not depend on what the real ones find.
import { defineRule } from '../../../server/src/rules/define-rule.ts';
import type { Rule } from '../../../server/src/rules/types.ts';

const docs = { summary: 'For tests', why: 'For tests.', fix: 'For tests.' };

/** Reports the image of each container; its fix sets another tag. */
export const imageRule = defineRule({
  id: 'sample/image',
  level: 'warning',
  scope: 'container',
  docs,
  options: { wanted: { type: 'string', default: '2.0.0', description: 'Tag that the fix sets' } },
  messages: { found: 'Container "{name}" runs {image}.' },
  *check({ name, image, route }) {
    if (image !== undefined && !image.endsWith(':9')) {
      yield { at: [...route, 'image'], message: 'found', data: { name, image } };
    }
  },
  fixes: {
    tag: {
      title: 'Set another image for "{name}"',
      safe: true,
      patches: ({ at }) => [{ op: 'set', at, value: 'registry.example.com/app:9' }],
    },
  },
});

/** Reports each resource's kind, in the strict profile only. */
export const kindRule = defineRule({
  id: 'sample/kind',
  level: 'strict',
  scope: 'resource',
  docs,
  messages: { found: 'This is a {kind}.' },
  *check({ kind, route }) {
    yield { at: [...route, 'kind'], message: 'found', data: { kind } };
  },
});

/** Reports a Deployment that has an autoscaler; `runs` counts the times it was asked. */
export function autoscaledRule(runs: string[] = []): Rule {
  return defineRule({
    id: 'sample/autoscaled',
    level: 'info',
    scope: 'workload',
    workspace: true,
    docs,
    messages: { found: 'Scales up to {max}.' },
    *check({ resource }, { inventory }) {
      runs.push(resource.name ?? '');
      for (const { max } of inventory.autoscalersOf(resource)) {
        yield { at: [...resource.route, 'metadata', 'name'], message: 'found', data: { max: max ?? 'any number' } };
      }
    },
  });
}

/** Reports Deployments of one name in several documents, once for the workspace. */
export const twinRule = defineRule({
  id: 'sample/twin',
  level: 'error',
  scope: 'inventory',
  docs,
  messages: { found: '{name} is there {count} times.' },
  *check(inventory) {
    for (const { resource } of inventory.ofKind('Deployment')) {
      const { name = '' } = resource;
      const count = inventory.find('Deployment', undefined, name).length;
      if (count > 1) yield { at: [...resource.route, 'metadata', 'name'], in: resource, message: 'found', data: { name, count } };
    }
  },
});

/** Throws for a container, after its first problem. */
export const throwingRule = defineRule({
  id: 'sample/throwing',
  level: 'warning',
  scope: 'container',
  docs,
  messages: { found: 'Before it throws.' },
  *check({ route }) {
    yield { at: route, message: 'found' };
    throw new Error('the unexpected');
  },
});

/** Reads the workspace without saying so. */
export const undeclaredRule = defineRule({
  id: 'sample/undeclared',
  level: 'warning',
  scope: 'workload',
  docs,
  messages: { found: 'Never.' },
  *check({ resource }, { inventory }) {
    if (inventory.autoscalersOf(resource).length > 0) yield { at: resource.route, message: 'found' };
  },
});
