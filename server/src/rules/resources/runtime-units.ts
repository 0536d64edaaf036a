/** A unit of memory in a runtime's own notation. */
interface Unit {
  /** As written behind the number. */
  readonly suffix: string;
  readonly bytes: number;
}

/** The units that a runtime knows. */
export interface UnitTable {
  /** Units that are written in one manner, the largest first. */
  readonly families: readonly (readonly Unit[])[];
  /** True where a suffix may stand in upper or lower case; the table has the lower one. */
  readonly anyCase: boolean;
}

/** Of -Xmx and -XX:MaxHeapSize (java command reference): powers of 1024, bytes without a suffix. */
export const JAVA_UNITS: UnitTable = { anyCase: true, families: [powers(1024, ['t', 'g', 'm', 'k']), bare(1)] };

/** Of --max-old-space-size (Node.js command-line options): mebibytes. */
export const NODE_UNITS: UnitTable = { anyCase: false, families: [bare(1024 ** 2)] };

/** Of GOMEMLIMIT (Go, package runtime): powers of 1024, bytes without a suffix. */
export const GO_UNITS: UnitTable = {
  anyCase: false,
  families: [[...powers(1024, ['TiB', 'GiB', 'MiB', 'KiB']), { suffix: 'B', bytes: 1 }], bare(1)],
};

/** Of shared_buffers (PostgreSQL documentation, Parameter Names and Values): powers of 1024, blocks of 8 kB without a suffix. */
export const POSTGRES_UNITS: UnitTable = {
  anyCase: false,
  families: [[...powers(1024, ['TB', 'GB', 'MB', 'kB']), { suffix: 'B', bytes: 1 }], bare(8192)],
};

/** Of maxmemory (redis.conf): powers of 1024 with a `b`, of 1000 without, bytes without a suffix. */
export const REDIS_UNITS: UnitTable = {
  anyCase: true,
  families: [powers(1024, ['gb', 'mb', 'kb']), powers(1000, ['g', 'm', 'k']), bare(1)],
};

/** The bytes that a text such as `4g`, `512MiB` or `4096` means; undefined where it is no amount of these units. */
export function bytesIn(text: string, table: UnitTable): number | undefined {
  const [, figure = '', suffix = ''] = /^(\d{1,15})([a-z]*)$/i.exec(text) ?? [];
  const unit = familyOf(suffix, table)?.find((candidate) => isWritten(candidate, suffix, table));
  return unit && figure !== '' ? Number(figure) * unit.bytes : undefined;
}

/**
 * So many bytes at most, in the manner of another amount: in its unit where that needs no fraction, else in the next smaller one that needs
 * none, or in which two digits and more are left.
 * @returns undefined where it is less than the smallest unit
 */
export function writtenLike(other: string, bytes: number, table: UnitTable): string | undefined {
  const suffix = other.replace(/^\d+/, '');
  const family = familyOf(suffix, table) ?? [];
  const candidates = family.slice(family.findIndex((unit) => isWritten(unit, suffix, table)));
  const unit = candidates.find((candidate) => bytes % candidate.bytes === 0 || bytes >= 10 * candidate.bytes) ?? candidates.at(-1);
  const figure = unit && Math.floor(bytes / unit.bytes);
  if (!unit || !figure) return undefined;
  const isUpper = table.anyCase && suffix !== suffix.toLowerCase();
  return `${figure}${isUpper ? unit.suffix.toUpperCase() : unit.suffix}`;
}

/** Suffixes for the powers of a base, the largest first, down to its first power. */
function powers(base: number, suffixes: readonly string[]): readonly Unit[] {
  return suffixes.map((suffix, index) => ({ suffix, bytes: base ** (suffixes.length - index) }));
}

/** A number without a suffix. */
function bare(bytes: number): readonly Unit[] {
  return [{ suffix: '', bytes }];
}

function familyOf(suffix: string, table: UnitTable): readonly Unit[] | undefined {
  return table.families.find((family) => family.some((unit) => isWritten(unit, suffix, table)));
}

function isWritten(unit: Unit, suffix: string, { anyCase }: UnitTable): boolean {
  return unit.suffix === (anyCase ? suffix.toLowerCase() : suffix);
}
