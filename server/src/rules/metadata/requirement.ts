/** A label or annotation that the configuration requires. */
export interface Requirement {
  readonly name: string;
  /** Regular expression for its value; undefined where any will do. */
  readonly pattern: string | undefined;
}

/** Reads `name` or `name=pattern`. Names have no `=`. */
export function parseRequirement(text: string): Requirement {
  const [, name = text, pattern] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  return { name: name.trim(), pattern: pattern === '' ? undefined : pattern };
}

/** Whether a value is as wanted. Plain text must be the value, as must what is no regular expression. */
export function fits(requirement: Requirement, value: string): boolean {
  const literal = literalOf(requirement);
  if (literal !== undefined) return value === literal;
  const { pattern = '' } = requirement;
  try {
    return new RegExp(pattern).test(value);
  } catch {
    return value === pattern;
  }
}

/** The only value that fits, where the pattern is plain text, on its own or between anchors. */
export function literalOf({ pattern = '' }: Requirement): string | undefined {
  const text = /^\^(.*)\$$/.exec(pattern)?.[1] ?? pattern;
  return /^[\w./@:-]+$/.test(text) ? text : undefined;
}
