import type { Definition } from '../../resources/definitions.ts';
import type { Reference } from '../../resources/reference-rows.ts';
import { referencesOf } from '../../resources/references.ts';
import type { Found } from '../../resources/relations.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { nearest } from '../../schema/suggest.ts';
import { stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { firstOfEach, renamePatches } from '../missing-reference.ts';
import { titleOf } from '../title.ts';
import type { Data, Level, Problem } from '../types.ts';

/** Kinds whose references called `tls` are to a certificate and its key, rather than to authorities. */
const SERVING: ReadonlySet<string> = new Set(['Ingress', 'Gateway', 'IngressRoute', 'IngressRouteTCP']);

const TLS_TYPE = 'kubernetes.io/tls';

/** The keys of a certificate and its private key: those of the type, and those that Istio takes as well. */
const PAIRS: readonly (readonly [string, string])[] = [['tls.crt', 'tls.key']];
const ISTIO_PAIRS: typeof PAIRS = [...PAIRS, ['cert', 'key']];

interface Fault {
  readonly message: 'keys' | 'type';
  readonly level: Level;
  readonly data: Data;
}

export default defineRule({
  id: 'references/tls-secret',
  level: 'warning',
  scope: 'resource',
  kinds: [...SERVING],
  workspace: true,
  docs: {
    summary: 'A TLS Secret of another type, or without a certificate and its key',
    why:
      'The controller takes the certificate from the keys `tls.crt` and `tls.key`. Where the Secret has others it serves its own self-signed certificate ' +
      'or nothing at all, which visitors notice before anyone else.',
    fix: 'Name the Secret that holds the certificate, of type kubernetes.io/tls; or give this one the two keys. The type of a live Secret cannot be changed: make it anew.',
    exceptions:
      'Only Secrets that the workspace defines and whose keys are known. Another type with the right keys is information for an Ingress, as most ' +
      'controllers look at the keys alone, and nothing for Istio, which also takes `cert` and `key`. A Secret without any keys is filled by something else.',
    sources: [
      'Kubernetes documentation, Secrets: TLS Secrets have the keys tls.key and tls.crt',
      'Gateway API specification, GatewayTLSConfig.certificateRefs: support for a Secret of type kubernetes.io/tls is core',
      'Istio documentation, Secure Gateways: key formats',
    ],
  },
  messages: {
    keys: '{object} takes its certificate from {target}, which has no {lacking}, so visitors get another certificate or none.',
    type: '{object} takes its certificate from {target}, which is of type {type}; controllers may refuse one that is not of type kubernetes.io/tls.',
  },
  *check(resource, { inventory }) {
    if (!SERVING.has(resource.kind)) return;
    const references = referencesOf(resource).filter(({ via, target }) => via === 'tls' && target.kinds.includes('Secret'));
    for (const reference of firstOfEach(references)) {
      const { found } = inventory.resolve(reference, resource);
      const [first] = found;
      const [fault, ...others] = found.map((one) => faultOf(one, resource));
      if (first && fault && others.every((other) => other !== undefined)) yield problemOf(resource, { reference, first, fault }, inventory);
    }
  },
  fixes: { rename: { title: 'Use Secret "{suggestion}"', safe: false, patches: renamePatches } },
});

function faultOf({ definition, entry }: Found, resource: Resource): Fault | undefined {
  const isIstio = resource.group === 'networking.istio.io';
  const lacking = lackingKeys(definition, isIstio ? ISTIO_PAIRS : PAIRS);
  if (lacking !== undefined) return { message: 'keys', level: 'warning', data: { lacking } };
  if (definition.by !== 'object' || isIstio || !definition.keys || definition.keys.length === 0) return undefined;
  const type = stringAt(entry.resource.value, ['type']) ?? 'Opaque';
  if (type === TLS_TYPE) return undefined;
  return { message: 'type', level: resource.kind === 'Gateway' ? 'warning' : 'info', data: { type } };
}

/** The keys of the first pair that aren't there; undefined where one of the pairs is, and where nobody can tell. */
function lackingKeys({ keys }: Definition, pairs: typeof PAIRS): string | undefined {
  if (!keys || keys.length === 0) return undefined;
  const names = new Set(keys.map(({ name }) => name));
  const [lacking, ...others] = pairs.map((pair) => pair.filter((name) => !names.has(name)));
  if (!lacking || [lacking, ...others].some((missing) => missing.length === 0)) return undefined;
  return lacking.join(' and no ');
}

interface Faulty {
  readonly reference: Reference;
  readonly first: Found;
  readonly fault: Fault;
}

function problemOf(resource: Resource, { reference, first, fault }: Faulty, inventory: Inventory): Problem<'keys' | 'type', 'rename'> {
  const candidates = inventory.candidatesFor(reference, resource).filter((one) => one.definition.name !== reference.name);
  const good = candidates.filter(isCertificate).map(({ definition }) => definition.name);
  const suggestion = nearest(reference.name, good) ?? (good.length === 1 ? good[0] : undefined);
  const { message, level, data } = fault;
  return {
    at: reference.route,
    message,
    level,
    data: { object: titleOf(resource), target: `Secret "${reference.name}"`, ...data, ...(suggestion === undefined ? {} : { suggestion }) },
    related: [{ in: first.entry.resource, at: first.definition.route, message: `Secret "${reference.name}"` }],
    fixes: suggestion === undefined ? [] : ['rename'],
  };
}

/** True for what is known to hold a certificate. */
function isCertificate({ definition, entry }: Found): boolean {
  if (definition.by === 'Certificate' || definition.by === 'cert-manager') return true;
  return definition.by === 'object' && stringAt(entry.resource.value, ['type']) === TLS_TYPE;
}
