import { describe, expect, test } from 'vitest';
import { selectorMatches, serviceSelects } from '../../../server/src/resources/selector.ts';
import type { Json } from '../../../server/src/yaml/types.ts';

const labels = { app: 'api', tier: 'web', empty: '' };
const expression = (key: string, operator: string, values?: Json): Json => ({
  matchExpressions: [{ key, operator, ...(values ? { values } : {}) }],
});

describe('label selectors', () => {
  test.each<[string, Json | undefined, boolean]>([
    ['all of matchLabels', { matchLabels: { app: 'api', tier: 'web' } }, true],
    ['one label differs', { matchLabels: { app: 'api', tier: 'db' } }, false],
    ['a label is missing', { matchLabels: { zone: 'a' } }, false],
    ['In', expression('app', 'In', ['web', 'api']), true],
    ['In without the value', expression('app', 'In', ['web']), false],
    ['In a missing label', expression('zone', 'In', ['a']), false],
    ['NotIn', expression('app', 'NotIn', ['web']), true],
    ['NotIn a missing label', expression('zone', 'NotIn', ['a']), true],
    ['NotIn with the value', expression('app', 'NotIn', ['api']), false],
    ['Exists', expression('empty', 'Exists'), true],
    ['Exists without the label', expression('zone', 'Exists'), false],
    ['DoesNotExist', expression('zone', 'DoesNotExist'), true],
    ['DoesNotExist with the label', expression('app', 'DoesNotExist'), false],
    ['an unknown operator', expression('app', 'Gt', ['1']), false],
    ['both kinds must hold', { matchLabels: { app: 'api' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['db'] }] }, false],
    ['an empty selector selects everything', {}, true],
    ['a plain map', { app: 'api' }, true],
    ['no selector', undefined, false],
    ['no mapping', 'app', false],
    ['labels of every object are no labels', { matchLabels: { constructor: 'x' } }, false],
    ['a number that should have been quoted', { matchLabels: { app: 1 } }, false],
    ['half typed', { matchLabels: null, matchExpressions: [null] }, false],
  ])('%s', (_, selector, expected) => {
    expect(selectorMatches(selector, labels)).toBe(expected);
  });
});

describe('selectors of Services', () => {
  test.each<[string, Json | undefined, boolean]>([
    ['all labels', { app: 'api' }, true],
    ['one differs', { app: 'web' }, false],
    ['an empty selector selects nothing', {}, false],
    ['no selector', undefined, false],
  ])('%s', (_, selector, expected) => {
    expect(serviceSelects(selector, labels)).toBe(expected);
  });
});
