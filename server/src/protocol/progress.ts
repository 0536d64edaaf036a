import type { CancellationToken, Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import { CancellationTokenSource } from 'vscode-languageserver';
import type { Guard } from './guard.ts';
import { CancelledError } from './guard.ts';
import { debounced } from './schedule.ts';

/** Milliseconds that work may take without anybody being told. */
const UNNOTICED = 500;

/** Work that tells how far it is, 0 to 1. */
type Work = (token: CancellationToken, report: (share: number) => void) => Promise<void>;

/**
 * Runs work, guarded, and shows the client how it is going on where it takes longer than a moment; false where its user has cancelled it.
 */
export async function withProgress(connection: Connection, guard: Guard, title: string, work: Work): Promise<boolean> {
  const source = new CancellationTokenSource();
  let shown: WorkDoneProgressServerReporter | undefined;
  let percent = 0;
  const report = (share: number): void => {
    const now = Math.floor(100 * share);
    if (now > percent) shown?.report(now);
    percent = now;
  };
  const show = guard.run('Showing progress', async () => {
    const progress = await connection.window.createWorkDoneProgress();
    progress.begin(title, percent, undefined, true);
    progress.token.onCancellationRequested(() => source.cancel());
    shown = progress;
    await finished;
    progress.done();
  });
  const showLater = debounced(UNNOTICED, () => void show());
  showLater();
  const finished = finish(guard, title, () => work(source.token, report));
  const isDone = await finished;
  showLater.cancel();
  source.dispose();
  return isDone;
}

async function finish(guard: Guard, title: string, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CancelledError) return false;
    guard.failed(title, error);
  }
  return true;
}
