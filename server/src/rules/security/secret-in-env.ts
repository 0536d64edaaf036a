import { objectMemo } from '../../resources/object-memo.ts';
import type { Container, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { getAt, isMap, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { isBroken } from '../broken.ts';
import { defineRule } from '../define-rule.ts';
import type { CheckedDocument, Data, Problem } from '../types.ts';
import { companionSecret, secretNameFor } from './companion-secret.ts';
import type { ComposeMessage } from './compose-credentials.ts';
import { composeCredentials, composeSecretPatches, interpolationPatches } from './compose-credentials.ts';
import { credentialInArgument } from './credential-argument.ts';
import { credentialsBelow, partOf, textOf } from './credential-entries.ts';
import { credentialNamed } from './credential-value.ts';

type Found = Problem<'env' | 'argument' | 'configMap' | 'entry' | ComposeMessage, 'reference' | 'interpolate' | 'secret'>;

export default defineRule({
  id: 'security/secret-in-env',
  level: 'error',
  scope: 'document',
  docs: {
    summary: 'A literal credential in env, arguments, a ConfigMap, a Compose file or a plan',
    why:
      'A manifest is read by everyone who can read its repository, its history, or the pod by the Kubernetes API, and ConfigMaps and pod specs are ' +
      'not encrypted at rest. A key that has once been committed must be taken for known.',
    fix:
      'Replace the credential with a new one, keep that in a Secret (or a store that an operator syncs Secrets from), and refer to it by ' +
      'secretKeyRef. The quick fix writes the reference and a Secret without the value; fill the value in where it is not committed. In a Compose file it takes ' +
      'the value from a variable of the shell or `.env`, or, where the image reads files, from a secret of Compose.',
    exceptions:
      'Silent for references (`$(VAR)`, `$VAR`, `vault:…`, `op://…`), blanks to be filled in (`<token>`, `****`, `API_KEY_VALUE`), switches, ' +
      'paths of files, addresses without a password, values encrypted by SOPS, and names such as MAX_TOKENS, PAD_TOKEN or TLS_SECRET. Names in the option `ignore` are ' +
      'silent, too. So are interpolations of Compose (`${VAR}`, `${VAR:-default}`). Secrets are not looked at: they are where credentials belong.',
    sources: [
      'Kubernetes documentation, Good practices for Kubernetes Secrets',
      'Compose file reference, interpolation and secrets',
      'The key formats are those that the providers document for secret scanning',
    ],
  },
  options: {
    ignore: {
      type: 'strings',
      default: [],
      description: 'Names of variables, flags and keys whose values are no credentials, whatever they look like',
    },
  },
  messages: {
    env:
      'Container "{container}" has {what} in the variable {name}, where everyone who reads this manifest, its history or the pod can see it; take ' +
      'it from a Secret.',
    argument:
      'Container "{container}" has {what} in {name}, where everyone who reads this manifest, its history or the process list can see it; take it ' +
      'from a Secret.',
    configMap:
      'ConfigMap "{configMap}" holds {what} under "{name}", where everyone who may read ConfigMaps can see it; keep it in a Secret.',
    entry: '"{name}" holds {what}, where everyone who reads this file or its history can see it; keep it in a secret store.',
    variable:
      'Service "{service}" has {what} in the variable {name}, where everyone who reads this file or its history can see it; take it from the ' +
      'shell or an .env file that is not committed, or from a secret.',
    serviceArgument:
      'Service "{service}" has {what} in {name}, where everyone who reads this file, its history or the process list can see it; take it from ' +
      'a variable or a secret.',
  },
  *check(checked, { options, partial }) {
    if (isBroken(checked.document)) return;
    for (const problem of problemsOf(checked)) {
      if (options.ignore.includes(String(problem.data?.name))) continue;
      // A file of patches has no room for a new object.
      yield partial ? { ...problem, fixes: [] } : problem;
    }
  },
  fixes: {
    reference: {
      title: 'Take {name} from Secret {secret}',
      safe: false,
      patches: ({ at, data }) => [
        { op: 'rename', at, to: 'valueFrom' },
        {
          op: 'set',
          at: [...at.slice(0, -1), 'valueFrom'],
          value: { secretKeyRef: { name: data.secret ?? null, key: data.name ?? null } },
        },
      ],
      companions: ({ data }) => [companionSecret(data)],
    },
    interpolate: {
      title: 'Take {name} from the variable {variable} of the shell or an .env file',
      safe: false,
      patches: ({ at, data }) => interpolationPatches(at, data),
    },
    secret: {
      title: 'Take {name} from the secret {secret}',
      safe: false,
      patches: ({ at, data }) => composeSecretPatches(at, data),
    },
  },
});

function* problemsOf({ document, resources, compose }: CheckedDocument): Iterable<Found> {
  for (const resource of resources) yield* inObject(resource);
  const root = valueAt(document, []);
  if (compose) yield* composeCredentials(compose);
  // What is checked at all and is neither a Compose file nor a Kubernetes object, be it half typed, is a plan.
  else if (isMap(root) && !('apiVersion' in root) && !('kind' in root)) yield* inPlan(root);
}

const inObject: (resource: Resource) => readonly Found[] = objectMemo((resource) => {
  const containers = workloadOf(resource)?.containers ?? [];
  const inContainers = containers.flatMap((container) => [...inEnv(container), ...inArguments(container)]);
  return resource.kind === 'ConfigMap' && resource.group === '' ? [...inContainers, ...inConfigMap(resource)] : inContainers;
});

function* inEnv(container: Container): Iterable<Found> {
  for (const [index, entry] of (listAt(container.value, ['env']) ?? []).entries()) {
    const name = stringAt(entry, ['name']);
    const text = textOf(getAt(entry, ['value']));
    const what = name === undefined || text === undefined ? undefined : credentialNamed(name, text);
    if (name === undefined || text === undefined || what === undefined) continue;
    const secret = secretNameFor(container, name);
    const data = { container: container.name, name, what, secret, ...namespaceOf(container.workload.resource) };
    yield { at: [...container.route, 'env', index, 'value'], part: partOf(text), message: 'env', data, fixes: ['reference'] };
  }
}

function namespaceOf({ namespace }: Resource): Data {
  return namespace === undefined ? {} : { namespace };
}

function* inArguments(container: Container): Iterable<Found> {
  for (const field of ['command', 'args']) {
    const list = listAt(container.value, [field]) ?? [];
    for (const [index, argument] of list.entries()) {
      const found = typeof argument === 'string' ? credentialInArgument(argument, list[index - 1]) : undefined;
      if (!found) continue;
      const name = found.flag ?? `part ${index + 1} of its ${field}`;
      yield {
        at: [...container.route, field, index],
        message: 'argument',
        data: { container: container.name, name, what: found.what },
        fixes: [],
      };
    }
  }
}

function* inConfigMap(configMap: Resource): Iterable<Found> {
  for (const [name, value] of Object.entries(mapAt(configMap.value, ['data']) ?? {})) {
    const text = textOf(value);
    const what = text === undefined ? undefined : credentialNamed(name, text);
    if (text === undefined || what === undefined) continue;
    const at = [...configMap.route, 'data', name];
    yield { at, part: partOf(text), message: 'configMap', data: { configMap: configMap.name ?? '', name, what }, fixes: [] };
  }
}

function* inPlan(root: JsonMap): Iterable<Found> {
  for (const { at, name, what } of credentialsBelow(root, [], '')) yield { at, message: 'entry', data: { name, what }, fixes: [] };
}
