import { resourcesOf } from '../../../server/src/resources/resource.ts';
import type { Resource } from '../../../server/src/resources/types.ts';
import type { Schemas } from '../../../server/src/schema/schemas.ts';
import type { SchemaProblem } from '../../../server/src/schema/types.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';

/** The Kubernetes objects of a text. */
export function resources(text: string): Resource[] {
  return parseFile(text).documents.flatMap(({ document }) => resourcesOf(document));
}

/** The problems of all objects of a text. */
export function problems(schemas: Schemas, text: string, version = schemas.newest): SchemaProblem[] {
  return resources(text).flatMap((resource) => schemas.validate(resource, version));
}

/** A Deployment with one container, and more lines for its spec, its pod's spec and the container, each indented as needed. */
export function deployment({ spec = '', pod = '', container = '' }): string {
  const indented = (text: string, columns: number): string => text.replace(/^(?=.)/gm, ' '.repeat(columns)).replace(/(?<=.)$/, '\n');
  return [
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n',
    indented(spec, 2),
    '  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n',
    indented(pod, 6),
    '      containers:\n        - name: web\n          image: web:1.0\n',
    indented(container, 10),
  ].join('');
}
