import type { Analysis, Analyzer } from '../analyzer.ts';
import type { Splice } from '../yaml/types.ts';

/**
 * The files of a session, in one analyzer for each group of files that may belong together: those of one folder of the workspace never meet
 * those of another. All URIs canonical.
 */
export class Analyzers {
  readonly #create: () => Analyzer;
  readonly #groupOf: (uri: string) => string;
  readonly #byGroup = new Map<string, Analyzer>();
  /** The group that each file was put into. */
  readonly #groups = new Map<string, string>();

  /** @param groupOf the group of a file; when folders come or go, files that are in another one now are moved by {@link move} */
  constructor(create: () => Analyzer, groupOf: (uri: string) => string) {
    this.#create = create;
    this.#groupOf = groupOf;
  }

  /** The analyzer of a file, be the file there or not. */
  of(uri: string): Analyzer {
    return this.#inGroup(this.#groups.get(uri) ?? this.#groupOf(uri));
  }

  /** The files it knows, of all groups. */
  uris(): Iterable<string> {
    return this.#groups.keys();
  }

  /** The analysis of a file as it is now; undefined for a file that was never set. */
  analysisOf(uri: string): Analysis | undefined {
    return this.#groups.has(uri) ? this.of(uri).analysisOf(uri) : undefined;
  }

  /** Adds a file or gives it a new text. */
  set(uri: string, text: string): void {
    const analyzer = this.of(uri);
    if (!this.#groups.has(uri)) this.#groups.set(uri, this.#groupOf(uri));
    analyzer.set(uri, text);
  }

  /** Applies edits to a file one after the other, each to what the one before it left. */
  edit(uri: string, edits: readonly Splice[]): void {
    this.of(uri).edit(uri, edits);
  }

  /** Forgets a file. */
  remove(uri: string): void {
    const group = this.#groups.get(uri);
    if (group === undefined) return;
    const analyzer = this.#inGroup(group);
    this.#groups.delete(uri);
    analyzer.remove(uri);
    const [left] = analyzer.uris();
    if (left === undefined) this.#byGroup.delete(group);
  }

  /** The files that belong to another group than the one that they were put into. */
  misplaced(): readonly string[] {
    return [...this.#groups].filter(([uri, group]) => this.#groupOf(uri) !== group).map(([uri]) => uri);
  }

  /** Puts a file into the group that it belongs to now. */
  move(uri: string): void {
    const text = this.analysisOf(uri)?.file.text;
    this.remove(uri);
    if (text !== undefined) this.set(uri, text);
  }

  /** Asks for the settings of all files again. */
  settingsChanged(): void {
    for (const analyzer of this.#byGroup.values()) analyzer.settingsChanged();
  }

  #inGroup(group: string): Analyzer {
    const known = this.#byGroup.get(group);
    if (known) return known;
    const analyzer = this.#create();
    this.#byGroup.set(group, analyzer);
    return analyzer;
  }
}
