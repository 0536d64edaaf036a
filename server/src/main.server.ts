import { createConnection } from 'vscode-languageserver/node';
import { startServer } from './protocol/connection.ts';
import { nodePlatform } from './protocol/node-platform.ts';

// Speaks over what its arguments say: `--stdio`, `--node-ipc`, `--pipe=<name>` or `--socket=<port>`.
startServer(createConnection(), nodePlatform);
