import type { Pattern } from './pattern-syntax.ts';
import { readPattern } from './pattern-syntax.ts';

/** Says whether a text holds a match of a pattern. */
export type Matcher = (text: string) => boolean;

/** A step of a matcher: a character, an edge, or a fork. A step that is behind the last one is the match. */
type Step =
  | { readonly is: 'one'; readonly accepts: (character: string) => boolean }
  | { readonly is: 'edge'; readonly holds: (before: string | undefined, after: string | undefined) => boolean }
  | { readonly is: 'fork'; to: readonly number[] };

/** Counted repetitions are written out, so a short pattern may be a long program; a longer one than this is left alone. */
const LONGEST_PROGRAM = 2000;

/** Texts beyond this are not matched: the time it takes is their length times the program's. */
const LONGEST_TEXT = 4000;

/**
 * A matcher for a pattern of a CustomResourceDefinition, in Go's syntax. It follows all ways through the pattern at once, so no pattern makes
 * it search for longer than the text is long times the pattern.
 * @returns undefined where the pattern cannot be read, which no text is held against
 */
export function createMatcher(source: string): Matcher | undefined {
  const pattern = source.length > LONGEST_PROGRAM ? undefined : readPattern(source);
  if (pattern === undefined) return undefined;
  const program: Step[] = [];
  if (!append(pattern, program)) return undefined;
  return (text) => text.length > LONGEST_TEXT || runs(program, [...text]);
}

/** Writes a pattern's steps; false where they are too many. */
function append(pattern: Pattern, program: Step[]): boolean {
  if (program.length > LONGEST_PROGRAM) return false;
  switch (pattern.is) {
    case 'one':
    case 'edge':
      program.push(pattern);
      return true;
    case 'sequence':
      return pattern.of.every((part) => append(part, program));
    case 'choice':
      return appendChoice(pattern.of, program);
    case 'repeat':
      return appendRepeat(pattern, program);
  }
}

function appendChoice(options: readonly Pattern[], program: Step[]): boolean {
  const fork = pushFork(program);
  const starts: number[] = [];
  const ends = options.map((option) => {
    starts.push(program.length);
    return append(option, program) ? pushFork(program) : undefined;
  });
  fork.to = starts;
  for (const end of ends) if (end) end.to = [program.length];
  return ends.every((end) => end !== undefined);
}

function appendRepeat({ of, least, most }: Extract<Pattern, { is: 'repeat' }>, program: Step[]): boolean {
  for (let count = 0; count < least; count += 1) if (!append(of, program)) return false;
  if (most === Number.POSITIVE_INFINITY) return appendLoop(of, program);
  const exits: { to: readonly number[] }[] = [];
  let fits = true;
  for (let count = least; count < most && fits; count += 1) {
    const exit = pushFork(program);
    exit.to = [program.length];
    exits.push(exit);
    fits = append(of, program);
  }
  for (const exit of exits) exit.to = [...exit.to, program.length];
  return fits;
}

function appendLoop(of: Pattern, program: Step[]): boolean {
  const start = program.length;
  const fork = pushFork(program);
  const fits = append(of, program);
  pushFork(program).to = [start];
  fork.to = [start + 1, program.length];
  return fits;
}

function pushFork(program: Step[]): Extract<Step, { is: 'fork' }> {
  const fork: Extract<Step, { is: 'fork' }> = { is: 'fork', to: [] };
  program.push(fork);
  return fork;
}

function runs(program: readonly Step[], text: readonly string[]): boolean {
  let current = new Set<number>();
  for (let at = 0; at <= text.length; at += 1) {
    // A match may begin anywhere, unless the pattern itself says where.
    if (reach(0, { before: text[at - 1], after: text[at] }, program, current)) return true;
    const character = text[at];
    if (character === undefined) return false;
    const next = new Set<number>();
    const edges = { before: character, after: text[at + 1] };
    for (const index of current) {
      const step = program[index];
      if (step?.is === 'one' && step.accepts(character) && reach(index + 1, edges, program, next)) return true;
    }
    current = next;
  }
  return false;
}

interface Edges {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Adds a step and all that is reached from it without taking a character; true where that is the end of the pattern. */
function reach(from: number, { before, after }: Edges, program: readonly Step[], reached: Set<number>): boolean {
  const queue = [from];
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    if (index >= program.length) return true;
    if (reached.has(index)) continue;
    reached.add(index);
    const step = program[index];
    if (step?.is === 'fork') queue.push(...step.to);
    else if (step?.is === 'edge' && step.holds(before, after)) queue.push(index + 1);
  }
  return false;
}
