// `npm run package`: builds, and packs the extension into out/plimsoll-<version>.vsix.
import { runAfterSetUp } from './lib/setup.mjs';

await runAfterSetUp('scripts/lib/pack.mts');
