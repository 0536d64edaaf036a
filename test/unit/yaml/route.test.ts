import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { equals } from '../../../server/src/yaml/json.ts';
import { parseDocument } from '../../../server/src/yaml/parse.ts';
import type { Part } from '../../../server/src/yaml/route.ts';
import { exists, nodeAt, pairAt, routeAt, spanOf } from '../../../server/src/yaml/route.ts';
import type { Route } from '../../../server/src/yaml/types.ts';
import { valueAt, valueOf } from '../../../server/src/yaml/value.ts';
import { fuzz } from '../../fuzz.ts';
import { documentText } from './documents.ts';
import { routesOf } from './patches.ts';

interface SpanCase {
  readonly name: string;
  readonly document: string;
  readonly spans: readonly { readonly at: Route; readonly part?: Part; readonly text: string }[];
}

const cases = parse(readFileSync(join(import.meta.dirname, 'cases', 'spans.yaml'), 'utf8')) as SpanCase[];

describe('spanOf', () => {
  describe.each(cases)('$name', ({ document: text, spans }) => {
    it.each(spans)('$at $part', ({ at, part, text: wanted }) => {
      for (const eol of ['\n', '\r\n']) {
        const document = parseDocument(text.replaceAll('\n', eol));
        const { start, end } = part === undefined ? spanOf(document, at) : spanOf(document, at, part);
        expect(document.text.slice(start, end)).toBe(wanted.replaceAll('\n', eol));
      }
    });
  });

  it('points at one line unless the value itself is asked for', () => {
    fc.assert(
      fc.property(documentText, (text) => {
        const document = parseDocument(text);
        for (const at of routesOf(valueOf(document))) {
          const { start, end } = spanOf(document, at);
          const node = nodeAt(document, at);
          const broken = node?.kind === 'scalar' && node.style !== 'literal' && node.style !== 'folded';
          const named = document.text.slice(start, end);
          if (!broken && !/^['"]?one/.test(named)) expect(named).not.toContain('\n');
          expect(start).toBeLessThanOrEqual(end);
        }
      }),
      fuzz(300),
    );
  });
});

describe('nodeAt', () => {
  it('finds for every route what the data hold there', () => {
    fc.assert(
      fc.property(documentText, (text) => {
        const document = parseDocument(text);
        for (const at of routesOf(valueOf(document)).slice(0, document.root === undefined ? 0 : undefined)) {
          const node = nodeAt(document, at);
          expect(node && equals(node.value, valueAt(document, at))).toBe(true);
          expect(exists(document, at)).toBe(true);
        }
      }),
      fuzz(500),
    );
  });

  it('knows what is not there', () => {
    const document = parseDocument('a: {b: [1]}\n');
    expect([['x'], ['a', 'x'], ['a', 'b', 1], ['a', 'b', '0'], ['a', 'b', 0, 'x']].map((at) => exists(document, at))).toEqual(
      Array(5).fill(false),
    );
    expect(pairAt(document, ['a', 'b'])?.key).toMatchObject({ value: 'b' });
    expect(pairAt(document, ['a', 'b', 0])).toBeUndefined();
  });
});

describe('routeAt', () => {
  const text = 'a: &x\n  b: [1, {c: d}]\n  e:\n    - f: g\nh: *x\n';
  it.each<[marked: string, route: Route, part: 'key' | 'value']>([
    ['a:', ['a'], 'key'],
    ['b:', ['a', 'b'], 'key'],
    ['1', ['a', 'b', 0], 'value'],
    ['c:', ['a', 'b', 1, 'c'], 'key'],
    ['d}', ['a', 'b', 1, 'c'], 'value'],
    ['{', ['a', 'b', 1], 'value'],
    [', {', ['a', 'b', 0], 'value'],
    ['f:', ['a', 'e', 0, 'f'], 'key'],
    ['g', ['a', 'e', 0, 'f'], 'value'],
    ['*x', ['h'], 'value'],
  ])('at %j', (marked, route, part) => {
    expect(routeAt(parseDocument(text), text.indexOf(marked))).toMatchObject({ route, part });
  });

  it('is the inverse of spanOf', () => {
    fc.assert(
      fc.property(documentText, (source) => {
        const document = parseDocument(source);
        if (document.root === undefined || source.includes('*')) return;
        for (const at of routesOf(valueOf(document))) {
          const { start, end } = spanOf(document, at, 'value');
          if (start < end && nodeAt(document, at)?.kind === 'scalar') expect(routeAt(document, start)?.route).toEqual(at);
        }
      }),
      fuzz(300),
    );
  });

  it('finds nothing outside the content', () => {
    expect(routeAt(parseDocument('# x\na: 1\n'), 0)).toBeUndefined();
    expect(routeAt(parseDocument(''), 0)).toBeUndefined();
  });
});
