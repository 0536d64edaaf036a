import fc from 'fast-check';

/** How a whole generated document is written. */
interface Manner {
  readonly step: number;
  readonly dashIndent: number;
  readonly dashGap: number;
  readonly lineBreak: string;
  readonly bom: boolean;
  readonly marker: '' | '---' | '--- # start';
  readonly finalBreak: boolean;
  readonly tail: readonly string[];
}

type Sketch =
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'lines'; readonly header: string; readonly comment: string; readonly lines: readonly string[] }
  | { readonly kind: 'alias'; readonly pick: number }
  | { readonly kind: 'map'; readonly anchor: boolean; readonly ownLine: boolean; readonly pairs: readonly PairSketch[] }
  | { readonly kind: 'seq'; readonly anchor: boolean; readonly items: readonly ItemSketch[] }
  | { readonly kind: 'flow'; readonly sketch: FlowSketch };

type FlowSketch =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'brackets';
      readonly wide: boolean;
      readonly padded: boolean;
      readonly trailing: boolean;
      readonly note: string;
      readonly items: readonly FlowSketch[];
    }
  | {
      readonly kind: 'braces';
      readonly wide: boolean;
      readonly padded: boolean;
      readonly json: boolean;
      readonly note: string;
      readonly pairs: readonly (readonly [string, FlowSketch])[];
    };

interface Around {
  readonly above: readonly string[];
  readonly above0: boolean;
  readonly end: string;
}
interface PairSketch extends Around {
  readonly key: string;
  readonly value: Sketch;
}
interface ItemSketch extends Around {
  readonly value: Sketch;
}

const scalars = fc.constantFrom(
  ...[
    'web',
    '1',
    '0',
    '-7',
    '3.5',
    'true',
    'null',
    '~',
    '',
    '',
    'nginx:1.25',
    'a b c',
    'yes',
    '0644',
    'x#y',
    "it's",
    'http://h:80/p',
    'größe 😀',
    '100m',
    '-c',
  ],
  ...["'q'", "'it''s'", "''", '"d"', '"a # b"', '"x: y"', '"tab\\tnl\\n"', '""', '"1"', "'no'", '"😀"'],
);
const longScalars = fc.constantFrom('one\n  two', '"one\n  two"', "'one\n\n  two'");
const flowTexts = fc.constantFrom('a', '1', 'x y', 'true', '"q"', "'s'", '"a, b"', 'null', '-c', 'a:b');
const keys = fc.constantFrom(
  'name',
  'image',
  'spec',
  'a',
  'b',
  'c',
  'app.kubernetes.io/name',
  '"quoted key"',
  "'8080'",
  'on',
  'x-y',
  'cpu',
  '9',
  'long_key',
  '"e"',
);
const comments = fc.constantFrom('', '', '', '', '', 'note', 'key: value', '- item', "don't", '# twice', 'TODO: "x');
const above = fc.array(fc.constantFrom('# note', '# a: b', '', '', '#'), { maxLength: 2 });
const around = { above, above0: fc.nat(9).map((n) => n === 0), end: comments };

const { flow } = fc.letrec<{ flow: FlowSketch }>((tie) => ({
  flow: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.record({ kind: fc.constant('text' as const), text: flowTexts }),
    fc.record({
      kind: fc.constant('brackets' as const),
      wide: fc.boolean(),
      padded: fc.boolean(),
      trailing: fc.boolean(),
      note: comments,
      items: fc.array(tie('flow'), { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('braces' as const),
      wide: fc.boolean(),
      padded: fc.boolean(),
      json: fc.boolean(),
      note: comments,
      pairs: fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd-e', 'f.g'), tie('flow')), {
        maxLength: 3,
        selector: ([key]) => key,
      }),
    }),
  ),
}));

