// `npm test`: from a fresh clone through every check and every suite there is.
import { runAfterSetUp } from './lib/setup.mjs';

await runAfterSetUp('scripts/lib/test.mts');
