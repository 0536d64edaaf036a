import type { Json } from '../../yaml/types.ts';
import { credentialIn, credentialNamed } from './credential-value.ts';

/** `--flag=value` and `NAME=value`; a short flag's letter tells nothing. */
const ASSIGNMENT = /^((?:--?)?[A-Za-z][\w.-]{1,100})=(.*)$/s;
const FLAG = /^(--?[A-Za-z][\w.-]{1,100})$/;

/** A credential among the arguments of a command. */
interface ArgumentFinding {
  /** The flag or variable that names the value, as written. */
  readonly flag: string | undefined;
  readonly what: string;
}

/**
 * What an argument of a command gives away.
 * @param before the argument before it, which may be the flag that names it
 */
export function credentialInArgument(argument: string, before: Json | undefined): ArgumentFinding | undefined {
  const named = namedArgument(argument, before);
  const what = named ? credentialNamed(named.name, named.value) : credentialIn(argument);
  return what === undefined ? undefined : { flag: named?.name, what };
}

/** An argument's name and value where it is `--name=value`, `NAME=value`, or the value behind `--name`. */
export function namedArgument(argument: string, before: Json | undefined): { readonly name: string; readonly value: string } | undefined {
  const [, name, value] = ASSIGNMENT.exec(argument) ?? [];
  if (name !== undefined && value !== undefined) return { name, value };
  const flag = typeof before === 'string' && !argument.startsWith('-') ? FLAG.exec(before)?.[1] : undefined;
  return flag === undefined ? undefined : { name: flag, value: argument };
}
