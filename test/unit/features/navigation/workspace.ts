import type { Places } from '../../../../server/src/features/navigation/occurrence.ts';
import { applySplices } from '../../../../server/src/yaml/edit.ts';
import type { Splice } from '../../../../server/src/yaml/types.ts';
import { analyze, CURSOR } from '../support.ts';

/** Files by name; one of them has the cursor. */
export type Files = Readonly<Record<string, string>>;

const FOLDER = 'file:///shop/';

/** A workspace of some files, with the analysis of the one that has the cursor. */
export function open(files: Files) {
  const [name = '', text = ''] = Object.entries(files).find(([, content]) => content.includes(CURSOR)) ?? [];
  const others = Object.entries(files).filter(([other]) => other !== name);
  const { analyzer, analysis, offset } = analyze(text, {
    uri: FOLDER + name,
    others: Object.fromEntries(others.map(([other, content]) => [FOLDER + other, content])),
  });
  const fileOf = (uri: string) => analyzer.analysisOf(uri)?.file;
  const places: Places = {
    fileOf,
    placeOf: (resource) => {
      const entry = analyzer.inventory.entryOf(resource);
      const placed = entry && fileOf(entry.uri)?.documents[entry.index];
      return entry && placed && { uri: entry.uri, placed };
    },
  };
  return { analyzer, analysis, offset, places };
}

/** Places as `file:line:text`, lines from 1. */
export function shown(locations: readonly { readonly uri: string; readonly range: LspRange }[], places: Places): string[] {
  return locations.map(({ uri, range }) => {
    const line = places.fileOf(uri)?.text.split(/\r?\n/)[range.start.line] ?? '';
    return `${uri.slice(FOLDER.length)}:${range.start.line + 1}:${line.slice(range.start.character, range.end.character)}`;
  });
}

interface LspRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** The texts of the files after splices. */
export function applied(splices: ReadonlyMap<string, readonly Splice[]>, places: Places): Record<string, string> {
  return Object.fromEntries(
    [...splices].map(([uri, own]) => [uri.slice(FOLDER.length), applySplices(places.fileOf(uri)?.text ?? '', own)]),
  );
}
