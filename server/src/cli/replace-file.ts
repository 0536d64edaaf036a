import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/**
 * Gives a file another text at one stroke: whoever reads it meanwhile sees the old text or the new one, and so does everyone after a crash. Its
 * permissions stay, its owner where the system allows it, and a symbolic link stays one. A file that is not there is made.
 * @throws where the file or its folder may not be written
 */
export function replaceFile(file: string, text: string): void {
  if (!existsSync(file)) {
    throughDraft(file, text, () => undefined);
    return;
  }
  const target = realpathSync(file);
  accessSync(target, constants.W_OK);
  const { mode, uid, gid } = statSync(target);
  throughDraft(target, text, (draft) => {
    chown(draft, uid, gid);
    chmodSync(draft, mode);
  });
}

/** Writes a file beside the target, hands it over to be prepared, and moves it there. */
function throughDraft(target: string, text: string, prepare: (draft: string) => void): void {
  const draft = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    prepare(draft);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Only the superuser may give files away. */
function chown(file: string, uid: number, gid: number): void {
  const own = statSync(file);
  if (own.uid === uid && own.gid === gid) return;
  try {
    chownSync(file, uid, gid);
  } catch {
    // The file is then the user's who has changed it.
  }
}
