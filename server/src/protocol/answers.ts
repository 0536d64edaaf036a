import type { YamlFile } from '../yaml/types.ts';

/** What a client keeps on its screen and asks for again only when told to. */
export type AnswerKind = 'diagnostics' | 'hints' | 'lenses';

interface GivenAnswer {
  readonly kind: AnswerKind;
  /** The file as it was; after an edit the client asks again by itself. */
  readonly file: YamlFile;
  readonly text: string;
  readonly again: () => unknown;
}

/**
 * The answers that the client has on its screen. When another file has changed they are computed again, so that the client is asked
 * to refresh only what would really look different.
 */
export class Answers {
  readonly #given = new Map<string, GivenAnswer>();

  /** Remembers an answer about a file, in place of the one before; `again` computes it anew. */
  remember(kind: AnswerKind, uri: string, file: YamlFile, answer: unknown, again: () => unknown): void {
    this.#given.set(`${kind} ${uri}`, { kind, file, text: JSON.stringify(answer), again });
  }

  /** Forgets a file's answers: the client doesn't show it any more. */
  forget(uri: string): void {
    for (const kind of ['diagnostics', 'hints', 'lenses'] satisfies AnswerKind[]) this.#given.delete(`${kind} ${uri}`);
  }

  /** The kinds of which some answer is out of date although its file hasn't changed. */
  outdated(fileOf: (uri: string) => YamlFile | undefined): Set<AnswerKind> {
    const kinds = new Set<AnswerKind>();
    for (const [key, { kind, file, text, again }] of this.#given) {
      // Forgotten after an edit: it would keep the file as it was in memory.
      if (fileOf(key.slice(kind.length + 1)) !== file) this.#given.delete(key);
      else if (!kinds.has(kind) && JSON.stringify(again()) !== text) kinds.add(kind);
    }
    return kinds;
  }
}
