import { join } from 'node:path';
import { ROOT } from '../lib/paths.mts';

/** The rules room. */
export const RULES = join(ROOT, 'server/src/rules');
