import type { Bundle, Docs } from './bundle.ts';
import { readBundle, readDocs } from './bundle.ts';
import { ComposeSchema } from './compose.ts';
import type { KnownKinds } from './known-kinds.ts';
import { knownKinds } from './known-kinds.ts';
import { KustomizeSchema } from './kustomize.ts';
import type { Library } from './library.ts';
import { createLibrary } from './library.ts';
import { minorSchemas } from './minor.ts';
import type { ObjectSchemas } from './object-schemas.ts';
import { once } from './once.ts';
import { PlanSchema } from './plan.ts';
import type { ReadSchema } from './types.ts';
import { nearestVersion } from './versions.ts';

/** What comes with Plimsoll, each read when it is first asked for. */
export interface SchemaFiles {
  readonly bundle: () => Bundle;
  /** The bundle's kinds. */
  readonly kinds: () => KnownKinds;
  readonly docs: () => Docs;
  readonly library: () => Library;
  readonly plan: () => PlanSchema;
  readonly compose: () => ComposeSchema;
  readonly kustomize: () => KustomizeSchema;
  /** The known minor version that stands for a wanted one. */
  versionFor(wanted: string): string;
  /** Kubernetes' own schemas as a version has them. */
  minorOf(wanted: string): ObjectSchemas;
}

/** The files under schemas/ at work. */
export function openSchemaFiles(read: ReadSchema): SchemaFiles {
  const bundle = once(() => readBundle(read));
  const minors = new Map<string, ObjectSchemas>();
  const versions = new Map<string, string>();
  const versionFor = (wanted: string): string => {
    const version = versions.get(wanted) ?? nearestVersion(wanted, bundle().versions);
    versions.set(wanted, version);
    return version;
  };
  return {
    bundle,
    kinds: once(() => knownKinds(bundle())),
    docs: once(() => readDocs(read)),
    library: once(() => createLibrary(read)),
    plan: once(() => new PlanSchema(read)),
    compose: once(() => new ComposeSchema(read)),
    kustomize: once(() => new KustomizeSchema(read)),
    versionFor,
    minorOf(wanted) {
      const version = versionFor(wanted);
      const minor = minors.get(version) ?? minorSchemas(bundle(), version);
      minors.set(version, minor);
      return minor;
    },
  };
}
