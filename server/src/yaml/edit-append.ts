import { rootLines } from './format.ts';
import { styleAt } from './style.ts';
import type { Json, Splice, YamlDocument } from './types.ts';

/** Documents added behind one: each begins with `---`, and ends with `...` where that one does. */
export function appendDocument(document: YamlDocument, values: readonly Json[]): Splice {
  const { text } = document;
  const complete = text === '' || text.endsWith('\n');
  const style = { ...styleAt(document, text.length), literals: complete };
  const ended = /(?:^|\n)\.\.\.[ \t]*(?:#.*)?(?:\r?\n)?$/.test(text);
  const lines = values.flatMap((value) => ['---', ...rootLines(value, style), ...(ended ? ['...'] : [])]);
  const block = lines.join(style.lineBreak);
  return { start: text.length, end: text.length, text: complete ? block + style.lineBreak : style.lineBreak + block };
}
