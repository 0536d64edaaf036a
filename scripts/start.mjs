// `npm start`: from a fresh clone to VS Code with the extension running on examples/.
import { runAfterSetUp } from './lib/setup.mjs';

await runAfterSetUp('scripts/lib/start.mts');
