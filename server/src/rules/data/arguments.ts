import { isList } from '../../yaml/json.ts';
import type { Json, JsonMap } from '../../yaml/types.ts';

/** A word of a command line, as the program sees it. */
export interface Argument {
  readonly text: string;
  /** The list that it stands in, and its place there; a word of a shell's script has the place of the script. */
  readonly field: string;
  readonly index: number;
  /** True where it is an item of its own. */
  readonly isWhole: boolean;
}

/** Longer scripts are not looked into. */
const LONGEST = 20_000;

/**
 * The words of what a container or service runs: the items of its lists, and those of scripts split at blanks, which is enough to find a
 * flag and its value.
 * @param fields `command` and `args` of a container, `entrypoint` and `command` of a Compose service
 */
export function argumentsOf(holder: JsonMap, fields: readonly string[]): readonly Argument[] {
  return fields.flatMap((field) => {
    const value = holder[field];
    const items: readonly Json[] = isList(value) ? value : typeof value === 'string' ? [value] : [];
    return items.flatMap((item, index) => wordsOf(item, field, index, isList(value)));
  });
}

function wordsOf(item: Json, field: string, index: number, isItem: boolean): readonly Argument[] {
  if (typeof item !== 'string' && typeof item !== 'number') return [];
  const text = String(item);
  if ((isItem && !/\s/.test(text)) || text.length > LONGEST) return [{ text, field, index, isWhole: isItem }];
  const words = text.match(/[^\s"'\\]+/g) ?? [];
  return words.map((word) => ({ text: word, field, index, isWhole: false }));
}

/** A flag's value: `--flag value`, `--flag=value`. */
export interface FlagValue {
  readonly value: string;
  readonly at: Argument;
}

/** The value of the last flag of this name, which is the one that counts; undefined where it is absent, or last and without a value. */
export function flagValue(words: readonly Argument[], flag: string): FlagValue | undefined {
  const index = words.findLastIndex(({ text }) => text === flag || text.startsWith(`${flag}=`));
  const found = words[index];
  if (found === undefined) return undefined;
  if (found.text !== flag) return { value: found.text.slice(flag.length + 1), at: found };
  const next = words[index + 1];
  return next && { value: next.text, at: next };
}
