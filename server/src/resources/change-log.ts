/** How many changes are remembered at least; whoever asks less often than that has to look at everything again. */
const REMEMBERED = 20_000;

/** What has changed in the workspace, in order, by the keys under which it is asked for. */
export class ChangeLog {
  readonly #whole: string;
  #keys: string[] = [];
  /** How many changes are no longer remembered. */
  #forgotten = 0;
  #latest: { readonly from: number; readonly to: number; readonly keys: ReadonlySet<string> } | undefined;

  readonly #remembered: number;

  /**
   * @param whole the key under which everything is asked for: it changes with every other
   * @param remembered how many changes are remembered at least: none where nobody will ask
   */
  constructor(whole: string, remembered: number = REMEMBERED) {
    this.#whole = whole;
    this.#remembered = remembered;
  }

  /** How many changes there have been. */
  get revision(): number {
    return this.#forgotten + this.#keys.length;
  }

  /** Notes that what is asked for under a key may be answered differently from now on. */
  note(key: string): void {
    if (this.#remembered === 0) {
      this.#forgotten += 1;
      return;
    }
    this.#keys.push(key);
    if (this.#keys.length < 2 * this.#remembered) return;
    this.#keys = this.#keys.slice(this.#remembered);
    this.#forgotten += this.#remembered;
  }

  /** The keys that have changed since a revision; undefined where that is too long ago to tell. */
  since(from: number): ReadonlySet<string> | undefined {
    if (from < this.#forgotten) return undefined;
    const to = this.revision;
    if (this.#latest?.from !== from || this.#latest.to !== to) {
      this.#latest = { from, to, keys: new Set(from === to ? [] : [this.#whole, ...this.#keys.slice(from - this.#forgotten)]) };
    }
    return this.#latest.keys;
  }
}
