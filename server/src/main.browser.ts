/// <reference lib="webworker" />
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { browserPlatform } from './protocol/browser-platform.ts';
import { startServer } from './protocol/connection.ts';

// Runs as a worker, and speaks to whoever has started it.
startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), browserPlatform);
