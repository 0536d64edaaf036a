/**
 * The web build with the extension in a worker of the browser, as on vscode.dev. A server's own extensions may start no workers there,
 * so the page gets the extension of this clone over HTTP, as one under development.
 */
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { ROOT } from '../../../scripts/lib/paths.mts';
import type { Window, WindowRequest } from './host.mts';
import type { Programs } from './session.mts';
import { openFile, startSession } from './session.mts';

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.json': 'application/json', '.png': 'image/png' };

/** Opens a window with the extension in a worker. */
export async function openWorkerWindow(programs: Programs, { workspace, file, settings }: WindowRequest): Promise<Window> {
  const session = await startSession(programs, { settings, bypassCSP: true });
  const files = await serveClone();
  await session.page.addInitScript(addExtension, { scheme: 'http', authority: authorityOf(files), path: '/' });
  await openFile(session, workspace, file);
  const close = async (): Promise<void> => {
    await session.close();
    files.close();
  };
  return { page: session.page, close };
}

/** Runs in the page, before the workbench reads its settings from an attribute. */
function addExtension(extension: { readonly scheme: string; readonly authority: string; readonly path: string }): void {
  const original = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (name: string): string | null {
    const value = original.call(this, name);
    if (this.id !== 'vscode-workbench-web-configuration' || name !== 'data-settings' || value === null) return value;
    const settings = JSON.parse(value) as { developmentOptions?: object };
    return JSON.stringify({ ...settings, developmentOptions: { ...settings.developmentOptions, extensions: [extension] } });
  };
}

async function serveClone(): Promise<Server> {
  const server = createServer(async (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    try {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const body = await readFile(join(ROOT, decodeURIComponent(pathname)));
      response.setHeader('content-type', TYPES[extname(pathname)] ?? 'text/plain').end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

function authorityOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server for the extension has no port.');
  return `127.0.0.1:${address.port}`;
}
