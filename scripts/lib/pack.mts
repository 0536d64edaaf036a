/** `npm run package`. */
import { join } from 'node:path';
import { packExtension } from './package.mts';
import { ROOT } from './paths.mts';
import { runNode } from './process.mts';
import { Explained, main, say } from './report.mts';

await main(async () => {
  if ((await runNode(join(ROOT, 'scripts/build.mjs'))) !== 0) throw new Explained('the build failed; its messages are above.');
  say(`packed ${await packExtension()}`);
  return 0;
});
