import { scanComments } from './comments.ts';
import type { Built } from './events.ts';
import { lineStartsOf } from './position.ts';
import { inOrder } from './problems.ts';
import { isTemplate } from './template.ts';
import { readTemplate } from './template-read.ts';
import type { Dialect, YamlDocument } from './types.ts';

/** The document that a text amounts to, from what a builder made of it. */
export function toDocument(text: string, dialect: Dialect, { assembly, root }: Built): YamlDocument {
  const base = { text, dialect, lineStarts: lineStartsOf(text) };
  if (isTemplate(assembly, root)) return { ...base, ...templateOf(text, dialect), templated: true };
  return { ...base, root, problems: inOrder(assembly.problems, text), comments: scanComments(text, root), templated: false };
}

/** What can be judged of a template. */
function templateOf(text: string, dialect: Dialect): Pick<YamlDocument, 'root' | 'problems' | 'comments' | 'template'> {
  const read = readTemplate(text, dialect);
  if (read === undefined) return { root: undefined, problems: [], comments: scanComments(text, undefined) };
  const { root, problems, template } = read;
  return { root, problems: inOrder(problems, text), comments: scanComments(template.plain, root), template };
}

/** A copy that holds on to its own characters only: a slice would keep the whole text that it is from in memory. */
export function unshared(text: string): string {
  return ` ${text}`.slice(1);
}
