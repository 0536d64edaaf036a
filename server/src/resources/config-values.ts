import { getAt, isList, listAt, mapAt, stringAt } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import { objectMemo } from './object-memo.ts';
import type { ComposeService, Container, Resource } from './types.ts';
import { WORKLOAD_KINDS, workloadOf } from './workload.ts';

/** A text by which an application is configured: a variable, an argument, or an entry of a ConfigMap. */
export interface ConfigValue {
  /** Who has it, as a sentence begins: `Container "api"`, `What reads ConfigMap "api"`, `Service "api"`. */
  readonly owner: string;
  /** Of the variable, the entry or the flag (`--endpoint`); undefined for an argument without one. */
  readonly name: string | undefined;
  /** Where it is, as a sentence says: `variable API_URL`, `argument --api`, `entry "api.url"`. */
  readonly place: string;
  readonly text: string;
  readonly at: Route;
  /** What to write at that place to give it another text. */
  readonly write: (text: string) => string;
}

const same = (text: string): string => text;

/** Kinds whose objects have {@link configValuesOf}. */
export const CONFIGURED_KINDS: readonly string[] = ['ConfigMap', ...WORKLOAD_KINDS];

/**
 * The texts by which the containers of a workload, or what reads a ConfigMap, are configured. References to elsewhere have none. Memoised by
 * object.
 */
export const configValuesOf: (resource: Resource) => readonly ConfigValue[] = objectMemo((resource) => {
  if (resource.kind === 'ConfigMap' && resource.group === '') return entriesOf(resource);
  return (workloadOf(resource)?.containers ?? []).flatMap((container) => [...environmentOf(container), ...argumentsOf(container)]);
});

function entriesOf(configMap: Resource): readonly ConfigValue[] {
  const owner = configMap.name === undefined ? 'What reads this ConfigMap' : `What reads ConfigMap "${configMap.name}"`;
  return Object.entries(mapAt(configMap.value, ['data']) ?? {}).flatMap(([name, text]) =>
    typeof text === 'string' ? [{ owner, name, place: `entry "${name}"`, text, at: [...configMap.route, 'data', name], write: same }] : [],
  );
}

/** The variables of a container that have a literal value; a number may have lost its quotes. */
export function environmentOf({ name: container, value, route }: Container): readonly ConfigValue[] {
  return (listAt(value, ['env']) ?? []).flatMap((entry, index) => {
    const name = stringAt(entry, ['name']);
    const written = getAt(entry, ['value']);
    if (name === undefined || (typeof written !== 'string' && typeof written !== 'number')) return [];
    const at = [...route, 'env', index, 'value'];
    return [{ owner: `Container "${container}"`, name, place: `variable ${name}`, text: String(written), at, write: same }];
  });
}

function argumentsOf({ name, value, route }: Container): readonly ConfigValue[] {
  return ['command', 'args'].flatMap((field) => wordsOf(listAt(value, [field]), [...route, field], `Container "${name}"`, field));
}

const ASSIGNMENT = /^(--?[A-Za-z][\w.-]{0,100}=|[A-Za-z_]\w{0,100}=)(.*)$/s;

/** Words of a command line; `--flag=value` and `NAME=value` are the value under that name, as is a word behind a flag. */
function wordsOf(words: readonly Json[] | undefined, route: Route, owner: string, field: string): readonly ConfigValue[] {
  return (words ?? []).flatMap((word, index) => {
    if (typeof word !== 'string') return [];
    const at = [...route, index];
    const [, head, tail] = ASSIGNMENT.exec(word) ?? [];
    if (head !== undefined && tail !== undefined) {
      const name = head.slice(0, -1);
      return [{ owner, name, place: `argument ${name}`, text: tail, at, write: (text: string) => head + text }];
    }
    const before = words?.[index - 1];
    const name = typeof before === 'string' && /^--?[A-Za-z][\w.-]*$/.test(before) && !word.startsWith('-') ? before : undefined;
    const place = name === undefined ? `part ${index + 1} of its ${field}` : `argument ${name}`;
    return [{ owner, name, place, text: word, at, write: same }];
  });
}

/** The same for a Compose service: its environment with a value, and the words of its command and entry point where they are lists. */
export function serviceValuesOf(service: ComposeService): readonly ConfigValue[] {
  const owner = `Service "${service.name}"`;
  const variables = service.environment.flatMap(({ name, value: text, route: at }) => {
    const inList = typeof at.at(-1) === 'number';
    const write = inList ? (other: string) => `${name}=${other}` : same;
    return text === undefined ? [] : [{ owner, name, place: `variable ${name}`, text, at, write }];
  });
  const words = ['entrypoint', 'command'].flatMap((field) => {
    const list = service.value[field];
    return isList(list) ? wordsOf(list, [...service.route, field], owner, field) : [];
  });
  return [...variables, ...words];
}
