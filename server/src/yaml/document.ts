import { scanComments } from './comments.ts';
import type { Built } from './events.ts';
import { lineStartsOf } from './position.ts';
import { inOrder } from './problems.ts';
import { isTemplate } from './template.ts';
import type { Dialect, YamlDocument } from './types.ts';

/** The document that a text amounts to, from what a builder made of it. */
export function toDocument(text: string, dialect: Dialect, { assembly, root }: Built): YamlDocument {
  const base = { text, dialect, lineStarts: lineStartsOf(text), comments: scanComments(text, root) };
  if (isTemplate(assembly, root)) return { ...base, root: undefined, problems: [], templated: true };
  return { ...base, root, problems: inOrder(assembly.problems, text), templated: false };
}

/** A copy that holds on to its own characters only: a slice would keep the whole text that it is from in memory. */
export function unshared(text: string): string {
  return ` ${text}`.slice(1);
}
