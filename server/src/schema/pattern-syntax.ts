/** A regular expression as its parts. */
export type Pattern =
  | { readonly is: 'one'; readonly accepts: (character: string) => boolean }
  | { readonly is: 'edge'; readonly holds: (before: string | undefined, after: string | undefined) => boolean }
  | { readonly is: 'sequence'; readonly of: readonly Pattern[] }
  | { readonly is: 'choice'; readonly of: readonly Pattern[] }
  | { readonly is: 'repeat'; readonly of: Pattern; readonly least: number; readonly most: number };

/** Thrown inside this file only: what the syntax has no such thing for. */
class Unreadable extends Error {}

/** Groups in groups beyond these are nobody's. */
const DEEPEST = 50;

/**
 * Reads a regular expression in the syntax of Go, which the API server compiles patterns with (RE2: no lookaround, no backreferences).
 * @returns undefined where it isn't such an expression, or has something in it that is not understood here
 */
export function readPattern(source: string): Pattern | undefined {
  try {
    const reader = new Reader(source);
    const pattern = reader.choice(0);
    return reader.ended ? pattern : undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
}

/** A cursor over the source. */
class Reader {
  readonly #source: string;
  #at = 0;
  #flags: Flags = { ignoreCase: false, dotAll: false, multiline: false };

  constructor(source: string) {
    this.#source = source;
  }

  get ended(): boolean {
    return this.#at >= this.#source.length;
  }

  choice(depth: number): Pattern {
    if (depth > DEEPEST) throw new Unreadable();
    const { ignoreCase, dotAll, multiline } = this.#flags;
    const options = [this.#sequence(depth)];
    while (this.#take(/\|/y) !== undefined) options.push(this.#sequence(depth));
    this.#flags = { ignoreCase, dotAll, multiline };
    const [only] = options;
    return options.length === 1 && only ? only : { is: 'choice', of: options };
  }

  #sequence(depth: number): Pattern {
    const of: Pattern[] = [];
    while (!this.ended && !'|)'.includes(this.#source[this.#at] ?? '')) {
      const part = this.#part(depth);
      if (part) of.push(this.#repeated(part));
    }
    return { is: 'sequence', of };
  }

  #repeated(part: Pattern): Pattern {
    let repeated = part;
    for (let times = this.#times(); times !== undefined; times = this.#times()) {
      // RE2 refuses doubled repetitions (`a**`), and takes counts of up to 1000.
      if (repeated !== part || times.least > 1000 || (times.most > 1000 && times.most !== Number.POSITIVE_INFINITY)) throw new Unreadable();
      repeated = { is: 'repeat', of: part, ...times };
    }
    return repeated;
  }

  #times(): { readonly least: number; readonly most: number } | undefined {
    const sign = this.#take(/([*+?])\??/y);
    if (sign) return { least: sign[1] === '+' ? 1 : 0, most: sign[1] === '?' ? 1 : Number.POSITIVE_INFINITY };
    const counted = this.#take(/\{(\d{1,4})(?:(,)(\d{0,4}))?\}\??/y);
    if (!counted) return undefined;
    const least = Number(counted[1]);
    if (counted[2] === undefined) return { least, most: least };
    const most = counted[3] === '' ? Number.POSITIVE_INFINITY : Number(counted[3]);
    if (most < least) throw new Unreadable();
    return { least, most };
  }

  #part(depth: number): Pattern | undefined {
    const flags = this.#take(/\(\?([ims]+)(?:-[imsU]+)?(\)|:)/y);
    if (flags) return this.#flagged(flags[1] ?? '', flags[2] === ':', depth);
    if (this.#take(/\((?:\?:|\?P?<\w+>)?(?!\?)/y)) return this.#group(depth);
    const set = this.#take(/\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]/y);
    if (set) return this.#one(setSource(set[0]));
    return this.#escaped() ?? this.#plain();
  }

  #flagged(letters: string, isGroup: boolean, depth: number): Pattern | undefined {
    const before = this.#flags;
    const has = (letter: string, was: boolean) => was || letters.includes(letter);
    this.#flags = {
      ignoreCase: has('i', before.ignoreCase),
      dotAll: has('s', before.dotAll),
      multiline: has('m', before.multiline),
    };
    if (!isGroup) return undefined;
    const group = this.#group(depth);
    this.#flags = before;
    return group;
  }

  #group(depth: number): Pattern {
    const inside = this.choice(depth + 1);
    if (!this.#take(/\)/y)) throw new Unreadable();
    return inside;
  }

  #escaped(): Pattern | undefined {
    if (this.#take(/\\A/y)) return START;
    if (this.#take(/\\z/y)) return END;
    const boundary = this.#take(/\\([bB])/y);
    if (boundary) return { is: 'edge', holds: (before, after) => (isWord(before) !== isWord(after)) === (boundary[1] === 'b') };
    const named = this.#take(/\\(?:[dDsSwW]|[pP](?:\{\^?\w+\}|\w)|x[0-9a-fA-F]{2}|x\{[0-9a-fA-F]{1,6}\}|[tnrfv]|[^\w\s])/y);
    if (named) return this.#one(setSource(`[${named[0]}]`));
    if (this.#source[this.#at] === '\\') throw new Unreadable();
    return undefined;
  }

  #plain(): Pattern {
    const [character] = this.#take(/./suy) ?? [];
    if (character === undefined || '*+?()['.includes(character)) throw new Unreadable();
    const { dotAll, multiline, ignoreCase } = this.#flags;
    if (character === '.') return { is: 'one', accepts: (other) => dotAll || other !== '\n' };
    if (character === '^') return multiline ? { is: 'edge', holds: (before) => before === undefined || before === '\n' } : START;
    if (character === '$') return multiline ? { is: 'edge', holds: (_, after) => after === undefined || after === '\n' } : END;
    if (!ignoreCase) return { is: 'one', accepts: (other) => other === character };
    const folded = character.toLowerCase();
    return { is: 'one', accepts: (other) => other.toLowerCase() === folded };
  }

  /** A set of characters, which JavaScript may as well decide: there is nothing to search in a single character. */
  #one(source: string): Pattern {
    const flags = this.#flags.ignoreCase ? 'iu' : 'u';
    try {
      const set = new RegExp(`^${source}$`, flags);
      return { is: 'one', accepts: (character) => set.test(character) };
    } catch {
      throw new Unreadable();
    }
  }

  #take(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#source);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match;
  }
}

