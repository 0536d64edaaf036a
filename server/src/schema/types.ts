import type { Json, Route } from '../yaml/types.ts';

/** The files under schemas/ that the schema room may ask for, by name (`kubernetes.json`); undefined where there is none. Injected, so that the core does no I/O. */
export type ReadSchema = (file: string) => unknown;

/** One thing that a schema rejects, at the culprit. One diagnostic per cause. */
export type SchemaProblem = UnknownProperty | MissingProperty | WrongType | NotAllowed | NotAQuantity | OtherProblem;

/** A property that the schema of its object does not have. */
export interface UnknownProperty {
  readonly type: 'unknown-property';
  /** The property itself. */
  readonly at: Route;
  readonly property: string;
  /** The properties the object may have, sorted. */
  readonly known: readonly string[];
  /** A known property that the name is a near miss of and that the object does not have yet. */
  readonly suggestion: string | undefined;
  /** A near object, already in the manifest, whose schema has the property and that does not have it yet. */
  readonly elsewhere: Route | undefined;
  /** The first minor version that has the property, where it is newer than the one aimed at. */
  readonly since: string | undefined;
  /** The last minor version that has the property, where it is older than the one aimed at. */
  readonly until: string | undefined;
}

/** A property that its object must have. */
export interface MissingProperty {
  readonly type: 'missing';
  /** The object. */
  readonly at: Route;
  readonly property: string;
}

/** A value of another type than its schema wants. */
export interface WrongType {
  readonly type: 'wrong-type';
  readonly at: Route;
  /** JSON Schema's names of types, or `quantity`. */
  readonly wanted: readonly string[];
  readonly found: Json;
}

/** A value outside a closed list. */
export interface NotAllowed {
  readonly type: 'not-allowed';
  readonly at: Route;
  readonly found: Json;
  readonly allowed: readonly Json[];
  readonly suggestion: Json | undefined;
}

/** A text that is no Kubernetes quantity where one is wanted. */
export interface NotAQuantity {
  readonly type: 'quantity';
  readonly at: Route;
  readonly found: Json;
}

/** Anything else: ranges, formats, sizes, patterns, alternatives. */
export interface OtherProblem {
  readonly type: 'other';
  readonly at: Route;
  readonly found: Json;
  /** True where it may be that something just isn't given here, which in a patch is no problem. */
  readonly lacks?: true;
  /** A whole sentence that names the property, its value and what is wanted. */
  readonly message: string;
  /** The value that is surely meant. */
  readonly suggestion?: Json | undefined;
}

/** What a value must fulfil besides the schema that describes it; none of it gives a place a description or members. */
export type SchemaCheck = Readonly<Record<string, unknown>>;

/** The part of JSON Schema that schemas here use, with Plimsoll's own keywords; schemas/README.md explains those. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly Json[];
  readonly default?: Json;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly nullable?: true;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  /** Further limits, in words that the validator knows; only schemas of CustomResourceDefinitions have them. */
  readonly 'x-checks'?: readonly SchemaCheck[];
  readonly 'x-quantity'?: true;
  readonly 'x-int-or-string'?: true;
  readonly 'x-open'?: true;
  readonly 'x-since'?: string;
  readonly 'x-until'?: string;
  readonly 'x-values'?: Readonly<Record<string, { readonly since?: string; readonly until?: string }>>;
}

/** What is known of a kind. Versions are minor versions such as `1.34`. */
export interface KindInfo {
  readonly namespaced: boolean;
  /** The first version that has it, where that isn't the oldest one known. */
  readonly since?: string;
  /** The last version that has it, where that isn't the newest one known. */
  readonly until?: string;
  /** Whether the version asked about has it. */
  readonly served: boolean;
  /** For a custom kind, where its schema is from. */
  readonly custom?: CustomSource;
}

/** Where the schema of a custom kind is from: the workspace's own CustomResourceDefinition, or a release of the project that defines it. */
export type CustomSource =
  | { readonly from: 'workspace' }
  | { readonly from: 'release'; readonly project: string; readonly version: string };

/** An API version and a kind of it. */
export interface KindName {
  readonly apiVersion: string;
  readonly kind: string;
}

/** An API version that is gone. */
export interface RemovedKind {
  /** The first minor version without it. */
  readonly removedIn: string;
  /** The API version that took its place. */
  readonly replacement: string | undefined;
}

/** An API version that a Kubernetes version no longer serves, or serves with a warning. */
export interface Deprecation {
  readonly state: 'removed' | 'deprecated';
  /** The minor version that ended it, or that will end it, or that began to warn of it. */
  readonly version: string;
  readonly event: 'removal' | 'warning';
  /** What to use instead; undefined where nothing took its place. */
  readonly replacement: KindName | undefined;
}

/** What a schema says of one place, for people. */
export interface Description {
  /** `string`, `integer`, `quantity`, `PodSpec`, `list of Container`, `map of string`, … */
  readonly type: string;
  /** Markdown, as the schema's authors wrote it. */
  readonly description: string | undefined;
  /** Whether its object must have it. */
  readonly required: boolean;
  /** The values of a closed list. */
  readonly allowed?: readonly Json[];
  /** What stands for it where it is left out, as far as the schema itself says so. */
  readonly default?: Json;
  /** Whether its text calls it deprecated. */
  readonly deprecated: boolean;
  /** The first and the last minor version of Kubernetes that have it, where that isn't all that are known. */
  readonly since?: string;
  readonly until?: string;
}
