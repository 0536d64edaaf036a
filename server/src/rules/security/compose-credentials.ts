import { namedValues } from '../../resources/compose-environment.ts';
import { isWrittenHere, writtenAt } from '../../resources/compose-place.ts';
import { isInterpolated } from '../../resources/compose-variables.ts';
import { imageName } from '../../resources/image.ts';
import type { ComposeFile, ComposeService, ComposeVariable } from '../../resources/types.ts';
import { getAt, isList, listAt } from '../../yaml/json.ts';
import type { Patch, Route } from '../../yaml/types.ts';
import { valueOf } from '../../yaml/value.ts';
import type { Data, Problem } from '../types.ts';
import { credentialInArgument } from './credential-argument.ts';
import { credentialsBelow, partOf } from './credential-entries.ts';
import { credentialIn, credentialNamed } from './credential-value.ts';

/** Messages about Compose files. */
export type ComposeMessage = 'variable' | 'serviceArgument' | 'entry';
type Found = Problem<ComposeMessage, 'interpolate' | 'secret'>;

/** The credentials of a Compose file, each once and where it is written: several services may merge it from one place. */
export function* composeCredentials(compose: ComposeFile): Iterable<Found> {
  const seen = new Set<string>();
  for (const found of allIn(compose)) {
    const at = writtenAt(compose.document, found.at);
    const place = JSON.stringify(at);
    if (!seen.has(place)) yield { ...found, at };
    seen.add(place);
  }
}

function* allIn({ document, services }: ComposeFile): Iterable<Found> {
  for (const service of services) {
    yield* inVariables(service, service.environment);
    yield* inVariables(service, namedValues(getAt(service.value, ['build', 'args']), [...service.route, 'build', 'args']));
    yield* inArguments(service);
  }
  for (const { at, name, what } of credentialsBelow(valueOf(document), [], '')) {
    yield { at, message: 'entry', data: { name, what }, fixes: [] };
  }
}

function* inVariables(service: ComposeService, variables: readonly ComposeVariable[]): Iterable<Found> {
  for (const { route, name, value = '' } of variables) {
    // A password may be written out beside what is filled in: `postgres://api:secret@${HOST}/chat`.
    const what = isInterpolated(value) ? credentialIn(value) : credentialNamed(name, value);
    if (what === undefined) continue;
    const fixes = fixesFor(service, name, route);
    const data = { service: service.name, name, what, variable: variableFor(name), secret: secretFor(service, name) };
    yield { at: route, part: partOf(value), message: 'variable', data, fixes };
  }
}

/** A change of what several services share is nobody's to make for one of them. */
function fixesFor(service: ComposeService, name: string, at: Route): readonly ('interpolate' | 'secret')[] {
  if (!isWrittenHere(service.document, at)) return [];
  return at[2] === 'environment' && readsFile(service, name) && isWrittenHere(service.document, [...service.route, 'secrets'])
    ? ['interpolate', 'secret']
    : ['interpolate'];
}

/** The variable of the shell that takes the place of a value. */
function variableFor(name: string): string {
  return name.replace(/\W/g, '_').toUpperCase();
}

function* inArguments(service: ComposeService): Iterable<Found> {
  for (const field of ['entrypoint', 'command']) {
    const list = listAt(service.value, [field]) ?? [];
    for (const [index, argument] of list.entries()) {
      if (typeof argument !== 'string' || isInterpolated(argument)) continue;
      const found = credentialInArgument(argument, list[index - 1]);
      if (found === undefined) continue;
      const name = found.flag ?? `part ${index + 1} of its ${field}`;
      const data = { service: service.name, name, what: found.what };
      yield { at: [...service.route, field, index], message: 'serviceArgument', data, fixes: [] };
    }
  }
}

/** Images that read a variable from the file that it names with `_FILE` behind it, by their documentation on Docker Hub. */
const FILE_VARIABLES: readonly (readonly [RegExp, RegExp])[] = [
  [/^postgres$/, /^POSTGRES_PASSWORD$/],
  [/^(?:mysql|mariadb)$/, /^(?:MYSQL|MARIADB)_(?:ROOT_)?PASSWORD$/],
  [/^mongo$/, /^MONGO_INITDB_ROOT_PASSWORD$/],
  [/^wordpress$/, /^WORDPRESS_DB_PASSWORD$/],
];

/** True for a variable that the service's image can read from a file, where the service has room for a secret. */
function readsFile({ image, value }: ComposeService, variable: string): boolean {
  const product = imageName(image ?? '');
  const isRead = FILE_VARIABLES.some(([images, variables]) => images.test(product) && variables.test(variable));
  const hasRoom = (value.secrets ?? null) === null || isList(value.secrets);
  return isRead && hasRoom;
}

/** A secret of its own for each variable of each service. */
function secretFor({ name }: ComposeService, variable: string): string {
  const [owner, own] = [name, variable].map((text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '_'));
  return own?.startsWith(`${owner}_`) ? own : `${owner}_${own}`;
}

/** The patch that puts a variable of the shell in the place of a value; Compose says so where it isn't set. */
export function interpolationPatches(at: Route, { name = '', variable = '' }: Data): readonly Patch[] {
  const reference = `\${${String(variable)}:?}`;
  return [{ op: 'set', at, value: typeof at.at(-1) === 'number' ? `${String(name)}=${reference}` : reference }];
}

/** The patches that read a variable from a secret of Compose, which takes its value from the variable of the shell. */
export function composeSecretPatches(at: Route, { name = '', secret = '', variable = null }: Data): readonly Patch[] {
  const file = `/run/secrets/${String(secret)}`;
  const renamed = `${String(name)}_FILE`;
  const read: readonly Patch[] =
    typeof at.at(-1) === 'number'
      ? [{ op: 'set', at, value: `${renamed}=${file}` }]
      : [
          { op: 'rename', at, to: renamed },
          { op: 'set', at: [...at.slice(0, -1), renamed], value: file },
        ];
  return [
    ...read,
    { op: 'insert', at: [...at.slice(0, 2), 'secrets'], value: secret },
    { op: 'set', at: ['secrets', String(secret)], value: { environment: variable } },
  ];
}
