import type { Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { minorVersion } from '../../schema/versions.ts';
import { listAt, mapAt, stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Context, Problem } from '../types.ts';
import { refusedLabels } from './label-names.ts';
import { dnsSubdomain } from './name-formats.ts';
import type { PlacedName } from './object-names.ts';
import { refusedNames, refusedWithin } from './object-names.ts';
import { refusedInPod } from './pod-names.ts';

type Found = Problem<'near' | 'far' | 'duplicate' | 'definition', 'replace' | 'rename'>;

export default defineRule({
  id: 'schema/name',
  level: 'error',
  scope: 'resource',
  docs: {
    summary: 'A name, label, annotation key or selector that the API server refuses',
    why:
      'Names end up in URLs, DNS records, files and labels, so Kubernetes takes only what all of them can hold, and refuses the whole object ' +
      'otherwise. Schemas do not show it: to them every text is a name.',
    fix: 'Use the characters and the length that the message names. The quick fix writes the nearest name that is legal; what refers to the old one must follow.',
    exceptions:
      'Texts that are filled in later (`$(NAME)`, `{{ … }}`, `<name>`), the name and namespace of a kustomize patch, and custom resources. From ' +
      'Kubernetes 1.32 on variables may have almost any name, and from 1.36 on the name of a Service may begin with a digit.',
    sources: [
      'Kubernetes documentation, Object Names and IDs: DNS subdomain (253 characters), DNS label (63), path segment',
      'Kubernetes documentation, Labels and Selectors: syntax and character set',
      'RFC 6335: service names of at most 15 characters, which names of container ports follow',
      'KEP-4369 (names of variables), KEP-5311 (names of Services)',
    ],
  },
  messages: {
    near: 'In {object}, {place} is "{found}", which the API server refuses because {fault}; "{wanted}" is legal.',
    far: 'In {object}, {place} is "{found}", which the API server refuses because {fault}.',
    duplicate: 'In {object}, two ports are called "{found}", which the API server refuses; each needs a name of its own.',
    definition: 'A CustomResourceDefinition is called by its plural and its group, so the API server refuses "{found}" for "{wanted}".',
  },
  *check(resource, context) {
    if (!isJudged(resource, context)) return;
    for (const name of refusedIn(resource, context)) if (!isFilledIn(name.text)) yield problemOf(name, resource);
    yield* duplicates(resource);
    yield* misnamedDefinition(resource, context);
  },
  fixes: {
    replace: {
      title: 'Replace by {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
    rename: {
      title: 'Rename to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = '' } }) => [{ op: 'rename', at, to: String(wanted) }],
    },
  },
});

/** Only what Kubernetes itself checks: others' API servers, and programs that read files of this shape, have their own rules. */
function isJudged({ apiVersion, kind, group }: Resource, { schemas, settings }: Context): boolean {
  if (group.endsWith('.config.k8s.io')) return false;
  const known = schemas.kind(apiVersion, kind, settings.kubernetesVersion);
  if (known ? !known.custom : schemas.removed(apiVersion, kind)) return true;
  return group.endsWith('.k8s.io') && !schemas.knowsGroup(group);
}

function refusedIn(resource: Resource, { settings, schemas, partial }: Context): readonly PlacedName[] {
  const target = minorVersion(settings.kubernetesVersion) ?? schemas.newest;
  const workload = workloadOf(resource);
  return [
    ...(partial ? [] : refusedNames(resource, target)),
    ...refusedWithin(resource),
    ...(workload ? refusedInPod(workload, target) : []),
    ...refusedLabels(resource),
  ];
}

/** Texts that a program or a person replaces before they are applied. */
function isFilledIn(text: string): boolean {
  return /[$<>]|\{\{|\[\[|^__\w+__$|^%\w+%$|^@\w+@$/.test(text);
}

/** More of a text than this is cut from a message. */
const LONGEST_SHOWN = 80;

function problemOf({ at, part, text, place, format }: PlacedName, resource: Resource): Found {
  const wanted = format.nearest(text);
  const data = { object: objectText(resource, place), place, found: shown(text), fault: format.fault(text) ?? '' };
  if (wanted === undefined) return { at, part, message: 'far', data, fixes: [] };
  return { at, part, message: 'near', data: { ...data, wanted }, fixes: [part === 'key' ? 'rename' : 'replace'] };
}

function objectText(resource: Resource, place: string): string {
  return resource.name === undefined || place === 'its name' ? `this ${resource.kind}` : titleOf(resource);
}

function shown(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** Ports of a Service. Those in pods are `references/duplicate-name`'s to report. */
function* duplicates(resource: Resource): Iterable<Found> {
  const { kind, group, value, route } = resource;
  const ports = kind === 'Service' && group === '' ? (listAt(value, ['spec', 'ports']) ?? []) : [];
  const seen = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const name = stringAt(port, ['name']);
    if (!name || isFilledIn(name)) continue;
    const at = [...route, 'spec', 'ports', index, 'name'];
    if (seen.has(name)) yield { at, part: 'value', message: 'duplicate', data: { object: titleOf(resource), found: name }, fixes: [] };
    seen.add(name);
  }
}

/** Source: API reference, CustomResourceDefinition: the name is `<plural>.<group>`. */
function* misnamedDefinition({ kind, value, route, name }: Resource, { partial }: Context): Iterable<Found> {
  const spec = mapAt(value, ['spec']);
  const plural = stringAt(spec, ['names', 'plural']);
  const group = stringAt(spec, ['group']);
  if (kind !== 'CustomResourceDefinition' || partial || name === undefined || plural === undefined || group === undefined) return;
  const wanted = `${plural}.${group}`;
  if (name === wanted || isFilledIn(name) || isFilledIn(wanted) || dnsSubdomain.fault(name) !== undefined) return;
  yield { at: [...route, 'metadata', 'name'], part: 'value', message: 'definition', data: { found: name, wanted }, fixes: ['replace'] };
}
