import type { LogOutputChannel } from 'vscode';
import { workspace } from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import { RevealOutputChannelOn } from 'vscode-languageclient';
import { leaveSchemasToOthers } from './schemas.ts';

/** The documents that the server is told of, on disk, unsaved, or remote. */
export const LANGUAGES = [{ language: 'yaml' }, { language: 'dockercompose' }];

/** The client's options that the desktop and the web share. The server asks for the settings and the file events that it needs. */
export function clientOptions(output: LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: LANGUAGES,
    // The server starts programs in trusted workspaces alone.
    initializationOptions: () => ({ trusted: workspace.isTrusted }),
    outputChannel: output,
    // A finding is shown where it is; the log opens when asked for.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    markdown: { supportThemeIcons: true },
    middleware: { workspace: { configuration: leaveSchemasToOthers } },
  };
}
