import type { RoleName } from '../../resources/types.ts';
import type { Dependency } from './dependency-path.ts';
import { dependencyInPath } from './dependency-path.ts';

interface Client {
  readonly names: RegExp;
  /** The option that names the host, where that is none of its words by itself. */
  readonly host?: RegExp;
  /** True where a word of its own names the host, besides URLs. */
  readonly takesHost?: boolean;
  readonly role?: RoleName;
}

/** Programs that ask over the network, and how they are told whom to ask (each by its own manual). */
const CLIENTS: readonly Client[] = [
  { names: /^(?:psql|pg_isready)$/, host: /^(?:-h|--host)(?:=|$)|^-h(?=[^=])/, role: 'database' },
  { names: /^(?:mysql|mysqladmin|mariadb|mariadb-admin)$/, host: /^(?:-h|--host)(?:=|$)|^-h(?=[^=])/, role: 'database' },
  { names: /^(?:mongo|mongosh)$/, host: /^--host(?:=|$)/, role: 'database' },
  { names: /^clickhouse-client$/, host: /^(?:-h|--host)(?:=|$)/, role: 'database' },
  { names: /^(?:redis-cli|valkey-cli)$/, host: /^-h$/, role: 'cache' },
  { names: /^(?:nc|ncat|netcat)$/, takesHost: true },
  { names: /^(?:curl|wget)$/ },
];

const SHELL = /^(?:ba|da|a|z)?sh$/;
const URL = /^[a-z][a-z0-9+]*:\/\/(?:[^@/\s]*@)?(\[[^\]]*\]|[^/:?,\s]+)[^/?]*([^\s]*)/i;
const HOST = /^[a-z0-9[:][\w.:\]-]*$/i;
const LOCAL = /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1?\]?)$/i;

/** Longest script that is looked at; what a probe runs is a line. */
const LONGEST = 2000;

/**
 * What a command asks besides its own container: another host by a client, or a path of its own container that looks further.
 * @param command the words of an exec probe, a shell and its script among them
 */
export function dependencyInCommand(command: readonly string[]): Dependency | undefined {
  for (const words of simpleCommands(command)) {
    const start = words.findIndex((word) => clientOf(word) !== undefined);
    const client = clientOf(words[start] ?? '');
    const found = client && dependencyOf(client, words.slice(start + 1));
    if (found) return found;
  }
  return undefined;
}

function clientOf(word: string): Client | undefined {
  const name = word.slice(word.lastIndexOf('/') + 1);
  return CLIENTS.find(({ names }) => names.test(name));
}

/** A shell's script as the words of each of its commands; quotes and nesting matter to a shell, but not to what is looked for. */
function simpleCommands(command: readonly string[]): readonly (readonly string[])[] {
  const [program = '', ...rest] = command;
  if (!SHELL.test(program.slice(program.lastIndexOf('/') + 1))) return [command];
  const script = (rest.find((word) => !word.startsWith('-')) ?? '').slice(0, LONGEST);
  return script.split(/[;|&\n]+/).map((part) =>
    part
      .replace(/["']|(?<!\$)\(/g, ' ')
      .split(/\s+/)
      .filter((word) => word !== ''),
  );
}

function dependencyOf(client: Client, words: readonly string[]): Dependency | undefined {
  const url = words.map((word) => URL.exec(word)).find((match) => match !== null);
  const host = url?.[1] ?? hostAmong(client, words) ?? '';
  // A host that is filled in later is unknown.
  if (!HOST.test(host)) return undefined;
  if (LOCAL.test(host)) return url?.[2] === undefined ? undefined : dependencyInPath(url[2]);
  return { what: `which goes to another host, ${host}`, ...(client.role === undefined ? {} : { role: client.role }) };
}

/** Numbers among the words are ports and seconds. */
function hostAmong({ host, takesHost }: Client, words: readonly string[]): string | undefined {
  if (host !== undefined) return optionValue(words, host);
  return takesHost === true ? words.find((word) => /^[a-z0-9]/i.test(word) && !/^[\d>&]+$/.test(word)) : undefined;
}

/** The value of an option that is written `-h value`, `-hvalue`, `--host value` or `--host=value`. */
function optionValue(words: readonly string[], option: RegExp): string | undefined {
  const index = words.findIndex((word) => option.test(word));
  const value = words[index]?.replace(option, '');
  return value === '' ? words[index + 1] : value;
}
