/** One line of progress on standard error, so that results on standard output stay alone. */
export function say(message: string): void {
  process.stderr.write(`plimsoll: ${message}\n`);
}

/** A failure whose message already says what is wrong and what to do; it is shown without a stack. */
export class Explained extends Error {}

/** Runs a program's main function; an {@link Explained} failure becomes one line and exit code 1. */
export async function main(program: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await program();
  } catch (error) {
    if (error instanceof Explained) say(error.message);
    else console.error(error);
    process.exitCode = 1;
  }
}
