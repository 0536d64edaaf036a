import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument, parseFile } from '../../../server/src/yaml/parse.ts';
import { spanOf } from '../../../server/src/yaml/route.ts';
import { valueOf } from '../../../server/src/yaml/value.ts';
import { fuzz } from '../../fuzz.ts';
import { sampleFiles } from '../samples.ts';
import { documentText } from './documents.ts';

/** Code and marked text of each problem. */
function problemsOf(text: string): [code: string, marked: string][] {
  return parseDocument(text).problems.map(({ code, start, end }) => [code, text.slice(start, end)]);
}

describe('syntax problems', () => {
  it.each<[name: string, text: string, problems: [code: string, marked: string][]]>([
    ['a duplicate key', 'a: 1\nb: 2\na: 3\n', [['duplicate-key', 'a']]],
    ['a duplicate key in braces', 'x: {a: 1, "a": 2}\n', [['duplicate-key', '"a"']]],
    ['duplicates among many keys', `${[...'abcdefghij'].map((key) => `${key}: 1`).join('\n')}\nc: 2\n`, [['duplicate-key', 'c']]],
    ['several merge keys are fine', 'a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n', []],
    ['an alias without an anchor', 'a: *nowhere\n', [['undefined-alias', '*nowhere']]],
    ['an alias before its anchor', 'a: *x\nb: &x 1\n', [['undefined-alias', '*x']]],
    ['an alias inside its anchor', 'a: &x [*x]\n', [['cyclic-alias', '*x']]],
    ['a tab', 'a:\n\tb: 1\n', [['tab-indent', '\t']]],
    ['a key without a colon', 'a: 1\nreplica\nb: 2\n', [['missing-colon', 'replica']]],
    ['a colon without a space', 'a: 1\nreplicas:2\nb: 2\n', [['missing-space', 'replicas:2']]],
    ['a key behind a value', 'a: 1\nb: c: d\n', [['nested-mapping', 'c']]],
    ['a mapping under a value', 'a: 1\n  b: 2\n', [['nested-mapping', '1']]],
    ['an entry indented otherwise', 'a:\n    b: 1\n  c: 2\n', [['bad-indent', 'c: 2']]],
    ['a list on the line of its key', 'a: - b\n', [['bad-indent', '-']]],
    ['a double quote left open', 'a: "b\nc: 1\n', [['unclosed-quote', '"']]],
    ['a single quote left open', "a: 'b\n", [['unclosed-quote', "'"]]],
    ['a bracket left open', 'a: [b\nc: 1\n', [['unclosed-bracket', '[']]],
    ['a brace left open', 'a: {b: [c]\n', [['unclosed-bracket', '{']]],
    ['a comma forgotten', 'a: ["b" "c"]\n', [['missing-comma', '"']]],
    ['an escape that is none', 'a: "\\d"\n', [['bad-escape', '\\']]],
    ['a reserved character', 'a: @b\n', [['reserved-character', '@']]],
    ['a comment that clings', 'a: "b"#c\n', [['comment-space', '#c']]],
    ['two anchors', 'a: &b &c d\n', [['misplaced-property', '&c']]],
    ['an anchor on an alias', 'a: &b 1\nc: &d *b\n', [['misplaced-property', '*b']]],
    ['a mapping as a key', '? {a: 1}\n: b\n', [['complex-key', '{a: 1}']]],
    ['text behind a list', '- a\nb: 1\n', [['unexpected', 'b']]],
    ['a merge conflict', 'a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n', [['merge-conflict', '<<<<<<< HEAD']]],
    ['a comment of its own line in brackets is fine', 'a: {\n    b: "c"\n# d\n  }\n', []],
  ])('%s', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
    expect(problemsOf(text.replaceAll('\n', '\r\n')).map(([code]) => code)).toEqual(problems.map(([code]) => code));
  });

  it('are told in one sentence each, on one line of the text', () => {
    fc.assert(
      fc.property(
        documentText,
        fc.nat(),
        fc.constantFrom('"', '{', ']', ': ', '- ', '&', '*a', '\t', '%', '@', '\n'),
        (text, at, noise) => {
          const cut = at % (text.length + 1);
          const broken = text.slice(0, cut) + noise + text.slice(cut);
          for (const { message, start, end, code } of parseDocument(broken).problems) {
            expect(message).toMatch(/^[^\n]+\.$/);
            expect(start).toBeLessThanOrEqual(end);
            expect(end).toBeLessThanOrEqual(broken.length);
            if (code !== 'complex-key') expect(broken.slice(start, end)).not.toContain('\n');
          }
        },
      ),
      fuzz(400),
    );
  });
});

