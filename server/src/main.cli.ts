import { processStreams } from './cli/output.ts';
import { run } from './cli/program.ts';
import { expectShortRun } from './node/short-run.ts';

expectShortRun();

// Setting the code instead of exiting lets all output be flushed first.
run(process.argv.slice(2), processStreams(), process.cwd()).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`plimsoll: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 2;
  },
);
