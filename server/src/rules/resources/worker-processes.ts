import type { CommandText, FoundValue } from './command-texts.ts';
import { lastValue } from './command-texts.ts';

/** How many processes a server is told to start; `found` is their number. */
export interface WorkerProcesses extends FoundValue {
  /** As people call it: `--workers`, `WEB_CONCURRENCY`. */
  readonly name: string;
}

/** Variables that hold the number (documentation of Gunicorn and Uvicorn, and of the images that are made of them). */
const COUNTS: ReadonlySet<string> = new Set(['WEB_CONCURRENCY', 'UVICORN_WORKERS', 'GUNICORN_WORKERS']);
/** Variable with options of Gunicorn's command line. */
const OPTIONS = 'GUNICORN_CMD_ARGS';

const SERVER = /(?:^|[\s/"'])(?:gunicorn|uvicorn|hypercorn|fastapi\s+run)(?=$|[\s"'])/;
const COUNT = /^(\d{1,4})$/g;
const OPTION = /(?<![\w-])(?:--workers(?:=|\s+)|-w[=\s]*)(\d{1,4})(?![\w.])/g;

/** Longest command that is looked at. */
const LONGEST = 10_000;

/**
 * The numbers of processes in the texts that a container is started with. Options count where its command starts a server of Python
 * applications, each process of which holds the whole application.
 */
export function workerProcesses(texts: readonly CommandText[]): readonly (WorkerProcesses & { readonly text: CommandText })[] {
  const command = texts.flatMap(({ text, variable }) => (variable === undefined ? [text] : [])).join(' ');
  const isServer = SERVER.test(command.slice(0, LONGEST));
  return texts.flatMap((text) => {
    const { variable = '' } = text;
    const isOption = variable === OPTIONS || (text.variable === undefined && isServer);
    const value = COUNTS.has(variable) ? lastValue(text, COUNT) : isOption ? lastValue(text, OPTION) : undefined;
    return value ? [{ ...value, name: COUNTS.has(variable) ? variable : '--workers', text }] : [];
  });
}
