import type { Definition } from './definitions.ts';
import type { Deployment, Placement } from './deployments.ts';
import type { LabelSelector } from './label-selectors.ts';
import type { Reference } from './reference-rows.ts';
import type { Entry, Resource } from './types.ts';

/** An object that names another one. */
export interface Referrer {
  readonly entry: Entry;
  readonly reference: Reference;
}

/** What a reference leads to. */
export interface Resolution {
  /**
   * `found` in every deployment that the referring object is part of; `missing` from at least one; `unknown` where nobody can tell by the
   * workspace: the name is a template, the cluster brings it, or the deployment has more than is here.
   */
  readonly state: 'found' | 'missing' | 'unknown';
  /** What defines the name, with the object that does: usually the object itself, but also what makes it, such as a Certificate. */
  readonly found: readonly Found[];
  /** The deployments that it is missing from. */
  readonly missingFrom: readonly Deployment[];
}

/** A definition and the object that has it. */
export interface Found {
  readonly entry: Entry;
  readonly definition: Definition;
}

/** A selector and the object that has it. */
export interface Selection {
  readonly entry: Entry;
  readonly selector: LabelSelector;
}

/**
 * Read-only questions about who refers to whom. Deployments are respected: an object of an overlay meets those of the same overlay, and
 * those of other deployments that aren't variants of it. Absent namespaces match any.
 */
export interface Relations {
  /** Objects that name something of this kind and name, wherever the name leads. */
  referrersOf(kind: string, namespace: string | undefined, name: string): readonly Referrer[];
  /** Objects whose references lead to this object, or to what is made for it. */
  referrersTo(resource: Resource): readonly Referrer[];
  /** What a reference of an object leads to. */
  resolve(reference: Reference, from: Resource): Resolution;
  /**
   * Whether something of the kinds that a reference names is in the namespace where it looks, be its name another one.
   * @param isWanted what else it must be; asked first
   */
  hasOthers(reference: Reference, from: Resource, isWanted?: (found: Found) => boolean): boolean;
  /**
   * The names that a reference could have had: of what is defined of its kinds in the namespace where it looks, each once and in order.
   * @param among narrows down what the workspace has of a kind, before it is asked of each where it is; given the same list for as long as that stays
   */
  candidatesFor(reference: Reference, from: Resource, among?: (all: readonly Found[]) => readonly Found[]): readonly Found[];
  /** Services, budgets, policies and monitors that select the pods which an object runs; a ServiceMonitor by way of a Service. */
  selectedBy(resource: Resource): readonly Selection[];
  /** Objects whose pods a selector of an object matches; of a ServiceMonitor's, the Services. */
  selects(resource: Resource, selector: LabelSelector): readonly Entry[];
  /** How the deployments of the workspace take an object in; none for what no deployment has, such as a component that nobody uses. */
  placementsOf(resource: Resource): readonly Placement[];
  /** Whether two objects may come together in a cluster: they are of one deployment, or of some that aren't variants of each other. */
  mayMeet(a: Resource, b: Resource): boolean;
  /** Whether two objects reach the cluster together, neither of them as a patch; plain manifests do so with those of their own folder. */
  areAppliedTogether(a: Resource, b: Resource): boolean;
}
