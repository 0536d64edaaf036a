import { writeFile } from 'node:fs/promises';
import { createTwoFilesPatch } from 'diff';
import { EXIT } from './exit.ts';
import type { Streams } from './output.ts';
import { count } from './output.ts';
import type { Session, SessionFile } from './session.ts';
import { analysisOf, rewrite } from './session.ts';

/** A fix may clear the way for another one; more rounds than this mean that two fixes undo each other. */
const MAX_ROUNDS = 10;

/** Applies all safe fixes and writes the files that changed; the text of standard input goes to standard output. */
export async function fixFiles(session: Session, streams: Streams): Promise<void> {
  let changed = 0;
  for (const file of session.files) {
    const before = textOf(session, file);
    const after = mend(session, file);
    if (file.path === undefined) streams.out(after);
    else if (after !== before) {
      await writeFile(file.path, after);
      changed += 1;
    }
  }
  if (changed > 0) streams.err(`Fixed ${count(changed, 'file')}.\n`);
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

function textOf(session: Session, file: SessionFile): string {
  return analysisOf(session, file).file.text;
}
