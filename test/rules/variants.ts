import type { SourceFile } from './check.ts';
import type { Expected, Fixture, FixtureFile } from './fixtures.ts';

/** The same manifest written in another way. */
export interface Variant {
  readonly name: string;
  readonly rewrite: (text: string) => string;
  /** Whether a file can be written so. */
  readonly suits: (file: SourceFile) => boolean;
  /** How far the lines move down. */
  readonly lines: number;
  /** How far the columns of the first line move to the right. */
  readonly columns: number;
  /** Whether the other columns stay where they are, and fixes give the same text. */
  readonly exact: boolean;
}

const BYTE_ORDER_MARK = '\uFEFF';

/** It has no name, so that files have no object in common. */
const OTHER_DOCUMENT = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  generateName: another-object-\n---\n';

/** Ways to write a manifest that must make no difference to its findings. */
const variants: readonly Variant[] = [
  { name: 'with CRLF', rewrite: (text) => text.replaceAll('\n', '\r\n'), suits: () => true, lines: 0, columns: 0, exact: true },
  { name: 'with a byte order mark', rewrite: (text) => BYTE_ORDER_MARK + text, suits: hasNoMark, lines: 0, columns: 1, exact: true },
  { name: 'with twice the indentation', rewrite: indentTwice, suits: isPlainBlock, lines: 0, columns: 0, exact: false },
  {
    name: 'as the second document',
    rewrite: (text) => OTHER_DOCUMENT + text.replace(/^---\n/, ''),
    // Kustomize reads the first document of a kustomization.
    suits: (file) => !/[/]kustomization\.ya?ml$/.test(file.uri) && !file.text.startsWith('%') && hasNoMark(file),
    lines: 5,
    columns: 0,
    exact: true,
  },
];

/** The variants in which a fixture is tried; files that can't be written so stay as they are. */
export function suitable(fixture: Fixture): readonly (readonly [string, Variant])[] {
  return variants.filter(({ suits }) => fixture.files.some(suits)).map((variant) => [variant.name, variant]);
}

/** A file and what is expected of it, written in another way. */
export function rewritten(file: FixtureFile, variant: Variant): FixtureFile {
  if (!variant.suits(file)) return file;
  const { rewrite } = variant;
  const expected = file.expected.map((one) => movedBy(variant, one));
  return { uri: file.uri, text: rewrite(file.text), expected, fixed: file.fixed === undefined ? undefined : rewrite(file.fixed) };
}

function movedBy({ lines, columns: right, exact }: Variant, { rule, line, columns }: Expected): Expected {
  const shift = line === 0 ? right : 0;
  const moved = columns && exact ? { start: columns.start + shift, end: columns.end + shift } : undefined;
  return { rule, line: line + lines, columns: moved };
}

function hasNoMark({ text }: SourceFile): boolean {
  return !text.startsWith(BYTE_ORDER_MARK);
}

/** Indentation is written out in a block scalar's header, and a tab is no indentation. */
function isPlainBlock({ text }: SourceFile): boolean {
  return !/[|>][+-]?\d/.test(text) && !text.includes('\t');
}

function indentTwice(text: string): string {
  return text.replace(/^( *)((?:- +)*)/gm, (_, blanks: string, dashes: string) => {
    const wide = dashes.replace(/- +/g, (dash) => `-${' '.repeat(2 * dash.length - 1)}`);
    return blanks + blanks + wide;
  });
}
