import fc from 'fast-check';
import { SEED } from './fuzz.ts';

fc.configureGlobal({ seed: SEED });
