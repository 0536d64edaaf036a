import { startAssembly } from './assemble.ts';
import type { Built } from './events.ts';
import { buildFast } from './events.ts';
import { growsTooFar, maximumDepth, mayBeTooDeep } from './limits.ts';
import { problemAt } from './problems.ts';
import { buildInParts } from './recover.ts';
import { buildTolerantly } from './reference.ts';
import { mergeConflicts } from './text-problems.ts';
import type { Dialect } from './types.ts';

/**
 * Reads well-formed text quickly, and only what is left over with the parser that tells all that is wrong: of a long text the entries
 * around the error, if the rest is sound, and else the whole.
 */
export function build(text: string, dialect: Dialect): Built {
  const fast = buildFast(text, dialect);
  if (typeof fast === 'object') return withoutBombs(fast);
  const inParts = fast === undefined ? undefined : buildInParts(text, dialect, fast);
  return withoutBombs(inParts ?? buildSlowly(text, dialect));
}

/** Notes aliases that would make the tree grow endlessly. */
function withoutBombs(built: Built): Built {
  const { assembly, root } = built;
  const { text } = assembly;
  if (assembly.aliased && root !== undefined && growsTooFar(root)) {
    const message = 'The aliases of this document refer to each other so often that it would grow beyond all measure, so it is not used.';
    assembly.problems.push(problemAt('alias-bomb', root.start, root.end, message, text));
  }
  return built;
}

function buildSlowly(text: string, dialect: Dialect): Built {
  if (mayBeTooDeep(text)) return tooDeep(text, dialect);
  const assembly = startAssembly(text, dialect);
  const root = buildTolerantly(assembly);
  const conflicts = assembly.problems.length > 0 ? mergeConflicts(text) : [];
  if (conflicts.length > 0) assembly.problems.splice(0, assembly.problems.length, ...conflicts);
  return { assembly, root };
}

function tooDeep(text: string, dialect: Dialect): Built {
  const assembly = startAssembly(text, dialect);
  const message = `This document is nested more than ${maximumDepth} levels deep, so it is not read.`;
  assembly.problems.push(problemAt('too-deep', 0, text.length, message, text));
  return { assembly, root: undefined };
}
