import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, version } from 'vscode';
import { runMocha } from '../mocha.ts';

/** Milliseconds that one test may take on a slow machine, the extension's start included. */
const TIMEOUT = 60_000;

/** Called by VS Code inside the extension host. The totals go to the file that `PLIMSOLL_TEST_RESULTS` names. */
export async function run(): Promise<void> {
  console.log(`${env.appName} ${version} (${env.appHost}), Node.js ${process.versions.node}`);
  const files = readdirSync(__dirname).filter((name) => name.endsWith('.test.js'));
  const totals = await runMocha(
    files.map((name) => join(__dirname, name)),
    TIMEOUT,
  );
  writeFileSync(process.env.PLIMSOLL_TEST_RESULTS ?? join(__dirname, 'results.json'), JSON.stringify(totals));
}
