import { isFilledIn } from '../../resources/built-in-names.ts';
import { isLocalHost, LOCAL_HOSTS } from '../../resources/hosts.ts';
import { isChallengeSolver, isIngress, isPartOfAnother, tlsOf } from '../../resources/ingress.ts';
import { KUSTOMIZE_GROUP } from '../../resources/kustomize.ts';
import type { Reference } from '../../resources/reference-rows.ts';
import { referencesOf } from '../../resources/references.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { getAt, isList, isMap, listAt, numberAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { certificate } from '../companions/certificate.ts';
import { companionOfResource } from '../companions/owner.ts';
import { defineRule } from '../define-rule.ts';
import { firstOfEach } from '../missing-reference.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { isUnseen } from '../unseen.ts';
import { durationOf, secondsOf } from './go-duration.ts';
import { hostsText } from './hosts-text.ts';
import type { IssuerName } from './issuers.ts';
import { issuerAnnotation, issuerFor } from './issuers.ts';

type Found = Problem<'manual' | 'late' | 'latePercentage' | 'sameKey', 'annotate' | 'certificate' | 'renewBefore' | 'rotate'>;

/** What cert-manager takes where a Certificate states no duration (its API reference, CertificateSpec.duration): 90 days. */
const DEFAULT_DURATION = '2160h';
/** The least share of a duration, in percent, that is left at the renewal: a third, as cert-manager has it by default. */
const LEAST_LEFT = 33;