describe('half-typed text', () => {
  it('keeps all that is around it', () => {
    expect(valueOf(parseDocument('spec:\n  replicas: 2\n  sel\n  template:\n    x: 1\n'))).toEqual({
      spec: { replicas: 2, sel: null, template: { x: 1 } },
    });
    expect(valueOf(parseDocument('a: 1\nb: [1,\nc: 2\n'))).toEqual({ a: 1, b: [1], c: 2 });
  });

  it('is never an error to the reader, wherever it is cut', () => {
    const texts = sampleFiles().map(({ text }) => text.slice(0, 1500));
    fc.assert(
      fc.property(fc.oneof(documentText, fc.constantFrom(...texts)), fc.nat(), (text, at) => {
        const cut = text.slice(0, at % (text.length + 1));
        const file = parseFile(cut);
        expect(file.documents.map(({ document }) => document.text).join('')).toBe(cut);
      }),
      fuzz(300),
    );
  });

  it('is read at every byte of a manifest', () => {
    const text = `# head\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: "web", labels: {a: 'b'}}\nspec:\n  template:\n    spec:\n      containers:\n      - name: &n web\n        command: ["sh", -c, "a \\" b"] # c\n        script: |+\n          x\n\n        copy: *n\n`;
    for (let end = 0; end <= text.length; end++) {
      const cut = text.slice(0, end);
      expect(
        parseFile(cut)
          .documents.map(({ document }) => document.text)
          .join(''),
      ).toBe(cut);
    }
  });
});

describe('a long document broken in one place', () => {
  const item = (index: number): string =>
    `- name: item-${index}\n  spec:\n    replicas: ${index}\n    labels: {app: "web"}\n    args:\n    - a # comment\n    script: |\n      echo\n`;
  const text = `kind: List\nitems:\n${Array.from({ length: 300 }, (_, index) => item(index)).join('')}last: 1\n`;
  const whole = valueOf(parseDocument(text)) as { items: unknown[] };

  it.each<[name: string, from: string, to: string, code: string]>([
    ['a half-typed key', '    replicas: 150\n', '    repl\n', 'missing-colon'],
    ['a quote', '    replicas: 150\n', '    replicas: "150\n', 'unclosed-quote'],
    ['a bracket', '    replicas: 150\n', '    replicas: [150\n', 'unclosed-bracket'],
    ['an indentation', '    replicas: 150\n', '   replicas: 150\n', 'nested-mapping'],
    ['a reserved character', '  replicas: 150\n', '  replicas: @150\n', 'reserved-character'],
    ['a duplicate key of its own', '    replicas: 150\n', '    replicas: 150\n    repl\n    replicas: 1\n', 'missing-colon'],
  ])('by %s is told there, and all else is read', (_, from, to, code) => {
    const broken = parseDocument(text.replace(from, to));
    const at = text.indexOf(from);
    const items = (valueOf(broken) as { items: unknown[] }).items;
    expect(broken.problems[0]?.code).toBe(code);
    for (const problem of broken.problems) expect(Math.abs(problem.start - at)).toBeLessThan(200);
    expect(items).toHaveLength(300);
    expect(items.toSpliced(150, 1)).toEqual(whole.items.toSpliced(150, 1));
    expect(broken.comments).toHaveLength(300);
    expect(broken.lineStarts).toEqual(parseDocument(broken.text, 'core').lineStarts);
  });

  it.each([0, 299])('in item %i', (index) => {
    const broken = parseDocument(text.replace(`replicas: ${index}\n`, 'repl\n'));
    expect(broken.problems.map(({ code }) => code)).toEqual(['missing-colon']);
    expect((valueOf(broken) as { items: unknown[] }).items.toSpliced(index, 1)).toEqual(whole.items.toSpliced(index, 1));
    expect(broken.root).toMatchObject({ start: 0, end: broken.text.length - 1 });
  });

  it('names the line of a key that stands twice', () => {
    const broken = parseDocument(text.replace('replicas: 150', 'replicas: 150\n    repl').replace('last: 1', 'kind: x'));
    expect(broken.problems.map(({ code }) => code)).toEqual(['missing-colon', 'duplicate-key']);
    expect(broken.problems[1]?.message).toContain('line 1 ');
  });
});

