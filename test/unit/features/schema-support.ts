import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { completions } from '../../../server/src/features/completion.ts';
import { offsetAt } from '../../../server/src/features/positions.ts';
import { resourcesOf } from '../../../server/src/resources/resource.ts';
import type { SchemaProblem } from '../../../server/src/schema/types.ts';
import { applySplices } from '../../../server/src/yaml/edit.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';
import type { YamlFile } from '../../../server/src/yaml/types.ts';
import { schemas } from '../../schemas.ts';
import { analyze } from './support.ts';

type Options = Parameters<typeof analyze>[1];

/** Proposals at the cursor of a text, in the order in which an editor shows them. */
export function complete(text: string, options?: Options): CompletionItem[] {
  const { analysis, offset } = analyze(text, options);
  const items = completions(analysis, offset, { schemas, snippets: [], tabStops: true });
  return items.toSorted((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
}

/** The text after a proposal was accepted, its tab stops left as they are proposed. */
export function accepted(text: string, label: string, options?: Options): string {
  const { analysis } = analyze(text, options);
  const item = complete(text, options).find((candidate) => candidate.label === label);
  if (!item) throw new Error(`${label} is not proposed`);
  const edits = [...(item.additionalTextEdits ?? []), item.textEdit as TextEdit];
  const splices = edits.map((edit) => ({ ...spanOf(analysis.file, edit), text: insertedText(item, edit) }));
  return applySplices(
    analysis.file.text,
    splices.toSorted((a, b) => a.start - b.start),
  );
}

/** What is wrong with a text: its YAML, and what the schemas of its objects reject. */
export function problemsIn(text: string): (SchemaProblem | string)[] {
  return parseFile(text).documents.flatMap(({ document }) => [
    ...document.problems.map(({ message }) => message),
    ...resourcesOf(document).flatMap((resource) => schemas.validate(resource, '')),
  ]);
}

function insertedText(item: CompletionItem, edit: TextEdit): string {
  return edit === item.textEdit && item.insertTextFormat === 2 ? expanded(edit.newText) : edit.newText;
}

/** A snippet with what its tab stops propose; stops of one number are typed together. */
function expanded(snippet: string): string {
  const values = new Map<string, string>();
  const stops = /\\([\\$}])|\$\{(\d+):((?:\\.|[^}\\])*)\}|\$\{(\d+)\|((?:\\.|[^|\\])*)\|\}|\$(\d+)/g;
  return snippet.replace(
    stops,
    (_, escaped?: string, number?: string, value?: string, choice?: string, values_?: string, bare?: string) => {
      if (escaped !== undefined) return escaped;
      const id = number ?? choice ?? bare ?? '';
      const proposed = value?.replace(/\\(.)/g, '$1') ?? values_?.split(/(?<!\\),/)[0]?.replace(/\\(.)/g, '$1') ?? '';
      if (!values.has(id)) values.set(id, proposed);
      return values.get(id) ?? '';
    },
  );
}

function spanOf(file: YamlFile, { range }: TextEdit): { start: number; end: number } {
  return { start: offsetAt(file, range.start), end: offsetAt(file, range.end) };
}
