/** The parts of an image reference, as the distribution project's reference grammar has them. */
export interface ImageReference {
  /** Host, with port; undefined: the runtime's default. */
  readonly registry: string | undefined;
  /** Path in the registry, e.g. `library/redis`, as written. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** With its algorithm, e.g. `sha256:…`. */
  readonly digest: string | undefined;
}

/** Splits an image reference. `registry:5000/app` has a registry with a port and no tag. Never fails: odd text is all repository. */
export function parseImage(text: string): ImageReference {
  const [named = '', digest] = splitAt(text, text.indexOf('@'));
  const colon = named.lastIndexOf(':');
  const [path = '', tag] = splitAt(named, colon > named.lastIndexOf('/') ? colon : -1);
  const slash = path.indexOf('/');
  const host = slash > 0 ? path.slice(0, slash) : '';
  // A first component is a host only where it can't be a name: with a dot or a port, or `localhost`.
  const isHost = host.includes('.') || host.includes(':') || host === 'localhost';
  return {
    registry: isHost ? host : undefined,
    repository: isHost ? path.slice(slash + 1) : path,
    tag: tag === '' ? undefined : tag,
    digest: digest === '' ? undefined : digest,
  };
}

/** Last component of an image's repository: `postgresql` for `docker.io/bitnami/postgresql:16`. */
export function imageName(text: string): string {
  const { repository } = parseImage(text);
  return repository.slice(repository.lastIndexOf('/') + 1);
}

function splitAt(text: string, index: number): readonly [string, string | undefined] {
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