describe('hostile text', { tags: ['large'] }, () => {
  it.each<[name: string, text: string, code: string]>([
    ['10 000 brackets', '['.repeat(10_000), 'too-deep'],
    ['10 000 closed brackets', '['.repeat(10_000) + ']'.repeat(10_000), 'too-deep'],
    ['10 000 dashes', '- '.repeat(10_000), 'too-deep'],
    ['10 000 keys on a line', 'a: '.repeat(10_000), 'nested-mapping'],
    ['1 000 levels of indentation', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''), 'too-deep'],
    ['brackets that quotes seem to hide', `a: "\n" ${'['.repeat(5000)} "`, 'unclosed-quote'],
    ['a broken document of two million characters', `a: [\n${'b: 1\n'.repeat(400_000)}`, 'too-large'],
    ['a NUL', 'a: \0\n', 'encoding'],
    ['a binary file', '\uFFFDPNG\uFFFD\n\uFFFD\uFFFD', 'encoding'],
  ])('%s is told', (_, text, code) => {
    const document = parseDocument(text);
    expect(document.problems[0]?.code).toBe(code);
    expect(() => valueOf(document)).not.toThrow();
  });

  it('an alias bomb is told, and means nothing', () => {
    const lines = ['a0: &a0 x', ...Array.from({ length: 20 }, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(9)}]`)];
    const document = parseDocument(lines.join('\n'));
    expect(document.problems.map(({ code }) => code)).toEqual(['alias-bomb']);
    expect(valueOf(document)).toBeUndefined();
  });

  it('a merge bomb is told too', () => {
    const lines = [
      'a0: &a0 {x: 1}',
      ...Array.from({ length: 25 }, (_, index) => `a${index + 1}: &a${index + 1}\n  <<: [*a${index}, *a${index}, *a${index}]`),
    ];
    expect(parseDocument(lines.join('\n')).problems.map(({ code }) => code)).toEqual(['alias-bomb']);
  });

  it.each([
    ['aliases', (index: number): string => `[*a${index}]`],
    ['merges', (index: number): string => `{<<: *a${index}}`],
  ])('a long chain of %s is no trouble', (_, link) => {
    const first = link(0).startsWith('{') ? '{x: 1}' : '[x]';
    const lines = [`a0: &a0 ${first}`, ...Array.from({ length: 2000 }, (_, index) => `a${index + 1}: &a${index + 1} ${link(index)}`)];
    const document = parseDocument(lines.join('\n'));
    expect(() => [valueOf(document), spanOf(document, ['a2000', 'x', 0, 'y'])]).not.toThrow();
  });

  it('aliases in good measure are fine', () => {
    const text = `x: &x {a: 1, b: [1, 2]}\nlist:\n${'- *x\n'.repeat(1000)}`;
    expect(parseDocument(text).problems).toEqual([]);
  });

  it('of many problems the first hundred are told', () => {
    expect(parseDocument('a: 1\n'.repeat(500)).problems).toHaveLength(100);
  });
});

describe('templates', () => {
  it.each([
    ['an action as a value', 'a: {{ .Values.a }}\n', { a: '{{ .Values.a }}' }],
    ['an action in a list', 'a:\n  - {{ .Values.a }}\n', { a: ['{{ .Values.a }}'] }],
    ['an action on its own line', 'a: 1\n{{- if .Values.b }}\nb: 2\n{{- end }}\n', { a: 1, b: 2 }],
    ['an action below a value', 'a: b\n  {{- include "x" . | nindent 2 }}\n', { a: 'b' }],
    ['an action with quotes in quotes', 'a: "{{ .Values.a | default "b" }}"\n', { a: '{{ .Values.a | default "b" }}' }],
    ['an action as a key', '{{ .Values.a }}: b\n', { '{{ .Values.a }}': 'b' }],
    ['an action inside brackets', 'a: [{{ .Values.a }}]\n', { a: ['{{ .Values.a }}'] }],
    ['an action without an end', 'a: {{ .Values.a\n', undefined],
  ])('%s makes one', (_, text, value) => {
    const document = parseDocument(text);
    expect(document.templated).toBe(true);
    expect(document.problems).toEqual([]);
    expect(valueOf(document)).toEqual(value);
  });

  it.each([
    ['in quotes', 'a: "{{ $labels.job }} is down"\n'],
    ['in a block', 'a: |\n  {{ $value }}\n  {{ range }}\n'],
    ['within plain text', 'a: job {{ $labels.job }} is down\n'],
    ['in a comment', 'a: 1 # {{ x }}\n'],
    ['in a file with an error elsewhere', 'a: "{{ x }}"\nb: [\n'],
  ])('braces %s do not', (_, text) => {
    expect(parseDocument(text).templated).toBe(false);
  });
});
