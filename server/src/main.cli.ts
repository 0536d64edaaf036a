import { processStreams } from './cli/output.ts';
import { run } from './cli/program.ts';

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
