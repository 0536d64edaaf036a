import { classOf, tlsOf } from './ingress.ts';
import type { Resource } from './types.ts';

/** An annotation by which a controller terminates TLS, or leaves it to another, without `spec.tls`. */
interface Terminator {
  readonly annotation: string;
  /** Values that count; any where absent. */
  readonly value?: RegExp;
  /** True where the Ingress has a certificate by it, and is not just served, passed through or covered by something else. */
  readonly certificate?: true;
}

const YES = /^true$/i;

/** Where TLS is configured by controller, other than in `spec.tls`. */
const TERMINATORS: readonly Terminator[] = [
  // AWS Load Balancer Controller: the certificate by name, or found by host where an HTTPS port is listened on (guide/ingress/cert_discovery).
  { annotation: 'alb.ingress.kubernetes.io/certificate-arn', certificate: true },
  { annotation: 'alb.ingress.kubernetes.io/listen-ports', value: /HTTPS/, certificate: true },
  // GKE Ingress: Google-managed and pre-shared certificates.
  { annotation: 'networking.gke.io/managed-certificates', certificate: true },
  { annotation: 'ingress.gcp.kubernetes.io/pre-shared-cert', certificate: true },
  // Azure Application Gateway: a certificate that the gateway holds.
  { annotation: 'appgw.ingress.kubernetes.io/appgw-ssl-certificate', certificate: true },
  // Traefik: the router's own switch, its ACME resolver, or an entry point that only speaks TLS.
  { annotation: 'traefik.ingress.kubernetes.io/router.tls', value: YES, certificate: true },
  { annotation: 'traefik.ingress.kubernetes.io/router.tls.certresolver', certificate: true },
  { annotation: 'traefik.ingress.kubernetes.io/router.entrypoints', value: /^(websecure|https)$/i },
  // Passed through: the pods speak TLS themselves.
  { annotation: 'nginx.ingress.kubernetes.io/ssl-passthrough', value: YES },
  { annotation: 'haproxy.org/ssl-passthrough', value: YES },
  { annotation: 'haproxy-ingress.github.io/ssl-passthrough', value: YES },
  { annotation: 'ingress.cilium.io/tls-passthrough', value: /^(enabled|true)$/i },
  // A load balancer in front terminates TLS, and plain HTTP is sent back to HTTPS (ingress-nginx and F5 NGINX documentation on redirects).
  { annotation: 'nginx.ingress.kubernetes.io/force-ssl-redirect', value: YES },
  { annotation: 'nginx.org/redirect-to-https', value: YES },
  // Served under another Ingress's host and certificate: F5 NGINX's minions, ingress-nginx's canaries.
  { annotation: 'nginx.org/mergeable-ingress-type', value: /^minion$/ },
  { annotation: 'nginx.ingress.kubernetes.io/canary', value: YES },
  // OpenShift turns the Ingress into Routes with this termination; Kong serves these protocols alone.
  { annotation: 'route.openshift.io/termination' },
  { annotation: 'konghq.com/protocols', value: /^(?!.*\b(http|grpc|ws)\b)/ },
];

/** Ingress classes whose controllers serve HTTPS with certificates of their own, whatever the Ingress says. */
const CLASSES_WITH_TLS: ReadonlySet<string> = new Set(['caddy', 'cloudflare-tunnel', 'ngrok', 'tailscale']);

/**
 * Ingress classes whose TLS entries need no Secret: AWS looks the certificate up by the entry's hosts, OpenShift's router has one for its
 * whole domain.
 */
const CLASSES_WITH_DEFAULT: ReadonlySet<string> = new Set(['alb', 'openshift-default']);

/** True where a TLS entry without a Secret still gets a certificate that is good for its hosts. */
export function hasDefaultCertificate(ingress: Resource): boolean {
  return CLASSES_WITH_DEFAULT.has(classOf(ingress) ?? '');
}

/** True where an Ingress has its TLS from something other than `spec.tls`. */
export function terminatesElsewhere(ingress: Resource): boolean {
  return CLASSES_WITH_TLS.has(classOf(ingress) ?? '') || TERMINATORS.some((terminator) => applies(terminator, ingress));
}

/** True where an Ingress serves HTTPS with a certificate of its own, by `spec.tls` or by its controller's annotations. */
export function hasCertificate(ingress: Resource): boolean {
  return tlsOf(ingress).length > 0 || TERMINATORS.some((terminator) => terminator.certificate === true && applies(terminator, ingress));
}

function applies({ annotation, value }: Terminator, ingress: Resource): boolean {
  const written = ingress.annotations[annotation];
  return written !== undefined && (value === undefined || value.test(written));
}
