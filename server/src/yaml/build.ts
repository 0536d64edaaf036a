import { startAssembly } from './assemble.ts';
import type { Built } from './events.ts';
import { buildFast } from './events.ts';
import { growsTooFar, maximumDepth, maximumLength, mayBeTooDeep } from './limits.ts';
import type { SyntaxCode } from './problems.ts';
import { problemAt } from './problems.ts';
import { buildInParts } from './recover.ts';
import { buildTolerantly } from './reference.ts';
import { endOfLineFrom } from './spans.ts';
import { mergeConflicts } from './text-problems.ts';
import type { Dialect } from './types.ts';

const tooDeep = `This document is nested more than ${maximumDepth} levels deep, so it is not read.`;
const aliasBomb = 'The aliases of this document refer to each other so often that it would grow beyond all measure, so it is not read.';
const tooLarge = 'This document is longer than a million characters and is not plain, well-formed YAML, so it is not read.';

/**
 * A line that steers a template, from its very start, where no text value can be: what fails to parse around it isn't YAML before its actions are
 * taken out, so that the slow parser need not say what is wrong with it.
 */
const CONTROL = /^\{\{-?[ \t]*(?:if|range|with|define|end|else|block)\b/m;

/**
 * Reads well-formed text quickly, and only what is left over with the parser that tells all that is wrong: of a long text the entries
 * around the error, if the rest is sound, and else the whole.
 */
export function build(text: string, dialect: Dialect): Built {
  const fast = buildFast(text, dialect);
  if (typeof fast === 'object') return withoutBombs(fast);
  if (CONTROL.test(text)) return { assembly: startAssembly(text, dialect), root: undefined };
  const inParts = fast === undefined ? undefined : buildInParts(text, dialect, fast);
  return withoutBombs(inParts ?? buildSlowly(text, dialect));
}

/** Throws away a tree whose aliases would make it grow endlessly: even looking something up in it could take forever. */
function withoutBombs(built: Built): Built {
  const { assembly, root } = built;
  if (!assembly.aliased || root === undefined || !growsTooFar(root)) return built;
  return unread('alias-bomb', aliasBomb, assembly.text, assembly.dialect);
}

function buildSlowly(text: string, dialect: Dialect): Built {
  if (text.length > maximumLength) return unread('too-large', tooLarge, text, dialect);
  if (mayBeTooDeep(text)) return unread('too-deep', tooDeep, text, dialect);
  const assembly = startAssembly(text, dialect);
  const root = buildTolerantly(assembly);
  const conflicts = assembly.problems.length > 0 ? mergeConflicts(text) : [];
  if (conflicts.length > 0) assembly.problems.splice(0, assembly.problems.length, ...conflicts);
  return { assembly, root };
}

/** Nothing but a problem, shown at the first line. */
function unread(code: SyntaxCode, message: string, text: string, dialect: Dialect): Built {
  const assembly = startAssembly(text, dialect);
  assembly.problems.push(problemAt(code, 0, endOfLineFrom(text, 0), message, text));
  return { assembly, root: undefined };
}
