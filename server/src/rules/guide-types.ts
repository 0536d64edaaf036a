/** Something in the product, other than a rule, that makes a statement real. */
export type GuideEntry = `plan:${string}` | `snippet:${string}` | `hover:${string}`;

/** A statement of the deployment guide. */
export interface GuideStatement {
  /** What rules, pages and plan fields refer to it by. */
  readonly id: string;
  /** What the guide asks for. */
  readonly text: string;
  /** The same in the guide's own words, which are Chinese. */
  readonly zh: string;
  /**
   * What is to make it real besides rules: a field of the deployment plan (`services.*.stateless`), a snippet, a hover's topic. Whether
   * there is one already, the product itself tells; the rules name their statements themselves.
   */
  readonly by?: readonly GuideEntry[];
}

/** A section of the deployment guide. */
export interface GuideSection {
  readonly id: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly statements: readonly GuideStatement[];
}
