import type { Connection, InitializeParams } from 'vscode-languageserver';
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { registerHandlers } from './handlers.ts';
import type { Platform } from './platform.ts';
import { Server } from './server.ts';

/** Serves one client on a connection, until the client ends it. */
export function startServer(connection: Connection, platform: Platform): void {
  const tooEarly = connection.onRequest(
    (method) => new ResponseError(ErrorCodes.ServerNotInitialized, `${method} came before initialize.`),
  );
  connection.onInitialize((params: InitializeParams) => {
    tooEarly.dispose();
    const server = new Server(connection, platform, params);
    registerHandlers(server);
    return server.initializeResult();
  });
  connection.listen();
}
