import type { ComposeFile } from '../../resources/types.ts';
import type { SchemaProblem, WrongType } from '../../schema/types.ts';
import { isList, isMap } from '../../yaml/json.ts';
import { nodeAt } from '../../yaml/route.ts';
import type { Json, Route, ScalarNode, YamlDocument } from '../../yaml/types.ts';
import { isBroken } from '../broken.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { CheckedDocument, Context } from '../types.ts';
import type { Owner } from './place.ts';

/** The rules among which the problems that schemas find are shared out, so that each is reported once. */
export type Share = 'invalid' | 'unknown-property' | 'quantity' | 'type-coercion';

/** A problem that a schema has with an object, a Compose file or a plan. */
export interface Rejected {
  readonly problem: SchemaProblem;
  readonly owner: Owner;
}

/**
 * What the schemas reject in a document, its plan, its Compose file or its Kubernetes objects, as far as it is one rule's to report. Values
 * that are filled in later are left alone, and in kustomize patches and Compose overrides what is missing.
 */
export function rejectedIn(checked: CheckedDocument, share: Share, context: Context): readonly Rejected[] {
  const { document } = checked;
  if (isBroken(document)) return [];
  const partial = context.partial || checked.compose?.partial === true;
  const all = allRejected(checked, context);
  return all.length === 0 ? all : all.filter(({ problem }) => !isOpen(problem, partial) && shareOf(problem, document) === share);
}

// Several rules ask this of each document, and of nearly all there is nothing.
function allRejected({ plan, compose, resources }: CheckedDocument, { schemas, settings }: Context): readonly Rejected[] {
  const all: Rejected[] = [];
  if (plan) for (const problem of schemas.planProblems(plan)) all.push({ problem, owner: undefined });
  if (compose) for (const problem of schemas.composeProblems(compose)) all.push({ problem, owner: composeOwner(compose, problem) });
  for (const resource of resources) {
    for (const problem of schemas.validate(resource, settings.kubernetesVersion)) all.push({ problem, owner: resource });
  }
  return all;
}

/** The service that a problem is in, else the file. */
function composeOwner(compose: ComposeFile, { at }: SchemaProblem): Owner {
  const [section, name] = at;
  return (section === 'services' ? compose.services.find((service) => service.name === name) : undefined) ?? compose;
}

function isOpen(problem: SchemaProblem, partial: boolean): boolean {
  if (problem.type === 'missing' || ('lacks' in problem && problem.lacks === true)) return partial;
  return 'found' in problem && typeof problem.found === 'string' && isPlaceholder(problem.found);
}

function shareOf(problem: SchemaProblem, document: YamlDocument): Share {
  if (problem.type === 'unknown-property' || problem.type === 'quantity') return problem.type;
  if (problem.type !== 'wrong-type') return 'invalid';
  if (problem.wanted.includes('quantity') && isScalar(problem.found)) return 'quantity';
  return coercedScalar(problem, document) ? 'type-coercion' : 'invalid';
}

function isScalar(value: Json): boolean {
  return !isMap(value) && !isList(value);
}

/** The unquoted scalar that YAML reads as a number or boolean where a text is wanted; undefined where the problem is another. */
export function coercedScalar({ wanted, found, at }: WrongType, document: YamlDocument): ScalarNode | undefined {
  if (!wanted.includes('string') || (typeof found !== 'number' && typeof found !== 'boolean')) return undefined;
  return plainScalarAt(document, at);
}

/** The scalar at a route, if it is written without quotes and without a tag. */
export function plainScalarAt(document: YamlDocument, at: Route): ScalarNode | undefined {
  const node = nodeAt(document, at);
  return node?.kind === 'scalar' && node.style === 'plain' && node.tag === undefined ? node : undefined;
}
