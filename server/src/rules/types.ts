import type { ComposeFile, ComposeService, Container, Inventory, Plan, Resource, Workload } from '../resources/types.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { Settings } from '../settings.ts';
import type { JsonMap, Patch, Route, Span, YamlDocument } from '../yaml/types.ts';

/** How badly a finding hurts. */
export type Severity = 'error' | 'warning' | 'info';

/** A rule's own level; `strict` rules report (as info) in the strict profile only. */
export type Level = Severity | 'strict';

/** A document with what the rooms below make of it: what rules are run on. */
export interface CheckedDocument {
  readonly document: YamlDocument;
  readonly resources: readonly Resource[];
  readonly plan: Plan | undefined;
  readonly compose: ComposeFile | undefined;
}

/** What a rule is handed; the runner walks. */
export interface Subjects {
  readonly document: CheckedDocument;
  readonly resource: Resource;
  readonly workload: Workload;
  readonly container: Container;
  readonly plan: Plan;
  /** Once for the whole workspace. */
  readonly inventory: Inventory;
}

export type Scope = keyof Subjects;

/** What messages and fixes know of a problem. It travels with the diagnostic, so it is plain and small. */
export type Data = JsonMap;

/** Another place that explains a problem. */
export interface Related {
  /** The resource that holds it, where it isn't the one checked. */
  readonly in?: Resource;
  readonly at: Route;
  readonly message: string;
}

export interface Problem<Message extends string = string, Fix extends string = string> {
  /** Absolute route in the subject's document; a missing one is shown at its nearest existing ancestor. */
  readonly at: Route;
  readonly part?: 'key' | 'value' | 'nearest';
  readonly message: Message;
  readonly data?: Data;
  /** Overrides the rule's level for this problem. A level set by the user wins over both. */
  readonly level?: Level;
  readonly related?: readonly Related[];
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
  /**
   * The rule whose problem has the same cause and says so in one: where it reports one on the same subject, or on what holds the subject,
   * this one is left out, unless the profile is `strict`.
   */
  readonly coveredBy?: string;
  /** The fixes that apply, best first; all of the rule's where absent. */
  readonly fixes?: readonly Fix[];
  /** Document that holds it where the subject is `inventory`. */
  readonly in?: Resource;
  /** An exact place where no route leads there (syntax errors). */
  readonly span?: Span;
}

/** What a value may be: its type, a sentence, and bounds. */
export type ValueSpec =
  | {
      readonly type: 'number';
      /** No fractions. */
      readonly integer?: boolean;
      readonly minimum?: number;
      readonly maximum?: number;
      readonly description: string;
    }
  | { readonly type: 'boolean'; readonly description: string }
  | {
      readonly type: 'string';
      readonly enum?: readonly string[];
      /** A sentence for each of `enum`. */
      readonly enumDescriptions?: readonly string[];
      /** Regular expression that it matches, with what it asks for in words. */
      readonly pattern?: { readonly source: string; readonly meaning: string };
      readonly description: string;
    }
  | { readonly type: 'strings'; readonly description: string };

/** Option of a rule: what it may be, and its default. The settings' schema is derived from it. */
export type OptionSpec =
  | (ValueSpec & { readonly type: 'number'; readonly default: number })
  | (ValueSpec & { readonly type: 'boolean'; readonly default: boolean })
  | (ValueSpec & { readonly type: 'string'; readonly default: string })
  | (ValueSpec & { readonly type: 'strings'; readonly default: readonly string[] });

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type OptionValue<S extends OptionSpec> = S extends { type: 'number' }
  ? number
  : S extends { type: 'boolean' }
    ? boolean
    : S extends { type: 'strings' }
      ? readonly string[]
      : string;

export type OptionValues<O extends OptionSpecs> = { readonly [K in keyof O]: OptionValue<O[K]> };

/** What a check may ask besides its subject. */
export interface Context<O extends OptionSpecs = OptionSpecs> {
  readonly settings: Settings;
  readonly options: OptionValues<O>;
  readonly schemas: Schemas;
  /**
   * The workspace. Rules that declare `workspace: true` may use it, and are run again when something they asked for has changed;
   * for all others reading it throws.
   */
  readonly inventory: Inventory;
  /** True where the file is a patch or Component of a kustomization: absence is no problem there. */
  readonly partial: boolean;
}

