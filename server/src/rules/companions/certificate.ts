import type { Resource } from '../../resources/types.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { companionMetadata } from './metadata.ts';

/** What a certificate is for, and who signs it. */
export interface CertificateRequest {
  readonly hosts: readonly string[];
  /** The Secret that holds it, as the Ingress or Gateway names it. */
  readonly secretName: string;
  readonly issuer: { readonly kind: 'Issuer' | 'ClusterIssuer'; readonly name: string };
}

/**
 * A Certificate of cert-manager, which renews it by itself.
 * @param owner the Ingress or Gateway that uses it
 * @returns undefined where no host is known
 */
export function certificate(owner: Resource, { hosts, secretName, issuer }: CertificateRequest): JsonMap | undefined {
  if (hosts.length === 0) return undefined;
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: companionMetadata(owner, secretName),
    spec: {
      secretName,
      dnsNames: hosts,
      // A key that stays the same over all renewals is as good as one that never expires.
      privateKey: { rotationPolicy: 'Always' },
      issuerRef: { kind: issuer.kind, name: issuer.name },
    },
  };
}
