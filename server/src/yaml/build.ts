import { startAssembly } from './assemble.ts';
import type { Built } from './events.ts';
import { buildFast } from './events.ts';
import { growsTooFar, maximumDepth, mayBeTooDeep } from './limits.ts';
import { problemAt } from './problems.ts';
import { buildTolerantly } from './reference.ts';
import { mergeConflicts } from './text-problems.ts';
import type { Dialect } from './types.ts';

/** Reads well-formed text quickly, and only what is left over with the parser that tells all that is wrong. */
export function build(text: string, dialect: Dialect): Built {
  const built = buildFast(text, dialect) ?? buildSlowly(text, dialect);
  const { assembly, root } = built;
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
