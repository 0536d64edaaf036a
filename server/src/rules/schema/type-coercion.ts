import { resourcesOf } from '../../resources/resource.ts';
import type { Resource } from '../../resources/types.ts';
import type { WrongType } from '../../schema/types.ts';
import { isList, isMap } from '../../yaml/json.ts';
import type { Json, Route, ScalarNode, YamlDocument } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Context, Data } from '../types.ts';
import { placeText } from './place.ts';
import { coercedScalar, plainScalarAt, rejectedIn } from './problems.ts';

export default defineRule({
  id: 'schema/type-coercion',
  level: 'error',
  scope: 'document',
  docs: {
    summary: 'An unquoted value that YAML reads as a number, boolean or null where a text is wanted',
    why:
      'The API server reads YAML 1.1: `yes`, `on` and `true` are booleans, `0644` and `1e3` are numbers, and a field of type string takes neither, so the ' +
      'object is refused. A label or variable that is `null` is dropped without a word.',
    fix: 'Put the value in quotes.',
    exceptions:
      'Fields that take a number as well as a text, such as ports and quantities. Nothing is said of `null` where it unsets an optional field, of empty ' +
      'values, and in kustomize patches, where null removes a key.',
    sources: ['sigs.k8s.io/yaml: the API server reads YAML by the rules of go-yaml version 2', 'YAML 1.1, bool and int types'],
  },
  messages: {
    coerced: 'In {owner}, {place} is read as {reading}, not as a text, which the API server refuses; put {text} in quotes.',
    dropped: 'In {owner}, {place} is read as null and so is not set at all; put {text} in quotes if the word is meant, or remove it.',
  },
  *check(document, context) {
    for (const { problem, owner } of rejectedIn(document, 'type-coercion', context)) {
      const scalar = coercedScalar(problem as WrongType, document);
      if (scalar) yield { at: problem.at, message: 'coerced', data: dataOf(document, problem.at, owner, scalar) };
    }
    if (context.partial || !NULL_WORD.test(document.text)) return;
    for (const resource of resourcesOf(document)) {
      for (const { at, scalar } of droppedTexts(resource, context)) {
        yield { at, message: 'dropped', level: 'warning', data: dataOf(document, at, titleOf(resource), scalar) };
      }
    }
  },
  fixes: {
    quote: {
      title: 'Put {text} in quotes',
      safe: true,
      patches: ({ at, data: { text = null } }) => [{ op: 'set', at, value: text }],
    },
  },
});

const NULL_WORD = /:[ \t]+(?:null|Null|NULL)\b/;

function dataOf(document: YamlDocument, at: Route, owner: string, scalar: ScalarNode): Data {
  return { owner, place: placeText(document, at), reading: readingText(scalar.value), text: document.text.slice(scalar.start, scalar.end) };
}

function readingText(value: Json): string {
  return typeof value === 'boolean' ? `the boolean ${value}` : `the number ${String(value)}`;
}

interface Dropped {
  readonly at: Route;
  readonly scalar: ScalarNode;
}

/** Entries of maps of texts, and values of variables, that are the word null. */
function droppedTexts(resource: Resource, { schemas, settings }: Context): readonly Dropped[] {
  const { document } = resource;
  return nullsIn(resource.value, resource.route).flatMap((at) => {
    const scalar = plainScalarAt(document, at);
    if (!scalar || scalar.start === scalar.end || document.text[scalar.start] === '~') return [];
    const isVariable = at.at(-3) === 'env' && at.at(-1) === 'value';
    const values = schemas.schemaAt(resource, at.slice(0, -1), settings.kubernetesVersion)?.additionalProperties;
    return isVariable || (typeof values === 'object' && values.type === 'string') ? [{ at, scalar }] : [];
  });
}

function nullsIn(value: Json, at: Route): readonly Route[] {
  if (isList(value)) return value.flatMap((item, index) => (item === null ? [] : nullsIn(item, [...at, index])));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => (entry === null ? [[...at, key]] : nullsIn(entry, [...at, key])));
}