const START: Pattern = { is: 'edge', holds: (before) => before === undefined };
const END: Pattern = { is: 'edge', holds: (_, after) => after === undefined };

function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}

/** ASCII classes of RE2. */
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['alnum', '0-9A-Za-z'],
  ['alpha', 'A-Za-z'],
  ['blank', '\\t '],
  ['digit', '0-9'],
  ['lower', 'a-z'],
  ['punct', '!-\\/:-@\\[-`\\{-~'],
  ['space', '\\t\\n\\v\\f\\r '],
  ['upper', 'A-Z'],
  ['word', '0-9A-Za-z_'],
  ['xdigit', '0-9A-Fa-f'],
]);

/** Parts of a set: what stands in it as it is, and what JavaScript spells differently. */
const IN_SET =
  /\\[pP]\{\^?\w+\}|\[:(\w+):\]|\\p(\w)|\\P(\w)|\\x\{(\w+)\}|\\([^\w\s])|\\.|(\w-(?:\w|(?=\\)))|([-[{}()*+?.|^$/&!#%,:;<=>@`~])/gs;

/** A set in JavaScript's stricter notation, where every sign that means something elsewhere is escaped. */
function setSource(set: string): string {
  const [, head = '[', inside = ''] = /^(\[\^?)(.*)\]$/s.exec(set) ?? [];
  const body = inside.replace(IN_SET, (all, name, property, notProperty, code, sign, range, plain) => {
    if (name !== undefined) return CLASSES.get(name) ?? '\\c';
    if (property !== undefined) return `\\p{${property}}`;
    if (notProperty !== undefined) return `\\P{${notProperty}}`;
    if (code !== undefined) return `\\u{${code}}`;
    if (sign !== undefined) return escaped(sign);
    if (range !== undefined) return range;
    return plain === undefined ? all : escaped(plain);
  });
  return `${head}${body.replace(/^\]/, '\\]')}]`;
}

function escaped(sign: string): string {
  return /[\^$\\.*+?()[\]{}|/-]/.test(sign) ? `\\${sign}` : sign;
}
