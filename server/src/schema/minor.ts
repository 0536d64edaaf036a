import type { Bundle } from './bundle.ts';
import { own } from './bundle.ts';
import { catalogOf } from './catalog.ts';
import { ObjectSchemas } from './object-schemas.ts';

/** Kubernetes' own schemas as one minor version has them. */
export function minorSchemas(bundle: Bundle, version: string): ObjectSchemas {
  return new ObjectSchemas({
    catalog: catalogOf(bundle.definitions, version),
    everything: { definition: (name) => own(bundle.definitions, name) },
    rootOf({ apiVersion, kind }) {
      const known = own(bundle.kinds, `${apiVersion}/${kind}`);
      return known && { $ref: `#/definitions/${known.ref}` };
    },
  });
}
