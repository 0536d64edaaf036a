import type { MissingProperty, NotAllowed, OtherProblem, WrongType } from '../../schema/types.ts';
import { isMap } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import type { Context, Data, Problem } from '../types.ts';
import { convertTo, foundText, typesText } from './conversion.ts';
import type { Owner } from './place.ts';
import { objectText, ownerText, placeText, valueText } from './place.ts';
import type { Rejected } from './problems.ts';
import { rejectedIn } from './problems.ts';
import { releaseFor } from './release.ts';
import { requiredValue } from './required-value.ts';

type Message = 'missing' | 'wrongType' | 'notAllowed' | 'similar' | 'other';
type FixId = 'replace' | 'insert';

export default defineRule({
  id: 'schema/invalid',
  level: 'error',
  scope: 'document',
  bySchema: true,
  docs: {
    summary: 'A value that its schema rejects, or one that it requires and does not find',
    why: 'The API server refuses the whole object, and Compose the whole file, so that nothing of the change is applied.',
    fix: 'Write what the message says is allowed.',
    exceptions:
      'What other rules report: unknown properties, quantities, unquoted values where a text is wanted. In kustomize patches nothing is ' +
      'missing. Custom resources without their CustomResourceDefinition in the workspace are checked by a release of the project, which the ' +
      'cluster may not run, so all but wrong types are warnings there. Values ' +
      'that are filled in later, such as `$(REPLICAS)`. Off where `plimsoll.schemas.enable` leaves schema problems to another extension.',
    sources: ['Kubernetes API reference', 'Compose file reference', 'Schema of the deployment plan'],
  },
  messages: {
    missing: 'In {owner}, {parent} has no `{property}`, which is required.',
    wrongType: 'In {owner}, {place} is {found}, but must be {wanted}.',
    notAllowed: 'In {owner}, {place} is {found}, which is not allowed; allowed: {allowed}.',
    similar: 'In {owner}, {place} is {found}, which is not allowed; did you mean {replacement}? Allowed: {allowed}.',
    other: 'In {owner}, {text}',
  },
  *check(checked, context) {
    for (const rejected of rejectedIn(checked, 'invalid', context)) {
      const problem = problemOf(rejected);
      if (problem)
        yield {
          ...problem,
          ...(isDoubtful(rejected, context) && { level: 'warning' }),
          data: { owner: ownerText(rejected.owner), place: placeText(checked.document, problem.at, rejected.owner), ...problem.data },
        };
    }
  },
  fixes: {
    replace: {
      title: 'Replace by {replacement}',
      safe: false,
      patches: ({ at, data: { value = null } }) => [{ op: 'set', at, value }],
    },
    insert: {
      title: 'Add {property}: {replacement}',
      safe: false,
      patches: ({ at, data: { value = null } }) => [{ op: 'set', at, value, after: ['minReplicas', 'scaleTargetRef', 'path', 'replicas'] }],
    },
  },
});

/** Other releases of a project may allow more values and require less, while types stay. */
function isDoubtful({ problem, owner }: Rejected, context: Context): boolean {
  return problem.type !== 'wrong-type' && releaseFor(owner, context) !== undefined;
}

/** Allowed values beyond these are not listed. */
const MOST_LISTED = 8;

function problemOf({ problem, owner }: Rejected): Problem<Message, FixId> | undefined {
  switch (problem.type) {
    case 'missing':
      return missingProblem(problem, owner);
    case 'wrong-type':
      return wrongTypeProblem(problem, owner);
    case 'not-allowed':
      return notAllowedProblem(problem);
    case 'other':
      return otherProblem(problem);
    default:
      return undefined;
  }
}

function otherProblem({ at, message, suggestion }: OtherProblem): Problem<Message, FixId> {
  return { at, message: 'other', data: { text: message, ...replacement(suggestion) }, fixes: suggestion === undefined ? [] : ['replace'] };
}

function missingProblem({ at, property }: MissingProperty, owner: Owner): Problem<Message, FixId> {
  const value = owner !== undefined && 'kind' in owner ? requiredValue(owner, at, property) : undefined;
  const data = { parent: objectText(at, owner), property, ...replacement(value) };
  return { at: [...at, property], message: 'missing', data, fixes: value === undefined ? [] : ['insert'] };
}

function wrongTypeProblem({ at, found, wanted }: WrongType, owner: Owner): Problem<Message, FixId> {
  // Lists of Compose hold texts: a mapping is not what is wanted of their items.
  const isOtherShape = isMap(found) && owner !== undefined && !('kind' in owner);
  const value = isOtherShape ? undefined : convertTo(wanted, found, String(at.at(-1)));
  const data = { found: foundText(found), wanted: typesText(wanted), ...replacement(value) };
  return { at, message: 'wrongType', data, fixes: value === undefined ? [] : ['replace'] };
}

function notAllowedProblem({ at, found, allowed, suggestion }: NotAllowed): Problem<Message, FixId> {
  const value = suggestion ?? (allowed.length === 1 ? allowed[0] : undefined);
  const data = { found: foundText(found), allowed: allowedText(allowed), ...replacement(value) };
  return { at, message: suggestion === undefined ? 'notAllowed' : 'similar', data, fixes: value === undefined ? [] : ['replace'] };
}

function allowedText(allowed: readonly Json[]): string {
  const texts = allowed.slice(0, MOST_LISTED).map(plainText);
  return allowed.length > MOST_LISTED ? `${texts.join(', ')} and ${allowed.length - MOST_LISTED} more` : texts.join(', ');
}

function replacement(value: Json | undefined): Data {
  return value === undefined ? {} : { value, replacement: plainText(value) };
}

function plainText(value: Json): string {
  return typeof value === 'string' ? value : valueText(value);
}
