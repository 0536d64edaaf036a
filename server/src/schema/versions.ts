/** Orders minor versions such as `1.9` and `1.30`. */
export function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}

/**
 * The known minor version that stands for a wanted one: itself, else the newest before it, else the oldest known. A patch number and a
 * leading `v` don't count; what is no version at all means the newest.
 * @param known in ascending order, never empty
 */
export function nearestVersion(wanted: string, known: readonly string[]): string {
  const minor = minorVersion(wanted);
  if (minor === undefined) return known.at(-1) ?? '';
  return known.findLast((version) => compareVersions(version, minor) <= 0) ?? known[0] ?? '';
}

/** The minor version that a version's text means: `1.36` of `v1.36.2`; undefined where it is no version. */
export function minorVersion(text: string): string | undefined {
  const match = /^v?(\d{1,3})\.(\d{1,3})/.exec(text);
  return match ? `${match[1]}.${match[2]}` : undefined;
}

/** The minor version as many releases later; earlier where negative. */
export function laterVersion(version: string, minors: number): string {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return `${major}.${minor + minors}`;
}

/** Whether a version lies within limits, both inclusive; an absent one does not limit. */
export function within(version: string, limits: { readonly since?: string | undefined; readonly until?: string | undefined }): boolean {
  if (limits.since !== undefined && compareVersions(version, limits.since) < 0) return false;
  return limits.until === undefined || compareVersions(version, limits.until) <= 0;
}
