import type { CancellationToken } from 'vscode-languageserver';
import type { WorkspaceResult } from './messages.ts';
import { checkWorkspaceRequest } from './messages.ts';
import { inSlices } from './schedule.ts';
import type { Server } from './server.ts';

const NOTHING: WorkspaceResult = { files: 0, findings: { error: 0, warning: 0, info: 0 } };

/** Answers `plimsoll/checkWorkspace`. */
export function registerWorkspaceCheck(server: Server): void {
  const { connection, guard } = server;
  connection.onRequest(
    checkWorkspaceRequest,
    guard.request('Checking the workspace', NOTHING, async ({ workDoneToken }, token) => {
      const progress = connection.window.attachWorkDoneProgress(workDoneToken);
      progress.begin('Checking the workspace', 0);
      try {
        await server.whenScanned();
        return await checkAll(server, token, (percent) => progress.report(percent));
      } finally {
        progress.done();
      }
    }),
  );
}

async function checkAll(server: Server, token: CancellationToken, report: (percent: number) => void): Promise<WorkspaceResult> {
  server.publisher.showClosed();
  const uris = [...server.analyzers.uris()];
  const findings = { error: 0, warning: 0, info: 0 };
  let files = 0;
  let reported = 0;
  const check = (uri: string, index: number) => {
    server.publisher.publish(uri);
    const analysis = server.analysisOf(uri);
    if (analysis) files++;
    for (const { finding } of analysis?.findings() ?? []) findings[finding.level]++;
    const percent = Math.floor((100 * (index + 1)) / uris.length);
    if (percent > reported) report(percent);
    reported = percent;
  };
  await inSlices(uris, check, token);
  return { files, findings };
}
