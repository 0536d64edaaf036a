// `npm run check`: what takes seconds and needs no VS Code, for use before every commit.
import { runAfterSetUp } from './lib/setup.mjs';

await runAfterSetUp('scripts/lib/check.mts');
