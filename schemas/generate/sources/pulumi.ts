import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Api, Definition, Kind, Type } from '../model.ts';
import type { Declaration, MemberDeclaration, TypeExpression } from './declarations.ts';
import { parseDeclarations } from './declarations.ts';

/** Reads Pulumi's Kubernetes inputs. They keep members that Kubernetes has dropped, so they only witness what a minor has gained. */
export function readPulumi(folder: string): Api {
  return toApi(parseDeclarations(readFileSync(join(folder, 'types/input.d.ts'), 'utf8')).declarations);
}

/** The API of the declarations; a definition's name is its path, e.g. `apps.v1.Deployment`. */
export function toApi(declarations: readonly Declaration[]): Api {
  const kinds = new Map<string, Kind>();
  const definitions = new Map<string, Definition>();
  for (const declaration of declarations) {
    const name = [...declaration.namespaces, declaration.name].join('.');
    definitions.set(name, toDefinition(declaration.members));
    const group = literalOf(declaration.members, 'apiVersion');
    const kind = literalOf(declaration.members, 'kind');
    if (group !== undefined && kind !== undefined) kinds.set(`${group}/${kind}`, { definition: name });
  }
  return { kinds, definitions };
}

function toDefinition(members: readonly MemberDeclaration[]): Definition {
  return { members: new Map(members.map((member) => [member.name, { type: toType(member.type), required: !member.optional }])) };
}

function literalOf(members: readonly MemberDeclaration[], name: string): string | undefined {
  const type = members.find((member) => member.name === name)?.type;
  const input = type?.is === 'name' ? type.of[0] : undefined;
  return input?.is === 'literal' ? input.value : undefined;
}

function toType(type: TypeExpression): Type {
  if (type.is === 'array') return { is: 'array', items: toType(type.items) };
  if (type.is === 'map') return { is: 'map', values: toType(type.values) };
  if (type.is === 'literal') return { is: 'string' };
  if (type.is !== 'name') return { is: 'any' };
  if (type.name === 'pulumi.Input' && type.of[0] !== undefined) return toType(type.of[0]);
  if (type.name.startsWith('inputs.')) return { is: 'reference', to: type.name.slice('inputs.'.length) };
  return type.name === 'string' || type.name === 'number' || type.name === 'boolean' ? { is: type.name } : { is: 'any' };
}
