import type { YamlDocument } from '../yaml/types.ts';

/**
 * True where a document cannot be judged as a whole because its text doesn't parse. What the parser rescues of it lacks lines that are there,
 * so nothing but the syntax errors is reported until it parses again.
 */
export function isBroken(document: YamlDocument): boolean {
  return document.problems.length > 0 && document.problems.some((problem) => problem.code !== 'duplicate-key');
}
