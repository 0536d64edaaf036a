import type { Entry, Inventory, Resource } from '../../resources/types.ts';
import { mapAt, stringAt } from '../../yaml/json.ts';
import { memo } from '../../yaml/memo.ts';
import { isSurelyNear } from '../surely-near.ts';

/** Who signs certificates for cert-manager. */
export interface IssuerName {
  readonly kind: 'Issuer' | 'ClusterIssuer';
  readonly name: string;
}

/** Annotations by which an Ingress or Gateway asks cert-manager for its certificates (cert-manager documentation, Annotated Ingress resource). */
const ANNOTATIONS: Readonly<Record<IssuerName['kind'], string>> = {
  Issuer: 'cert-manager.io/issuer',
  ClusterIssuer: 'cert-manager.io/cluster-issuer',
};

/** The annotation that names an issuer of a kind. */
export function issuerAnnotation({ kind }: Pick<IssuerName, 'kind'>): string {
  return ANNOTATIONS[kind];
}

/**
 * The issuer of this workspace that an object would take its certificates from: that of another one beside it, else the one there is, but
 * for those that are for trying out or sign by themselves.
 */
export function issuerFor(resource: Resource, inventory: Inventory): IssuerName | undefined {
  const asked = askedFor(inventory.ofKind(resource.kind));
  const named = asked.here.get(resource.namespace ?? '') ?? asked.everywhere;
  if (named) return named;
  const issuers = [
    ...candidates('ClusterIssuer', inventory),
    ...candidates('Issuer', inventory).filter((issuer) => isNear(issuer, resource, inventory)),
  ];
  const names = new Map(issuers.map(({ resource: { kind, name } }) => [`${kind}/${name}`, { kind, name }]));
  const [only, ...others] = names.values();
  if (only?.name === undefined || others.length > 0) return undefined;
  return { kind: only.kind === 'Issuer' ? 'Issuer' : 'ClusterIssuer', name: only.name };
}

/** The issuers that objects ask for by their annotations. */
interface Asked {
  readonly everywhere: IssuerName | undefined;
  /** By namespace. */
  readonly here: ReadonlyMap<string, IssuerName>;
}

const askedFor: (entries: readonly Entry[]) => Asked = memo((entries) => {
  const namesOf = (kind: IssuerName['kind']) =>
    entries.flatMap(({ resource: { annotations, namespace } }) => {
      const name = annotations[ANNOTATIONS[kind]];
      return name === undefined ? [] : [{ namespace, issuer: { kind, name } }];
    });
  const inNamespaces = namesOf('Issuer').flatMap(({ namespace, issuer }) =>
    namespace === undefined ? [] : [[namespace, issuer] as const],
  );
  return { everywhere: namesOf('ClusterIssuer')[0]?.issuer, here: new Map(inNamespaces.reverse()) };
});

function candidates(kind: IssuerName['kind'], inventory: Inventory): readonly Entry[] {
  return inventory.ofKind(kind).filter(({ resource }) => {
    const server = stringAt(resource.value, ['spec', 'acme', 'server']) ?? '';
    const isSerious = mapAt(resource.value, ['spec', 'selfSigned']) === undefined && !/staging/.test(`${server} ${resource.name ?? ''}`);
    return resource.group === 'cert-manager.io' && isSerious;
  });
}

function isNear({ resource }: Entry, other: Resource, inventory: Inventory): boolean {
  return isSurelyNear(resource, other, inventory);
}
