import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Api, Definition, EnumValue, Kind, Member, Type } from '../model.ts';
import type { Declaration, DeclarationFile, MemberDeclaration, TypeExpression } from './declarations.ts';
import { parseDeclarations } from './declarations.ts';
import { declarationFiles } from './files.ts';

/**
 * Reads kubernetes-models, which has what the official client lacks: enumerations, quantities, and descriptions with their paragraphs.
 * It lacks number formats, namespaces, and most alpha and beta kinds.
 */
export function readKubernetesModels(folder: string): Api {
  const nested = join(folder, 'node_modules/@kubernetes-models/apimachinery');
  const machinery = existsSync(nested) ? nested : join(folder, '../@kubernetes-models/apimachinery');
  const files = [...declarationFiles(folder), ...declarationFiles(machinery)];
  return toApi(files.map((file) => parseDeclarations(readFileSync(file, 'utf8'))));
}

/** The API that the declarations of kubernetes-models describe. */
export function toApi(files: readonly DeclarationFile[]): Api {
  const kinds = new Map<string, Kind>();
  const definitions = new Map<string, Definition>();
  for (const file of files) {
    for (const declaration of file.declarations) {
      const name = file.exports.get(declaration.name);
      if (!name?.startsWith('IIoK8s') || declaration.members.length === 0) continue;
      definitions.set(name, toDefinition(declaration, file));
      const group = literalOf(declaration, 'apiVersion');
      const kind = literalOf(declaration, 'kind');
      if (group !== undefined && kind !== undefined) kinds.set(`${group}/${kind}`, { definition: name });
    }
  }
  return { kinds, definitions };
}

function literalOf(declaration: Declaration, name: string): string | undefined {
  const type = declaration.members.find((member) => member.name === name)?.type;
  return type?.is === 'literal' ? type.value : undefined;
}

function toDefinition(declaration: Declaration, file: DeclarationFile): Definition {
  const members = new Map(declaration.members.map((member) => [member.name, toMember(member, file)]));
  return { ...described(declaration.doc), members };
}

function toMember(member: MemberDeclaration, file: DeclarationFile): Member {
  return { type: toType(member.type, file), required: !member.optional, ...described(member.doc) };
}

function described(doc: string | undefined): { description?: string } {
  return doc === undefined || doc === '' ? {} : { description: doc };
}

/** Types that are no objects, by the names that the packages have for them. */
export const SCALARS: ReadonlyMap<string, Type> = new Map<string, Type>(
  Object.entries({
    string: { is: 'string' },
    number: { is: 'number' },
    boolean: { is: 'boolean' },
    IIoK8sApimachineryPkgApiResourceQuantity: { is: 'quantity' },
    IIoK8sApimachineryPkgUtilIntstrIntOrString: { is: 'int-or-string' },
    IIoK8sApimachineryPkgApisMetaV1Time: { is: 'string', format: 'date-time' },
    IIoK8sApimachineryPkgApisMetaV1MicroTime: { is: 'string', format: 'date-time' },
  }),
);

function toType(type: TypeExpression, file: DeclarationFile): Type {
  if (type.is === 'array') return { is: 'array', items: toType(type.items, file) };
  if (type.is === 'map') return { is: 'map', values: toType(type.values, file) };
  if (type.is === 'literal') return { is: 'string' };
  if (type.is === 'union') return toUnion(type.options);
  if (type.is !== 'name') return { is: 'any' };
  const name = file.exports.get(type.name) ?? type.name;
  return SCALARS.get(name) ?? (name.startsWith('IIoK8s') ? { is: 'reference', to: name } : { is: 'any' });
}

function toUnion(options: readonly TypeExpression[]): Type {
  const values = options.flatMap((option): EnumValue[] => (option.is === 'literal' ? [{ value: option.value }] : []));
  return values.length === options.length ? { is: 'string', values } : { is: 'any' };
}