const { node } = fc.letrec<{ node: Sketch }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('scalar' as const),
        text: fc.oneof({ weight: 9, arbitrary: scalars }, { weight: 1, arbitrary: longScalars }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('lines' as const),
        header: fc.constantFrom('|', '|-', '|+', '>', '>-', '>+', '|2', '>2-'),
        comment: comments,
        lines: fc.array(fc.constantFrom('text', 'more text', '  deeper', '', '# no comment', 'key: value', '- dash'), { maxLength: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('alias' as const), pick: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('flow' as const), sketch: flow }) },
    { weight: 5, arbitrary: mapOf(tie('node')) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('seq' as const),
        anchor: rarely(),
        items: fc.array(fc.record({ ...around, value: tie('node') }), { minLength: 1, maxLength: 4 }),
      }),
    },
  ),
}));

function mapOf(value: fc.Arbitrary<Sketch>): fc.Arbitrary<Sketch> {
  const pairs = fc.uniqueArray(fc.record({ ...around, key: keys, value }), { minLength: 1, maxLength: 5, selector: (pair) => pair.key });
  return fc.record({ kind: fc.constant('map' as const), anchor: rarely(), ownLine: rarely(), pairs });
}

function rarely(): fc.Arbitrary<boolean> {
  return fc.nat(7).map((n) => n === 7);
}

const manner: fc.Arbitrary<Manner> = fc.record({
  step: fc.constantFrom(2, 2, 2, 4, 1, 3),
  dashIndent: fc.constantFrom(0, 0, 2, 4, 1),
  dashGap: fc.constantFrom(1, 1, 1, 3),
  lineBreak: fc.constantFrom('\n', '\n', '\r\n'),
  bom: rarely(),
  marker: fc.constantFrom('' as const, '' as const, '---' as const, '--- # start' as const),
  finalBreak: fc.nat(3).map((n) => n > 0),
  tail: fc.array(fc.constantFrom('# tail', '', '  # odd'), { maxLength: 2 }),
});

/** The text of any document: block and flow style, any indentation, comments, anchors, quotes, block scalars, line breaks. */
export const documentText: fc.Arbitrary<string> = fc
  .tuple(manner, fc.oneof({ weight: 9, arbitrary: mapOf(node) }, { weight: 1, arbitrary: node }))
  .map(([how, root]) => write(how, root));

interface Writer {
  readonly how: Manner;
  readonly anchors: string[];
  count: number;
}

function write(how: Manner, root: Sketch): string {
  const writer: Writer = { how, anchors: [], count: 0 };
  const { head, below } = writeNode(writer, root, 0, 0, 0);
  const lines = [...(how.marker === '' ? [] : [how.marker]), ...(head === '' ? [] : [head.trimStart()]), ...below, ...how.tail];
  const text = lines.join('\n').replaceAll('\n', how.lineBreak);
  return (how.bom ? '\uFEFF' : '') + text + (how.finalBreak ? how.lineBreak : '');
}

/**
 * What stands behind a head on its line, and the full lines below; `column` is the head's, `nested` that of a mapping below it, `dash`
 * that of a list.
 */
