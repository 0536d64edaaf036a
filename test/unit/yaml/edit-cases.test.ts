import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { applyPatches, applySplices } from '../../../server/src/yaml/edit.ts';
import { parseDocument } from '../../../server/src/yaml/parse.ts';
import type { Patch } from '../../../server/src/yaml/types.ts';

interface Case {
  readonly name: string;
  readonly document: string;
  readonly patches: readonly Patch[];
  /** Absent where the edit must be refused. */
  readonly expected?: string;
  /** Set where the result differs without a line break at the end of the text. */
  readonly finalBreakOnly?: boolean;
}

const folder = join(import.meta.dirname, 'cases');
const files = readdirSync(folder).filter((file) => file !== 'spans.yaml');

/** Each case must hold however the same text is encoded. */
const variants: Readonly<Record<string, (text: string) => string>> = {
  'as written': (text) => text,
  'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
  'with a byte order mark': (text) => `\uFEFF${text}`,
  'below a marker': (text) => (text.startsWith('---') ? text : `---\n${text}`),
  'without a final line break': (text) => text.replace(/\n$/, ''),
};

function edited(text: string, patches: readonly Patch[]): string | undefined {
  const splices = applyPatches(parseDocument(text), patches);
  return splices && applySplices(text, splices);
}

describe.each(files)('%s', (file) => {
  const cases = parse(readFileSync(join(folder, file), 'utf8')) as Case[];
  describe.each(cases)('$name', ({ document, patches, expected, finalBreakOnly }) => {
    const names = Object.keys(variants).filter((name) => !(finalBreakOnly && name.startsWith('without')));
    it.each(names)('%s', (name) => {
      const encode = variants[name]!;
      expect(edited(encode(document), patches)).toBe(expected && encode(expected));
    });
  });
});
