import { composeBytes, composeCores, composeSeconds, nearestCores, nearestDuration, nearestSize } from '../resources/compose-amounts.ts';
import { nearest } from './suggest.ts';

/** What a text of the Compose file is read as, beyond being a text. */
export interface TextFormat {
  /** As the end of a sentence. */
  readonly wanted: string;
  readonly accepts: (text: string) => boolean;
  /** What a text that isn't accepted surely means. */
  readonly nearest: (text: string) => string | undefined;
}

/** Compose file reference, `pull_policy`. */
const PULL_POLICIES = ['always', 'never', 'missing', 'if_not_present', 'build', 'daily', 'weekly', 'refresh'];

/** The formats that schemas/compose.json names. */
export const COMPOSE_FORMATS: Readonly<Record<string, TextFormat>> = {
  duration: {
    wanted: 'a duration with a unit, such as `30s` or `1m30s`',
    accepts: (text) => composeSeconds(text) !== undefined,
    nearest: nearestDuration,
  },
  bytes: {
    wanted: 'a size in the units of Compose, such as `512M` or `2G`',
    accepts: (text) => composeBytes(text) !== undefined,
    nearest: nearestSize,
  },
  cores: {
    wanted: 'a number of cores, such as `0.5` or `2`',
    accepts: (text) => composeCores(text) !== undefined,
    nearest: nearestCores,
  },
  'pull-policy': {
    wanted: `one of ${PULL_POLICIES.map((policy) => `\`${policy}\``).join(', ')} or \`every_\` with a duration`,
    accepts: (text) => PULL_POLICIES.some((policy) => text.includes(policy)) || /every_(?:\d+[wdhms])+/.test(text),
    nearest: (text) => nearest(text, PULL_POLICIES),
  },
  'container-name': {
    wanted: 'two or more letters, digits, `_`, `.` or `-`, a letter or digit first',
    accepts: (text) => /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(text),
    nearest: () => undefined,
  },
};