function writeNode(writer: Writer, sketch: Sketch, column: number, nested: number, dash: number): { head: string; below: string[] } {
  switch (sketch.kind) {
    case 'scalar': {
      const [first = '', ...others] = sketch.text.split('\n');
      return { head: first === '' ? '' : ` ${first}`, below: others.map((line) => (line === '' ? '' : ' '.repeat(column + 2) + line)) };
    }
    case 'lines': {
      // Without an indicator, the first line of text tells the indentation.
      const first = /\d/.test(sketch.header) ? -1 : sketch.lines.findIndex((line) => line !== '');
      const texts = sketch.lines.map((line, index) => (index === first ? line.trimStart() : line));
      const content = texts.map((line) => (line === '' ? '' : ' '.repeat(column + 2) + line));
      return { head: ` ${sketch.header}${sketch.comment && ` # ${sketch.comment}`}`, below: content };
    }
    case 'alias': {
      const name = writer.anchors[sketch.pick];
      return { head: name === undefined ? ' none' : ` *${name}`, below: [] };
    }
    case 'flow': {
      const [first = '', ...others] = writeFlow(sketch.sketch, column + 2, false).split('\n');
      return { head: ` ${first}`, below: others };
    }
    case 'map':
      return anchored(writer, sketch.anchor, () => writePairs(writer, sketch.pairs, nested));
    case 'seq':
      return anchored(writer, sketch.anchor, () => writeItems(writer, sketch.items, dash));
  }
}

function anchored(writer: Writer, anchor: boolean, lines: () => string[]): { head: string; below: string[] } {
  if (!anchor) return { head: '', below: lines() };
  const name = `x${writer.count++}`;
  const below = lines();
  writer.anchors.push(name);
  return { head: ` &${name}`, below };
}

function writePairs(writer: Writer, pairs: readonly PairSketch[], column: number): string[] {
  const { step, dashIndent } = writer.how;
  return pairs.flatMap((pair) => {
    const { head, below } = writeNode(writer, pair.value, column, column + step, column + dashIndent);
    return [...aboveLines(pair, column), ...withEnd(`${' '.repeat(column)}${pair.key}:${head}`, below, pair)];
  });
}

function writeItems(writer: Writer, items: readonly ItemSketch[], column: number): string[] {
  const { dashGap } = writer.how;
  return items.flatMap((item) => {
    const inner = column + 1 + dashGap;
    const { head, below } = writeNode(writer, item.value, column, inner, inner);
    const compact = head === '' && (item.value.kind === 'seq' || (item.value.kind === 'map' && !item.value.ownLine));
    if (!compact)
      return [
        ...aboveLines(item, column),
        ...withEnd(`${' '.repeat(column)}-${head === '' ? '' : ' '.repeat(dashGap) + head.trimStart()}`, below, item),
      ];
    const first = below.findIndex((line) => !/^ *(#|$)/.test(line));
    const lines = [
      ...below.slice(0, first),
      `${' '.repeat(column)}-${' '.repeat(dashGap)}${below[first]?.slice(inner)}`,
      ...below.slice(first + 1),
    ];
    return [...aboveLines(item, column), ...lines];
  });
}

function aboveLines(entry: Around, column: number): string[] {
  return entry.above.map((line) => (line === '' ? '' : ' '.repeat(entry.above0 ? 0 : column) + line));
}

function withEnd(line: string, below: readonly string[], { end }: Around): string[] {
  const broken = below.length > 0 && /(?:(?:\s|^)(?:one|'one|"one)|[[{,]\s*(?:#.*)?)$/.test(line);
  const block = /[|>][-+0-9]*( #.*)?$/.test(line);
  return [end === '' || broken || block ? line : `${line} # ${end}`, ...below];
}

function writeFlow(sketch: FlowSketch, column: number, json: boolean): string {
  if (sketch.kind === 'text') return json && /^[a-z1 ]+$/.test(sketch.text) ? `"${sketch.text}"` : sketch.text;
  const [open, close] = sketch.kind === 'brackets' ? ['[', ']'] : ['{', '}'];
  const entries =
    sketch.kind === 'brackets'
      ? sketch.items.map((item) => writeFlow(item, column + 2, json))
      : sketch.pairs.map(([key, value]) => `${sketch.json ? `"${key}"` : key}: ${writeFlow(value, column + 2, sketch.json)}`);
  if (entries.length === 0) return open + close;
  const pad = ' '.repeat(column);
  if (!sketch.wide) return `${open}${sketch.padded ? ' ' : ''}${entries.join(', ')}${sketch.padded ? ' ' : ''}${close}`;
  const trailing = sketch.kind === 'brackets' && sketch.trailing ? ',' : '';
  const note = sketch.note === '' ? '' : ` # ${sketch.note}`;
  const lines = entries.map((entry, index) => pad + entry + (index < entries.length - 1 ? ',' : trailing + note));
  return [open, ...lines, ' '.repeat(column - 1) + close].join('\n');
}
