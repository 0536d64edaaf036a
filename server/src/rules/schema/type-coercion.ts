import type { Resource } from '../../resources/types.ts';
import { isList, isMap } from '../../yaml/json.ts';
import { spanOf } from '../../yaml/route.ts';
import type { Json, Route, ScalarNode, YamlDocument } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import type { CheckedDocument, Context, Data } from '../types.ts';
import type { Owner } from './place.ts';
import { ownerText, placeText, readerText } from './place.ts';
import { coercedScalar, plainScalarAt, rejectedIn } from './problems.ts';

export default defineRule({
  id: 'schema/type-coercion',
  level: 'error',
  scope: 'document',
  docs: {
    summary: 'An unquoted value that YAML reads as a number, boolean or null where a text is wanted',
    why:
      'The API server reads YAML 1.1: `yes`, `on` and `true` are booleans, `0644` and `1e3` are numbers, and a field of type string ' +
      'takes neither, so the ' +
      'object is refused. A label or variable that is `null` is dropped without a word.',
    fix: 'Put the value in quotes.',
    exceptions:
      'Fields that take a number as well as a text, such as ports and quantities. Nothing is said of `null` where it unsets an optional ' +
      'field, of empty ' +
      'values, and in kustomize patches, where null removes a key.',
    sources: ['sigs.k8s.io/yaml: the API server reads YAML by the rules of go-yaml version 2', 'YAML 1.1, bool and int types'],
  },
  messages: {
    coerced: 'In {owner}, {place} is read as {reading}, not as a text, which {reader} refuses; put {text} in quotes.',
    dropped: 'In {owner}, {place} is read as null and so is not set at all; put {text} in quotes if the word is meant, or remove it.',
  },
  *check(checked, context) {
    const { document, resources } = checked;
    for (const { at, owner, scalar } of coercedTexts(checked, context)) {
      yield { at, message: 'coerced', data: { ...dataOf(document, at, owner, scalar), reader: readerText(owner) } };
    }
    if (context.partial || !NULL_WORD.test(document.text)) return;
    for (const resource of resources) {
      for (const { at, scalar } of droppedTexts(resource, context)) {
        yield { at, message: 'dropped', level: 'warning', data: dataOf(document, at, resource, scalar) };
      }
    }
  },
  fixes: {
    quote: {
      title: 'Put {text} in quotes',
      safe: true,
      patches: ({ at }, { document }) => {
        const scalar = plainScalarAt(document, at);
        return scalar && [{ op: 'set', at, value: textOf(document, scalar) }];
      },
    },
  },
});

const NULL_WORD = /:[ \t]+(?:null|Null|NULL)\b/;

/** Names of what should not be repeated in a log. */
const SENSITIVE = /pass|secret|token|key|credential/i;

function dataOf(document: YamlDocument, at: Route, owner: Owner, scalar: ScalarNode): Data {
  const place = placeText(document, at, owner);
  const isSecret = owner !== undefined && 'kind' in owner && owner.kind === 'Secret';
  const isSensitive = isSecret || SENSITIVE.test(place);
  const type = typeof scalar.value;
  return {
    owner: ownerText(owner),
    place,
    reading: isSensitive ? `a ${type}` : `the ${type} ${String(scalar.value)}`,
    text: isSensitive ? 'the value' : textOf(document, scalar),
  };
}

function textOf(document: YamlDocument, scalar: ScalarNode): string {
  return document.text.slice(scalar.start, scalar.end);
}

interface PlacedScalar {
  readonly at: Route;
  readonly scalar: ScalarNode;
  readonly owner: Owner;
}

/** What is read as something else, once for each scalar: where it stands itself rather than where an alias or merge key repeats it. */
function coercedTexts(checked: CheckedDocument, context: Context): Iterable<PlacedScalar> {
  const { document } = checked;
  const places = new Map<ScalarNode, PlacedScalar>();
  for (const { problem, owner } of rejectedIn(checked, 'type-coercion', context)) {
    const scalar = problem.type === 'wrong-type' ? coercedScalar(problem, document) : undefined;
    if (!scalar) continue;
    const isOwn = spanOf(document, problem.at, 'value').start === scalar.start;
    if (isOwn || !places.has(scalar)) places.set(scalar, { at: problem.at, scalar, owner });
  }
  return places.values();
}

/** Entries of maps of texts, and values of variables, that are the word null. */
function droppedTexts(resource: Resource, { schemas, settings }: Context): readonly PlacedScalar[] {
  const { document } = resource;
  return nullsIn(resource.value, resource.route).flatMap((at) => {
    const scalar = plainScalarAt(document, at);
    if (!scalar || scalar.start === scalar.end || document.text[scalar.start] === '~') return [];
    const isVariable = at.at(-3) === 'env' && at.at(-1) === 'value';
    const values = schemas.schemaAt(resource, at.slice(0, -1), settings.kubernetesVersion)?.additionalProperties;
    return isVariable || (typeof values === 'object' && values.type === 'string') ? [{ at, scalar, owner: resource }] : [];
  });
}

function nullsIn(value: Json, at: Route): readonly Route[] {
  if (isList(value)) return value.flatMap((item, index) => (item === null ? [] : nullsIn(item, [...at, index])));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => (entry === null ? [[...at, key]] : nullsIn(entry, [...at, key])));
}
