import Mocha from 'mocha';

/** How many tests of a suite passed and failed. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

/** Runs test files one after the other and prints them as they go. A test that is skipped or alone counts as a failure. */
export async function runMocha(files: readonly string[], timeout: number): Promise<Totals> {
  const mocha = new Mocha({ timeout, forbidOnly: true, forbidPending: true, reporter: 'spec', color: false });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const runner = mocha.run((failed) => resolve({ passed: runner.stats?.passes ?? 0, failed }));
  });
}
