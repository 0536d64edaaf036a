import { Console } from 'node:console';
import type { Connection } from 'vscode-languageserver/node';
import { createConnection } from 'vscode-languageserver/node';
import { expectLongRunAfter } from './node/short-run.ts';
import { wholeMessages } from './node/whole-messages.ts';
import { startServer } from './protocol/connection.ts';
import { nodePlatform } from './protocol/node-platform.ts';

/** By then a file of ten thousand lines has its first diagnostics on a slow machine. */
const START = 1500;

const TRANSPORTS = ['--stdio', '--node-ipc', '--pipe', '--socket'];

const isGiven = process.argv.some((argument) => TRANSPORTS.some((name) => argument === name || argument.startsWith(`${name}=`)));
if (isGiven) {
  expectLongRunAfter(START);
  startServer(connect(), nodePlatform);
} else {
  process.stderr.write(
    'plimsoll: the language server is started by an editor, with --stdio, --node-ipc, --pipe=<name> or --socket=<port>.\n',
  );
  process.exitCode = 2;
}

/** A connection by the transport that the command line names. */
function connect(): Connection {
  if (!process.argv.includes('--stdio')) return createConnection();
  // What a library logs must not get between the messages.
  globalThis.console = new Console(process.stderr);
  return createConnection(process.stdin, wholeMessages(process.stdout));
}
