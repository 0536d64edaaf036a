import { decodeBase64 } from '../../resources/base64.ts';
import { environmentOf } from '../../resources/config-values.ts';
import type { Resource } from '../../resources/types.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../resources/workload.ts';
import { mapAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';

/** The rule that reports keys wherever else a credential may be written. */
const CREDENTIALS = 'security/secret-in-env';

export default defineRule({
  id: 'tls/key-in-manifest',
  guide: ['certificate-automation'],
  level: 'error',
  scope: 'resource',
  kinds: ['Secret', 'ConfigMap', ...WORKLOAD_KINDS],
  docs: {
    summary: 'A private key in a manifest',
    why:
      'Whoever can read the repository, its history or a backup of it has the key, and base64 hides nothing. A key that people carry around is also one that ' +
      'nobody rotates, and its certificate runs out some day.',
    fix:
      'Let a controller make the key in the cluster: a Certificate of cert-manager, or a certificate of the cloud provider. Otherwise keep the Secret in a store that is ' +
      'synced into the cluster, or encrypted (Sealed Secrets, SOPS). Replace a key that has been committed.',
    exceptions:
      'Keys that are filled in later (`$KEY`, templates), encrypted by SOPS or sealed; certificates and public keys. A key in a ConfigMap or in env is reported once, by ' +
      '`security/secret-in-env`.',
    sources: [
      'Deployment guide, TLS standards: certificates rotate and renew automatically',
      'Kubernetes documentation, Secrets: the values are encoded and not encrypted',
      'RFC 7468: textual encodings of private keys',
    ],
  },
  messages: {
    secret:
      '{object} holds a private key under "{key}", in plain sight of everyone who reads this file or its history; let a controller issue it in the cluster, or ' +
      'keep the Secret encrypted.',
    configMap:
      '{object} holds a private key under "{key}", where everyone who may read ConfigMaps can see it; a key belongs in a Secret that is not committed.',
    env: 'Container "{container}" has a private key in the variable {name}, where everyone who reads this manifest or the pod can see it; mount it from a Secret.',
  },
  *check(resource) {
    if (resource.group === '' && resource.kind === 'Secret') {
      yield* keysIn(resource, 'data', decodeBase64);
      yield* keysIn(resource, 'stringData', (text) => text);
    } else if (resource.group === '' && resource.kind === 'ConfigMap') {
      yield* keysIn(resource, 'data', (text) => text);
      yield* keysIn(resource, 'binaryData', decodeBase64);
    } else yield* keysInEnv(resource);
  },
});

/** No private key is shorter in base64: its first and last line alone take more. */
const SHORTEST = 70;

type Found = Problem<'secret' | 'configMap' | 'env', never>;

function* keysIn(resource: Resource, field: string, decode: (text: string) => string | undefined): Iterable<Found> {
  const covered = resource.kind === 'ConfigMap' && field === 'data';
  for (const [key, value] of Object.entries(mapAt(resource.value, [field]) ?? {})) {
    if (typeof value !== 'string' || !isPrivateKey(decode(value) ?? '')) continue;
    yield {
      at: [...resource.route, field, key],
      part: 'key',
      message: resource.kind === 'Secret' ? 'secret' : 'configMap',
      data: { object: titleOf(resource), key },
      ...(covered && { coveredBy: CREDENTIALS }),
    };
  }
}

function* keysInEnv(resource: Resource): Iterable<Found> {
  for (const container of workloadOf(resource)?.containers ?? []) {
    for (const { name = '', text, at } of environmentOf(container)) {
      const isPlain = isPrivateKey(text);
      if (!isPlain && (text.length < SHORTEST || !isPrivateKey(decodeBase64(text) ?? ''))) continue;
      yield { at, message: 'env', data: { container: container.name, name }, ...(isPlain && { coveredBy: CREDENTIALS }) };
    }
  }
}

const BEGIN = /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----([^-]*)/g;

/** True for a text with a private key in it: behind the first line there is more than something to be filled in. */
function isPrivateKey(text: string): boolean {
  if (!text.includes('PRIVATE KEY-----')) return false;
  return [...text.matchAll(BEGIN)].some(([, body = '']) => !isPlaceholder(body) && !/[<>{}]|\bENC\[/.test(body));
}
