import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Api, Definition, Kind, Member, Type } from '../model.ts';
import type { Declaration, MemberDeclaration, TypeExpression } from './declarations.ts';
import { parseDeclarations } from './declarations.ts';

/**
 * Reads cdk8s-plus, whose generated types name each member's place in Kubernetes' own schema. They leave out the members that a program
 * doesn't set on a kind; those are added with any type.
 */
export function readCdk8s(folder: string): Api {
  const { declarations } = parseDeclarations(readFileSync(join(folder, 'lib/imports/k8s.d.ts'), 'utf8'));
  return toApi(declarations, readFileSync(join(folder, 'lib/imports/k8s.js'), 'utf8'));
}

const SCHEMA_TAG = /@schema (\S+)\s*$/;
const KIND = /Kube(\w+)\.GVK = \{\s*apiVersion: '([^']+)',\s*kind: '([^']+)'/g;

/** The API of the declarations, with the kinds that the compiled code assigns. */
export function toApi(declarations: readonly Declaration[], code: string): Api {
  const definitions = new Map<string, Definition>();
  for (const declaration of declarations) {
    if (SCHEMA_TAG.test(declaration.doc ?? '') && declaration.members.length > 0)
      definitions.set(declaration.name, toDefinition(declaration));
  }
  const kinds = new Map<string, Kind>();
  for (const [, name, group, kind] of code.matchAll(KIND)) {
    const definition = `Kube${name}Props`;
    const known = definitions.get(definition);
    if (known === undefined) continue;
    kinds.set(`${group}/${kind}`, { definition });
    definitions.set(definition, { members: new Map([...LEFT_OUT, ...known.members]) });
  }
  return { kinds, definitions };
}

const LEFT_OUT: readonly (readonly [string, Member])[] = ['apiVersion', 'kind', 'status'].map((name) => [
  name,
  { type: { is: 'any' }, required: false },
]);

function toDefinition(declaration: Declaration): Definition {
  return { members: new Map(declaration.members.map((member) => [memberName(member), toMember(member)])) };
}

/** The member's name in YAML: the tag has it as `Definition#name`, the property may be spelled otherwise. */
function memberName(member: MemberDeclaration): string {
  return SCHEMA_TAG.exec(member.doc ?? '')?.[1]?.split('#')[1] ?? member.name;
}

function toMember(member: MemberDeclaration): Member {
  return { type: toType(member.type), required: !member.optional };
}

const SCALARS: ReadonlyMap<string, Type> = new Map<string, Type>(
  Object.entries({
    string: { is: 'string' },
    number: { is: 'number' },
    boolean: { is: 'boolean' },
    any: { is: 'any' },
    Date: { is: 'string', format: 'date-time' },
    Quantity: { is: 'quantity' },
    IntOrString: { is: 'int-or-string' },
  }),
);

function toType(type: TypeExpression): Type {
  if (type.is === 'array') return { is: 'array', items: toType(type.items) };
  if (type.is === 'map') return { is: 'map', values: toType(type.values) };
  if (type.is !== 'name') return { is: 'any' };
  return SCALARS.get(type.name) ?? { is: 'reference', to: type.name };
}
