import { createTwoFilesPatch } from 'diff';
import { EXIT, errorCode } from './exit.ts';
import type { Streams } from './output.ts';
import { count } from './output.ts';
import { replaceFile } from './replace-file.ts';
import type { Session, SessionFile } from './session.ts';
import { analysisOf, rewrite } from './session.ts';

/**
 * A fix may clear the way for another one, and of one object no more than some hundred problems are found at a time; more rounds than this mean
 * that two fixes undo each other.
 */
const MAX_ROUNDS = 100;

/**
 * Applies all safe fixes and writes the files that changed; the text of standard input goes to standard output.
 * @returns sentences about files that could not be written
 */
export function fixFiles(session: Session, streams: Streams): readonly string[] {
  const problems: string[] = [];
  let changed = 0;
  for (const file of session.files) {
    const before = textOf(session, file);
    const after = mend(session, file);
    if (file.path === undefined) streams.out(after);
    else if (after !== before) {
      const problem = write(file.path, after);
      if (problem === undefined) changed += 1;
      else {
        problems.push(`${file.name} ${problem}.`);
        session.analyzer.set(file.uri, before);
      }
    }
  }
  if (changed > 0) streams.err(`Fixed ${count(changed, 'file')}.\n`);
  return problems;
}

/** Prints what `--fix` would change as a unified diff and writes nothing. */
export function dryRun(session: Session, streams: Streams): number {
  let changed = 0;
  for (const file of session.files) {
    const before = textOf(session, file);
    const after = mend(session, file);
    if (after === before) continue;
    changed += 1;
    streams.out(createTwoFilesPatch(`a/${file.name}`, `b/${file.name}`, before, after, undefined, undefined, { context: 3 }));
  }
  streams.err(changed === 0 ? 'Nothing to fix.\n' : `${count(changed, 'file')} would change.\n`);
  if (session.problems.length > 0) return EXIT.failure;
  return changed === 0 ? EXIT.clean : EXIT.findings;
}

function mend(session: Session, file: SessionFile): string {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const splices = session.analyzer.fixAll(file.uri, { safe: true });
    if (splices.length === 0) break;
    rewrite(session, file, splices);
  }
  return textOf(session, file);
}

/** Why it could not be written, as half a sentence. */
function write(file: string, text: string): string | undefined {
  try {
    replaceFile(file, text);
    return undefined;
  } catch (error) {
    return `cannot be written: ${errorCode(error)}`;
  }
}

function textOf(session: Session, file: SessionFile): string {
  return analysisOf(session, file).file.text;
}