export default defineRule({
  id: 'tls/certificate-automation',
  guide: ['certificate-automation'],
  level: 'info',
  scope: 'resource',
  kinds: ['Ingress', 'Gateway', 'Certificate'],
  workspace: true,
  docs: {
    summary: 'A TLS certificate that nothing in the workspace renews, or that is renewed late',
    why:
      'Certificates run out in the night from Saturday to Sunday, and with them everything behind that host. What is renewed by hand is ' +
      'renewed once, and then whoever did it has left. Renewal that begins late leaves no time to repair what keeps it from working.',
    fix:
      'Let cert-manager keep the Secret: by the annotation `cert-manager.io/cluster-issuer`, or by a Certificate. Leave a third of the ' +
      'duration for the renewal, and let the private key change with it. The quick fix takes the issuer that this workspace has.',
    exceptions:
      'Secrets that a Certificate, an ExternalSecret or another object of the workspace makes, other than by hand. Silent for TLS entries ' +
      'without a Secret, which get the certificate of their controller, for local hosts, ACME challenge solvers and canaries, in patches and ' +
      'templates, and where a kustomization brings more than the workspace shows. The key of an authority may stay. Where something outside ' +
      'of the workspace renews the Secret, suppress the rule and say so.',
    sources: [
      'Deployment guide, TLS: certificates rotate and renew automatically',
      'cert-manager documentation, Certificate resource: renewBefore is a third of the duration by default, rotationPolicy Always since 1.18',
    ],
  },
  options: {
    localHosts: {
      type: 'strings',
      default: LOCAL_HOSTS,
      description: 'Hosts that get no certificate of a public authority; a leading * stands for any text.',
    },
    clusterIssuer: {
      type: 'string',
      default: '',
      description: 'ClusterIssuer that the quick fix names where the workspace shows none; without it there is none.',
    },
  },
  messages: {
    manual:
      '{object} has its certificate for {hosts} from Secret "{secret}", which nothing in this workspace renews; one that nobody renews in time ' +
      'takes the host down.',
    late:
      '{object} is renewed {found} before its end, less than a third of its {duration}; {wanted} leaves time to repair what keeps the renewal ' +
      'from working.',
    latePercentage:
      '{object} is renewed when {found}% of its duration are left; a third leaves time to repair what keeps the renewal from working.',
    sameKey: '{object} keeps its private key at each renewal, so a key that once leaked stays good; a new one each time costs nothing.',
  },
  *check(resource, context) {
    if (context.partial) return;
    if (resource.kind === 'Certificate' && resource.group === 'cert-manager.io') yield* certificateProblems(resource);
    else if (isServing(resource)) yield* servingProblems(resource, context);
  },
  fixes: {
    annotate: {
      title: 'Have cert-manager renew it by {issuer}',
      safe: false,
      patches: ({ data: { annotation, issuerName = null, metadata } }) => {
        if (typeof annotation !== 'string' || !isList(metadata)) return undefined;
        return [
          { op: 'set', at: [...(metadata as Route), 'annotations', annotation], value: issuerName, after: ['name', 'namespace', 'labels'] },
        ];
      },
    },
    certificate: {
      title: 'Add a Certificate of {issuer}',
      safe: false,
      companions: companionOfResource((resource, { secret, issuerKind, issuerName, hostList }) =>
        certificate(resource, {
          hosts: isList(hostList) ? hostList.map(String) : [],
          secretName: String(secret),
          issuer: { kind: issuerKind === 'Issuer' ? 'Issuer' : 'ClusterIssuer', name: String(issuerName) },
        }),
      ),
    },
    renewBefore: {
      title: 'Renew it {wanted} before its end',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
    rotate: { title: 'Make a new private key at each renewal', safe: false, patches: ({ at }) => [{ op: 'set', at, value: 'Always' }] },
  },
});

function isServing(resource: Resource): boolean {
  if (isIngress(resource)) return !isChallengeSolver(resource) && !isPartOfAnother(resource);
  return resource.kind === 'Gateway' && resource.group === 'gateway.networking.k8s.io';
}

interface Asking {
  readonly inventory: Inventory;
  readonly options: { readonly localHosts: readonly string[]; readonly clusterIssuer: string };
}

function* servingProblems(resource: Resource, { inventory, options }: Asking): Iterable<Found> {
  const references = firstOfEach(referencesOf(resource).filter(({ via, target }) => via === 'tls' && target.kinds.includes('Secret')));
  if (references.length === 0 || hasOtherRenewal(resource) || isUnseen(resource, inventory)) return;
  for (const reference of references) {
    const hosts = hostsOf(resource, reference);
    const areLocal = hosts.length > 0 && hosts.every((host) => isLocalHost(host, options.localHosts));
    if (areLocal || isFilledIn(reference.name) || isRenewed(reference, resource, inventory)) continue;
    yield manualProblem(resource, { reference, hosts }, issuerFor(resource, inventory) ?? issuerCalled(options.clusterIssuer));
  }
}

interface Served {
  readonly reference: Reference;
  readonly hosts: readonly string[];
}

function manualProblem(resource: Resource, { reference, hosts }: Served, issuer: IssuerName | undefined): Found {
  const metadata = [...resource.route, 'metadata'];
  const data = { object: titleOf(resource), hosts: hostsText(hosts), hostList: hosts, secret: reference.name, metadata };
  return {
    at: reference.route,
    message: 'manual',
    data: { ...data, ...(issuer ? issuerData(issuer) : {}) },
    fixes: issuer === undefined ? [] : hosts.length === 0 ? ['annotate'] : ['annotate', 'certificate'],
  };
}

function issuerCalled(name: string): IssuerName | undefined {
  return name === '' ? undefined : { kind: 'ClusterIssuer', name };
}

function issuerData(issuer: IssuerName) {
  const { kind, name } = issuer;
  return { issuer: `${kind} "${name}"`, issuerKind: kind, issuerName: name, annotation: issuerAnnotation(issuer) };
}

/** Annotations of cert-manager before 1.0, and of Gardener's certificate management. */
function hasOtherRenewal({ annotations }: Resource): boolean {
  return Object.keys(annotations).some((name) => /^(?:certmanager\.k8s\.io|cert\.gardener\.cloud)\//.test(name));
}

/** What makes the Secret also keeps it up to date, unless it only writes down what somebody made by hand. */
function isRenewed(reference: Reference, resource: Resource, inventory: Inventory): boolean {
  const { state, found } = inventory.resolve(reference, resource);
  const isKept = found.some(
    ({ definition, entry }) => (definition.by !== 'object' && !isByHand(entry.resource)) || isCopied(entry.resource),
  );
  return isKept || state === 'unknown';
}

function isByHand({ kind, group }: Resource): boolean {
  return kind === 'SealedSecret' || group === KUSTOMIZE_GROUP;
}

/** Secrets that controllers copy from other namespaces (documentation of Reflector and of kubernetes-replicator). */
function isCopied({ annotations }: Resource): boolean {
  return Object.keys(annotations).some((name) =>
    /^(?:reflector\.v1\.k8s\.emberstack\.com\/reflects|replicator\.v1\.mittwald\.de\/replicate-from)$/.test(name),
  );
}

/** The hosts that a Secret's certificate is for: of the TLS entries, or of the listeners, that name it. */
function hostsOf(resource: Resource, { name }: Reference): readonly string[] {
  if (isIngress(resource)) return [...new Set(tlsOf(resource).flatMap(({ secretName, hosts }) => (secretName === name ? hosts : [])))];
  const listeners = (listAt(resource.value, ['spec', 'listeners']) ?? []).filter((listener) =>
    (listAt(listener, ['tls', 'certificateRefs']) ?? []).some((reference) => stringAt(reference, ['name']) === name),
  );
  return [...new Set(listeners.flatMap((listener) => stringAt(listener, ['hostname']) ?? []))];
}

function* certificateProblems(resource: Resource): Iterable<Found> {
  const spec = getAt(resource.value, ['spec']);
  if (!isMap(spec)) return;
  const at = [...resource.route, 'spec'];
  const object = titleOf(resource);
  const [duration, before] = [stringAt(spec, ['duration']) ?? DEFAULT_DURATION, stringAt(spec, ['renewBefore'])];
  const [whole, left] = [secondsOf(duration), before === undefined ? undefined : secondsOf(before)];
  if (whole !== undefined && left !== undefined && left * 3 < whole) {
    const data = { object, duration, found: before ?? '', wanted: durationOf(whole / 3) };
    yield { at: [...at, 'renewBefore'], message: 'late', data, fixes: ['renewBefore'] };
  }
  const percentage = numberAt(spec, ['renewBeforePercentage']);
  if (percentage !== undefined && percentage < LEAST_LEFT) {
    yield { at: [...at, 'renewBeforePercentage'], message: 'latePercentage', data: { object, found: percentage }, fixes: [] };
  }
  if (stringAt(spec, ['privateKey', 'rotationPolicy']) === 'Never' && spec.isCA !== true) {
    yield { at: [...at, 'privateKey', 'rotationPolicy'], message: 'sameKey', data: { object }, fixes: ['rotate'] };
  }
}
