import type { Style } from '../yaml/format.ts';
import { keyText } from '../yaml/format.ts';
import type { Context } from '../yaml/scalar-text.ts';
import { quotedText, stringText } from '../yaml/scalar-text.ts';
import type { Json } from '../yaml/types.ts';

/** A piece of YAML to be inserted, with the places at which the user goes on typing. */
export type Skeleton = Stop | Fixed | SkeletonMap | SkeletonList;

/** A place at which to type. */
export interface Stop {
  readonly type: 'stop';
  /** What may be there; the first of several is proposed, none leaves the place empty. */
  readonly values: readonly Json[];
  /** Stops of one name are typed together. */
  readonly name?: string;
}

/** A value that stays as it is. */
interface Fixed {
  readonly type: 'fixed';
  readonly value: Json;
}

/** A mapping; an empty one is a place at which to type its first key. */
export interface SkeletonMap {
  readonly type: 'map';
  readonly entries: readonly (readonly [key: string, value: Skeleton])[];
}

/** A list; an empty one is a place at which to type its first item. */
interface SkeletonList {
  readonly type: 'list';
  readonly items: readonly Skeleton[];
}

/** A place at which to type, with what is proposed there. */
export function stop(...values: readonly Json[]): Stop {
  return { type: 'stop', values };
}

/** A stop that is typed together with all others of its name. */
export function linked(name: string, value: Json = name): Stop {
  return { type: 'stop', values: [value], name };
}

/** A value that stays as it is. */
export function fixed(value: Json): Skeleton {
  return { type: 'fixed', value };
}

/** A mapping. */
export function map(entries: Readonly<Record<string, Skeleton>>): SkeletonMap {
  return { type: 'map', entries: Object.entries(entries) };
}

/** A list. */
export function list(...items: readonly Skeleton[]): Skeleton {
  return { type: 'list', items };
}

/** How a skeleton is to be written. */
export interface Writing {
  readonly style: Style;
  /** Column of the key or item that the skeleton is for. */
  readonly column: number;
  /** In brackets, on one line. */
  readonly flow: boolean;
  /** In the snippet syntax of the Language Server Protocol; else it ends where the user goes on typing. */
  readonly tabStops: boolean;
}

/** A key with its skeleton. */
export function pairSnippet(key: string, value: Skeleton, writing: Writing): string {
  return written(writing, (writer) => writer.pair(key, value, writing.column));
}

/** The entries of a mapping, from the column at which the first one begins, or the value of anything else. */
export function entriesSnippet(value: Skeleton, writing: Writing): string {
  return written(writing, (writer) => writer.entries(value, writing.column));
}

/** Where plain text ends: the user goes on typing there. */
const END = '\u0000';

function written(writing: Writing, write: (writer: Writer) => string): string {
  const text = write(new Writer(writing));
  return writing.tabStops ? text : (text.split(END)[0] ?? '');
}

/** Writes one skeleton. Owns the numbers of its tab stops. */
class Writer {
  readonly #writing: Writing;
  readonly #numbers = new Map<string, number>();
  #last = 0;

  constructor(writing: Writing) {
    this.#writing = writing;
  }

  entries(value: Skeleton, column: number): string {
    const { flow } = this.#writing;
    if (value.type !== 'map' || value.entries.length === 0 || flow) return flow ? this.#inline(value) : this.#item(value, column);
    return value.entries.map(([key, entry]) => this.pair(key, entry, column)).join(this.#line(column));
  }

  pair(key: string, value: Skeleton, column: number): string {
    const { flow, style } = this.#writing;
    if (flow) return this.#flowPair(key, value);
    return `${this.#escaped(keyText(key, style))}:${this.#behindKey(value, column)}`;
  }

  #behindKey(value: Skeleton, column: number): string {
    const { style } = this.#writing;
    if (value.type === 'map') {
      const inside = column + style.indent;
      return this.#line(inside) + (value.entries.length === 0 ? this.#stop([]) : this.entries(value, inside));
    }
    if (value.type !== 'list') return ` ${this.#scalar(value)}`;
    const dashes = column + style.dashIndent;
    const items = value.items.length === 0 ? [stop()] : value.items;
    return items
      .map((item) => `${this.#line(dashes)}-${' '.repeat(style.dashGap)}${this.#item(item, dashes + 1 + style.dashGap)}`)
      .join('');
  }

  #item(item: Skeleton, column: number): string {
    if (item.type === 'map') return item.entries.length === 0 ? this.#stop([]) : this.entries(item, column);
    return item.type === 'list' ? this.#inline(item) : this.#scalar(item);
  }

  #inline(value: Skeleton): string {
    const { comma, padded } = this.#writing.style.flow;
    if (value.type === 'list') {
      return `[${value.items.length === 0 ? this.#stop([]) : value.items.map((item) => this.#inline(item)).join(comma)}]`;
    }
    if (value.type !== 'map') return this.#scalar(value);
    const entries = value.entries.map(([key, entry]) => this.#flowPair(key, entry));
    const pad = padded || entries.length === 0 ? ' ' : '';
    return `{${pad}${entries.length === 0 ? this.#stop([]) : entries.join(comma)}${pad}${this.#escaped('}')}`;
  }

  #flowPair(key: string, value: Skeleton): string {
    const { style } = this.#writing;
    return `${this.#escaped(keyText(key, style, 'flow'))}${style.flow.colon}${this.#inline(value)}`;
  }

  #scalar(value: Stop | Fixed): string {
    if (value.type === 'fixed') return this.#escaped(this.#spelled(value.value));
    return this.#stop(
      value.values.map((one) => this.#spelled(one)),
      value.name,
    );
  }

  #stop(texts: readonly string[], name?: string): string {
    if (!this.#writing.tabStops) return END;
    const number = this.#numberOf(name);
    if (texts.length > 1) return `\${${number}|${texts.map((text) => text.replace(/[\\,|]/g, '\\$&')).join(',')}|}`;
    return texts.length === 0 ? `$${number}` : `\${${number}:${this.#escaped(texts[0] ?? '')}}`;
  }

  #numberOf(name: string | undefined): number {
    const known = name === undefined ? undefined : this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#last += 1;
    if (name !== undefined) this.#numbers.set(name, this.#last);
    return this.#last;
  }

  #spelled(value: Json): string {
    const { flow, style } = this.#writing;
    return spelled(value, style, flow ? 'flow' : 'block');
  }

  #escaped(text: string): string {
    return this.#writing.tabStops ? text.replace(/[\\$}]/g, '\\$&') : text;
  }

  #line(column: number): string {
    return this.#writing.style.lineBreak + ' '.repeat(column);
  }
}

/** A scalar in the document's style: a text that YAML would read as something else is quoted. Collections can only be empty. */
export function spelled(value: Json, style: Style, context: Context): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return context === 'flow' && style.flow.json ? quotedText(value, 'double') : stringText(value, style.quote, context);
}
