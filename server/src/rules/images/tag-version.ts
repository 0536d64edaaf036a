/** A tag that is a version: its numbers, and what follows them (`-alpine`). */
export interface TagVersion {
  readonly numbers: readonly number[];
  readonly flavour: string;
}

/** Reads a tag as a version or a date; undefined for what has no order, such as a commit's hash. */
export function versionOf(tag: string): TagVersion | undefined {
  const [, numbers, flavour = ''] = /^v?(\d{1,9}(?:[._-]\d{1,9})*)([-._+][A-Za-z].*)?$/.exec(tag) ?? [];
  return numbers === undefined ? undefined : { numbers: numbers.split(/[._-]/).map(Number), flavour };
}

/** Negative where the first is the older one. None is where one says less than the other: `1.4` moves with the releases of `1.4.0`. */
export function compareVersions({ numbers: a }: TagVersion, { numbers: b }: TagVersion): number {
  const index = a.findIndex((number, at) => at < b.length && number !== b[at]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