export interface FixContext<O extends OptionSpecs = OptionSpecs> {
  readonly settings: Settings;
  readonly options: OptionValues<O>;
  /** The document as it is now. */
  readonly document: YamlDocument;
  /**
   * The workspace as it is now, for companions that name what is elsewhere. What a problem and its patches are made of travels in the
   * problem's data, so that it is found out once.
   */
  readonly inventory: Inventory;
}

/** What a fix knows of its problem. */
export interface FixedProblem {
  readonly at: Route;
  readonly data: Data;
}

export interface Fix<O extends OptionSpecs = OptionSpecs> {
  /** Title with `{placeholders}` of the problem's data: `Set the CPU target to {wanted}%`. */
  readonly title: string;
  /** Safe fixes run under `source.fixAll` and `--fix`. */
  readonly safe: boolean;
  /** Changes of the document; undefined where the fix doesn't apply after all. Absent where it only writes companions. */
  patches?(problem: FixedProblem, context: FixContext<O>): readonly Patch[] | undefined;
  /**
   * New objects, with their keys in the order in which they are written: behind the document, or in a file of their own beside it. Undefined
   * where the fix doesn't apply after all; none where the patches do without.
   */
  companions?(problem: FixedProblem, context: FixContext<O>): readonly JsonMap[] | undefined;
}

export interface RuleDocs {
  /** One sentence, no full stop needed: the table's entry. */
  readonly summary: string;
  /** Why it matters, in a sentence or three. */
  readonly why: string;
  /** What to do about it. */
  readonly fix: string;
  /** When it stays silent. */
  readonly exceptions?: string;
  /** Where a figure or fact comes from. */
  readonly sources?: readonly string[];
}

export interface Rule<S extends Scope = Scope, M extends string = string, F extends string = string, O extends OptionSpecs = OptionSpecs> {
  readonly id: string;
  /** Ids of guide.yaml's statements. */
  readonly guide?: readonly string[];
  readonly level: Level;
  /** True for a rule of the strict profile some of whose problems state a level of their own: it is run in every profile. */
  readonly raises?: boolean;
  readonly scope: S;
  /** The kinds of object on which, or on whose parts, the check has anything to say; all where absent. On others it isn't run. */
  readonly kinds?: readonly string[];
  /** Needs other files. */
  readonly workspace?: boolean;
  /** Reports what a schema rejects: off where `schemas.enable` leaves that to another extension. */
  readonly bySchema?: boolean;
  readonly docs: RuleDocs;
  readonly options?: O;
  /** Sentences with `{placeholders}` of the problem's data. */
  readonly messages: Readonly<Record<M, string>>;
  check(subject: Subjects[S], context: Context<NoInfer<O>>): Iterable<Problem<NoInfer<M>, NoInfer<F>>>;
  /** The same fact in a service of a Compose file, where it exists there; with messages and fixes in Compose's own terms. */
  checkCompose?(service: ComposeService, context: Context<NoInfer<O>>): Iterable<Problem<NoInfer<M>, NoInfer<F>>>;
  readonly fixes?: Readonly<Record<F, Fix<NoInfer<O>>>>;
}

/** A finding: a problem of one document, with its text and its place. */
export interface Finding {
  readonly rule: string;
  readonly level: Severity;
  readonly message: string;
  readonly at: Route;
  /** Relative to the document. */
  readonly span: Span;
  readonly data: Data;
  /** Ids of the applicable fixes of its rule, best first, with their filled titles. */
  readonly fixes: readonly { readonly id: string; readonly title: string; readonly safe: boolean }[];
  readonly related: readonly { readonly resource: Resource | undefined; readonly span: Span; readonly message: string }[];
  readonly tags: readonly ('unnecessary' | 'deprecated')[];
  /** The object it belongs to. */
  readonly resource: { readonly kind: string; readonly name: string | undefined } | undefined;
}
