import { createConnection } from 'vscode-languageserver/node';
import { startServer } from './protocol/connection.ts';
import { nodePlatform } from './protocol/node-platform.ts';

const TRANSPORTS = ['--stdio', '--node-ipc', '--pipe', '--socket'];

const isGiven = process.argv.some((argument) => TRANSPORTS.some((name) => argument === name || argument.startsWith(`${name}=`)));
if (isGiven) {
  startServer(createConnection(), nodePlatform);
} else {
  process.stderr.write(
    'plimsoll: the language server is started by an editor, with --stdio, --node-ipc, --pipe=<name> or --socket=<port>.\n',
  );
  process.exitCode = 2;
}
