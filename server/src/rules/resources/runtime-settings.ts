import type { CommandText, FoundValue } from './command-texts.ts';
import { lastValue } from './command-texts.ts';
import type { UnitTable } from './runtime-units.ts';
import { bytesIn, GO_UNITS, JAVA_UNITS, NODE_UNITS, POSTGRES_UNITS, REDIS_UNITS, writtenLike } from './runtime-units.ts';

/** What a runtime is told about the memory that it has. */
export interface RuntimeSetting extends FoundValue {
  /** `bound`: it keeps below it by itself. `buffers`: it takes that much from the start. */
  readonly kind: 'bound' | 'buffers';
  /** As people call it: `-Xmx`. */
  readonly name: string;
  /** Share of the memory limit. */
  readonly share: number;
  /** A value that fits the limit, in the unit of the one that was found; undefined where none does. */
  readonly wanted: string | undefined;
}

/** How a runtime is told. */
interface Reader {
  readonly kind: RuntimeSetting['kind'];
  readonly name: string;
  /** Variable that holds the value and nothing else; elsewhere it stands in a command, or among options. */
  readonly variable?: string;
  /** As {@link lastValue} wants it. */
  readonly pattern: RegExp;
  /** undefined: the value is in per cent of the limit. */
  readonly units: UnitTable | undefined;
  /** Share of the limit that is fitting. */
  readonly fitting: number;
}

/** A quarter is left for stacks, native memory, buffers and copies on write. Our own figure. */
const FITTING = 0.75;

const READERS: readonly Reader[] = [
  { kind: 'bound', name: '-Xmx', pattern: /(?<![\w-])-Xmx(\d+[a-zA-Z]?)(?![\w.])/g, units: JAVA_UNITS, fitting: FITTING },
  { kind: 'bound', name: '-XX:MaxHeapSize', pattern: /-XX:MaxHeapSize=(\d+[a-zA-Z]?)(?![\w.])/g, units: JAVA_UNITS, fitting: FITTING },
  {
    kind: 'bound',
    name: '-XX:MaxRAMPercentage',
    pattern: /-XX:MaxRAMPercentage=(\d+(?:\.\d+)?)(?![\w.])/g,
    units: undefined,
    fitting: FITTING,
  },
  {
    kind: 'bound',
    name: '--max-old-space-size',
    pattern: /(?<![\w-])--max[-_]old[-_]space[-_]size(?:=|\s+)(\d+)(?![\w.])/g,
    units: NODE_UNITS,
    fitting: FITTING,
  },
  // It bounds all memory of the Go runtime and not a heap alone, so 5 to 10 per cent are left (Go, A Guide to the Garbage Collector).
  { kind: 'bound', name: 'GOMEMLIMIT', variable: 'GOMEMLIMIT', pattern: /^(\d+\w*)$/g, units: GO_UNITS, fitting: 0.9 },
  {
    kind: 'bound',
    name: 'maxmemory',
    pattern: /(?<![\w-])--maxmemory(?:=|\s+)["']?(\d+[a-zA-Z]{0,2})(?!\w)/g,
    units: REDIS_UNITS,
    fitting: FITTING,
  },
  // A quarter is where to start, and beyond 40 per cent little is gained (PostgreSQL documentation, shared_buffers).
  {
    kind: 'buffers',
    name: 'shared_buffers',
    pattern: /(?<![\w.])shared[-_]buffers\s*=\s*["']?(\d+[a-zA-Z]{0,2})(?!\w)/g,
    units: POSTGRES_UNITS,
    fitting: 0.25,
  },
];

/**
 * What a text tells runtimes about their memory.
 * @param limit of the container's memory, in bytes
 */
export function runtimeSettings(text: CommandText, limit: number): readonly RuntimeSetting[] {
  return READERS.flatMap((reader) => {
    if (reader.variable !== undefined && reader.variable !== text.variable) return [];
    const value = lastValue(text, reader.pattern);
    return value ? settingOf(reader, value, limit) : [];
  });
}

function settingOf({ kind, name, units, fitting }: Reader, { found, lead }: FoundValue, limit: number): readonly RuntimeSetting[] {
  if (units === undefined) return [{ kind, name, found, lead, share: Number(found) / 100, wanted: (fitting * 100).toFixed(1) }];
  const bytes = bytesIn(found, units);
  return bytes === undefined ? [] : [{ kind, name, found, lead, share: bytes / limit, wanted: writtenLike(found, limit * fitting, units) }];
}

const INITIAL_HEAP = /(?<![\w-])-Xms(\d+[a-zA-Z]?)(?![\w.])/g;

/** The text with an initial heap of Java no larger than its new bound; the virtual machine refuses to start with a larger one. */
export function withInitialHeap(text: string, bound: string): string {
  const most = bytesIn(bound, JAVA_UNITS);
  return text.replace(INITIAL_HEAP, (option, initial: string) => {
    const bytes = bytesIn(initial, JAVA_UNITS);
    return most === undefined || bytes === undefined || bytes <= most ? option : `-Xms${bound}`;
  });
}
