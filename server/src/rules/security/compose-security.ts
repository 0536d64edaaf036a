import { isInterpolated } from '../../resources/compose-variables.ts';
import type { ComposeService } from '../../resources/types.ts';
import { isList, listAt } from '../../yaml/json.ts';
import type { Json, Patch, Route } from '../../yaml/types.ts';
import type { Fix } from '../types.ts';

/** An entry of a service's `security_opt`, which Docker takes with a colon or an equals sign: `seccomp:unconfined`, `no-new-privileges`. */
export interface SecurityOption {
  readonly at: Route;
  readonly name: string;
  /** Empty for a name alone. */
  readonly value: string;
  /** As written. */
  readonly text: string;
}

/** The entries of a service's `security_opt`. */
export function securityOptionsOf({ value, route }: ComposeService): readonly SecurityOption[] {
  return (listAt(value, ['security_opt']) ?? []).flatMap((text, index) => {
    if (typeof text !== 'string') return [];
    const [, name = '', rest = ''] = /^([^:=]*)[:=]?(.*)$/s.exec(text) ?? [];
    return [{ at: [...route, 'security_opt', index], name, value: rest, text }];
  });
}

/** The entries by which a service does without a protection that Docker gives by default: `seccomp:unconfined`. */
export function unconfinedOptions(service: ComposeService, protection: 'seccomp' | 'apparmor' | 'systempaths'): readonly SecurityOption[] {
  return securityOptionsOf(service).filter(({ name, value }) => name === protection && value === 'unconfined');
}

/** True where an entry of `security_opt` may be filled in later, so that nobody knows what it says. */
export function hasUnknownOption({ value }: ComposeService): boolean {
  return (listAt(value, ['security_opt']) ?? []).some((text) => typeof text === 'string' && isInterpolated(text));
}

/** Fields of a service that say something of what it may do. */
const LIMITS: readonly string[] = ['user', 'cap_drop', 'security_opt', 'read_only', 'userns_mode'];

/**
 * True for a service that nothing limits. That is one cause, which `security/run-as-non-root` reports for all the rules about what is missing;
 * a privileged one is for `security/privileged` to report.
 */
export function isBareService({ value, partial }: ComposeService): boolean {
  return !partial && LIMITS.every((field) => (value[field] ?? null) === null) && value.privileged !== true;
}

/** A list's problem with one of its items: the item goes, and the list with its last one. */
export function removing(at: Route): Patch {
  return { op: 'remove', at, prune: true };
}

/** The fix of a problem with such an item, which its data calls `option`. */
export const removeOption: Fix = {
  title: 'Remove {option}',
  safe: false,
  patches: ({ at }) => [removing(at)],
};

/** A patch that adds to a list of a service, which is made where it is missing. A single text that stands for a list becomes one. */
export function adding(at: Route, held: Json | undefined, item: string): Patch {
  if (typeof held === 'string') return { op: 'set', at, value: [held, item] };
  return isList(held) && held.length > 0 ? { op: 'insert', at, value: item } : { op: 'set', at, value: [item] };
}

/** The numeric user and group of a service's `user` (`1000:1000`); undefined for names, variables and what is absent. */
export function idsOf({ value }: ComposeService): { readonly user: number | undefined; readonly group: number | undefined } {
  const { user } = value;
  const [, first, second] = typeof user === 'string' || typeof user === 'number' ? (/^(\d*)(?::(\d+))?$/.exec(String(user)) ?? []) : [];
  return { user: numberOf(first), group: numberOf(second) };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}
