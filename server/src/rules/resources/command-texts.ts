import { environmentOf } from '../../resources/config-values.ts';
import type { ComposeService, Container } from '../../resources/types.ts';
import { isList } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';

/** A text that a process is started with. */
export interface CommandText {
  readonly route: Route;
  readonly text: string;
  /** Name of the variable whose value it is; undefined for a part of the command. */
  readonly variable: string | undefined;
  /** The word of the command before it, which may be the option that it belongs to. */
  readonly before: string;
}

/** What a container's process is started with: its variables as far as they are written out, and the words of its command and arguments. */
export function textsOfContainer(container: Container): readonly CommandText[] {
  const variables = environmentOf(container).map(({ name, text, at }) => ({ route: at, text, variable: name, before: '' }));
  return [...variables, ...wordsOf(container.value, container.route, ['command', 'args'])];
}

/** The same of a Compose service, whose command may be one text. */
export function textsOfService({ route, value, environment }: ComposeService): readonly CommandText[] {
  const variables = environment.flatMap(({ route: at, name, value: text }) =>
    text === undefined ? [] : [{ route: at, text, variable: name, before: '' }],
  );
  return [...variables, ...wordsOf(value, route, ['entrypoint', 'command'])];
}

function wordsOf(holder: JsonMap, route: Route, fields: readonly string[]): readonly CommandText[] {
  return fields.flatMap((field) => {
    const words = holder[field];
    if (typeof words === 'string') return [{ route: [...route, field], text: words, variable: undefined, before: '' }];
    if (!isList(words)) return [];
    return words.flatMap((word, index) => {
      const text = textOf(word);
      const before = textOf(words[index - 1]) ?? '';
      return text === undefined ? [] : [{ route: [...route, field, index], text, variable: undefined, before }];
    });
  });
}

/** A number may have lost its quotes. */
function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** A value that a pattern found in a text. */
export interface FoundValue {
  readonly found: string;
  /** What stands before it in the same text and belongs to it, such as its option. */
  readonly lead: string;
}

/** Longest text that is searched. */
const LONGEST = 10_000;

/**
 * The last value that a pattern finds in a text, since of an option that is given twice the last counts.
 * @param pattern global; its first group is the value, and nothing comes behind that
 */
export function lastValue({ text, before }: CommandText, pattern: RegExp): FoundValue | undefined {
  if (text.length > LONGEST || before.length > LONGEST) return undefined;
  const whole = before === '' ? text : `${before} ${text}`;
  const match = [...whole.matchAll(pattern)].at(-1);
  const [all = '', found = ''] = match ?? [];
  const place = (match?.index ?? 0) + all.length - found.length;
  // What lies in the word before was found with that word.
  const offset = whole.length - text.length;
  return match === undefined || place < offset ? undefined : { found, lead: whole.slice(Math.max(offset, match.index), place) };
}

/** The text with another value in the place of the one that was found; undefined where it isn't there any more. */
export function withValue(text: string, { found, lead }: FoundValue, value: string): string | undefined {
  const place = text.lastIndexOf(lead + found);
  return place < 0 ? undefined : text.slice(0, place) + lead + value + text.slice(place + lead.length + found.length);
}
