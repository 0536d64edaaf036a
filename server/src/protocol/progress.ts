import type { Connection } from 'vscode-languageserver';
import type { Guard } from './guard.ts';
import { debounced } from './schedule.ts';

/** Milliseconds that work may take without anybody being told. */
const UNNOTICED = 500;

/** Runs work, guarded, and shows the client that it is going on where it takes longer than a moment. */
export async function withProgress(connection: Connection, guard: Guard, title: string, work: () => Promise<void>): Promise<void> {
  const show = guard.run('Showing progress', async () => {
    const progress = await connection.window.createWorkDoneProgress();
    progress.begin(title);
    await finished;
    progress.done();
  });
  const showLater = debounced(UNNOTICED, () => void show());
  showLater();
  const finished = guard.run(title, work)();
  await finished;
  showLater.cancel();
}
