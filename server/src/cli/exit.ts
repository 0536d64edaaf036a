/** Exit codes of the command line: clean, findings at or above `--fail-on`, bad usage or unreadable input. */
export const EXIT = { clean: 0, findings: 1, failure: 2 } as const;

/** A failure that the user can mend (bad option, unreadable file); its message is shown without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The code of an error of the operating system, such as `EACCES`; its text where it has none. */
export function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
