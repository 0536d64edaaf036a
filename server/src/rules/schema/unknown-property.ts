import type { UnknownProperty } from '../../schema/types.ts';
import { isList } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { defineRule } from '../define-rule.ts';
import type { Data, Problem } from '../types.ts';
import { isRetired } from './outdated-object.ts';
import type { Owner } from './place.ts';
import { objectText, ownerText } from './place.ts';
import { rejectedIn } from './problems.ts';
import type { Release } from './release.ts';
import { releaseFor } from './release.ts';

type Message = 'unknown' | 'similar' | 'elsewhere' | 'version';
type FixId = 'move' | 'rename';

export default defineRule({
  id: 'schema/unknown-property',
  level: 'error',
  scope: 'document',
  bySchema: true,
  docs: {
    summary: 'A property that the schema does not know at this place',
    why:
      'kubectl refuses it, and what applies it without validation drops it without a word: the limit, probe or setting that it was meant ' +
      'to be is then missing. Compose refuses the whole file.',
    fix: 'Correct the name, or move the property to the object that has it.',
    exceptions:
      'Kinds without a known schema, objects that take any property, the directives of strategic merge patches, and the extensions (`x-…`) ' +
      'of Compose. Custom resources are checked by the CustomResourceDefinition in the workspace; without one by the schema of a release of the ' +
      'project, which the cluster may not run, so that is a warning where the name looks misspelt and info otherwise. Off where ' +
      '`plimsoll.schemas.enable` leaves schema problems to another extension.',
    sources: ['Kubernetes API reference', 'Compose file reference', 'Schema of the deployment plan'],
  },
  messages: {
    unknown: 'In {owner}, {parent} has no property `{property}`, so {effect}.',
    similar: 'In {owner}, {parent} has no property `{property}`, so {effect}; did you mean `{suggestion}`?',
    elsewhere: 'In {owner}, `{property}` does not belong in {parent}, where {effect}; it belongs in {target}.',
    version: 'In {owner}, `{property}` in {parent} {history}; the target is {version}, which refuses or drops it.',
  },
  *check(checked, context) {
    for (const { problem, owner } of rejectedIn(checked, 'unknown-property', context)) {
      const isExplained = owner !== undefined && 'apiVersion' in owner && isRetired(owner, problem.at);
      if (problem.type === 'unknown-property' && !isExplained) {
        yield problemOf(problem, owner, { version: context.settings.kubernetesVersion, release: releaseFor(owner, context) });
      }
    }
  },
  fixes: {
    move: {
      title: 'Move {property} to {target}',
      safe: false,
      patches: ({ at, data: { property = '', to } }, { document }) => {
        if (!isList(to)) return undefined;
        return [
          { op: 'remove', at },
          { op: 'set', at: [...routeFrom(to), String(property)], value: valueAt(document, at) ?? null },
        ];
      },
    },
    rename: {
      title: 'Rename to {suggestion}',
      safe: false,
      patches: ({ at, data: { suggestion = '' } }) => [{ op: 'rename', at, to: String(suggestion) }],
    },
  },
});

/** What the object is judged by. */
interface Target {
  /** Of Kubernetes. */
  readonly version: string;
  readonly release: Release | undefined;
}

function problemOf(problem: UnknownProperty, owner: Owner, { version, release }: Target): Problem<Message, FixId> {
  const { at, property, suggestion, elsewhere, since, until } = problem;
  const data: Data = {
    owner: ownerText(owner),
    effect: effectOn(owner, release),
    property,
    parent: objectText(at.slice(0, -1), owner),
    version,
    ...(suggestion !== undefined && { suggestion }),
    ...(elsewhere !== undefined && { to: elsewhere, target: objectText(elsewhere, owner) }),
  };
  const place = { at, part: 'key', data, ...(release && { level: levelOf(problem) }) } as const;
  const history = since === undefined ? until && `ended with Kubernetes ${until}` : `needs Kubernetes ${since}`;
  if (history !== undefined) return { ...place, message: 'version', data: { ...data, history }, fixes: [] };
  if (elsewhere !== undefined) return { ...place, message: 'elsewhere', fixes: suggestion === undefined ? ['move'] : ['move', 'rename'] };
  return suggestion === undefined ? { ...place, message: 'unknown', fixes: [] } : { ...place, message: 'similar', fixes: ['rename'] };
}

/** Where another release may have the property, it is a likely mistake only if it looks like one. */
function levelOf({ suggestion, elsewhere }: UnknownProperty): 'warning' | 'info' {
  return suggestion === undefined && elsewhere === undefined ? 'info' : 'warning';
}

function effectOn(owner: Owner, release: Release | undefined): string {
  if (release) return `${release.project} ${release.version} refuses or drops it`;
  if (owner === undefined) return 'nothing reads it';
  return 'kind' in owner ? 'it is refused or dropped' : 'Compose refuses it';
}

/** A route that has travelled in a problem's data. */
function routeFrom(json: readonly Json[]): Route {
  return json.filter((step) => typeof step === 'string' || typeof step === 'number');
}
