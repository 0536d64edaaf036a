import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Definition, Kind, Member, Type } from '../model.ts';
import type { Declaration, DeclarationFile, MemberDeclaration, TypeExpression } from './declarations.ts';
import { parseDeclarations } from './declarations.ts';
import { declarationFiles } from './files.ts';
import { SCALARS } from './kubernetes-models.ts';

/** The custom kinds of one package and all that they are made of; types of Kubernetes are references to Kubernetes' own definitions. */
export interface CustomApi {
  /** By group, version and kind. */
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Names that lead nowhere; what has such a type may be anything. */
  readonly unknown: ReadonlySet<string>;
}

/** A declaration in its file. */
interface Declared {
  readonly declaration: Declaration;
  readonly file: DeclarationFile;
  /** Of the package. */
  readonly folder: string;
  /** The name that other definitions of the product's schemas know it by: `MonitoringV1ProbeSpec`. */
  readonly name: string;
}

/** The declarations of some packages, by the long names under which they refer to each other. */
export type Declarations = ReadonlyMap<string, Declared>;

/** Reads the declarations of packages of the `@kubernetes-models` family. */
export function readDeclarations(folders: readonly string[]): Declarations {
  const found = new Map<string, Declared>();
  for (const folder of folders) {
    for (const path of declarationFiles(folder)) {
      const file = parseDeclarations(readFileSync(path, 'utf8'));
      const place = path.slice(folder.length + 1).split('/');
      for (const declaration of file.declarations) {
        const key = file.exports.get(declaration.name) ?? join(path, declaration.name);
        found.set(key, { declaration, file, folder, name: nameOf(place) });
      }
    }
  }
  return found;
}

/** `MonitoringV1Probe` of `monitoring.coreos.com/v1/Probe.d.ts`; where no version stands in the path, the folder's name counts. */
function nameOf(place: readonly string[]): string {
  const base = (place.at(-1) ?? '').replace(/\.d\.ts$/, '');
  const version = place.find((part) => /^v\d/.test(part));
  const group = version === undefined ? place.at(-2) : place.at(place.indexOf(version) - 1);
  return `${capital((group ?? '').replace(/[^a-z].*$/, ''))}${capital(version ?? 'v0')}${capital(base)}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** What is wanted of some declarations. */
export interface Wanted {
  readonly declarations: Declarations;
  /** The package to take kinds of; what they are made of may be in others. */
  readonly folder: string;
  /** The API groups to take kinds of. */
  readonly groups: ReadonlySet<string>;
  /** The names of Kubernetes' own definitions. */
  readonly kubernetes: ReadonlySet<string>;
}

/** The custom kinds of some groups. */
export function readCustomApi({ declarations, folder, groups, kubernetes }: Wanted): CustomApi {
  const kinds = new Map<string, Kind>();
  const reader = new CustomReader(declarations, kubernetes);
  for (const declared of declarations.values()) {
    const { declaration } = declared;
    const apiVersion = literalOf(declaration, 'apiVersion');
    const kind = literalOf(declaration, 'kind');
    const isWanted = declared.folder === folder && apiVersion !== undefined && groups.has(apiVersion.split('/')[0] ?? '');
    if (!isWanted || kind === undefined || kind.endsWith('List') || !/^I[A-Z]/.test(declaration.name)) continue;
    kinds.set(`${apiVersion}/${kind}`, { definition: reader.definitionOf(declared) });
  }
  return { kinds, definitions: reader.definitions, unknown: reader.unknown };
}

function literalOf(declaration: Declaration, name: string): string | undefined {
  const type = declaration.members.find((member) => member.name === name)?.type;
  return type?.is === 'literal' ? type.value : undefined;
}

/** Turns declarations into definitions as they are reached. */
class CustomReader {
  readonly definitions = new Map<string, Definition>();
  readonly unknown = new Set<string>();
  private readonly declarations: Declarations;
  private readonly sources = new Map<string, Declaration>();
  private readonly kubernetes: ReadonlySet<string>;

  constructor(declarations: Declarations, kubernetes: ReadonlySet<string>) {
    this.declarations = declarations;
    this.kubernetes = kubernetes;
  }

  /** The name of a declaration's definition, which is there from now on. */
  definitionOf({ declaration, file, name }: Declared): string {
    const known = this.sources.get(name);
    if (known !== undefined && known !== declaration) this.unknown.add(`${name}, which two types are called,`);
    if (known === undefined) {
      this.sources.set(name, declaration);
      this.definitions.set(name, { members: new Map() });
      this.definitions.set(name, { ...described(declaration.doc), members: this.membersOf(declaration, file, name) });
    }
    return name;
  }

  /** Go's embedded structs are written as parents; their fields are the object's own. */
  private membersOf(declaration: Declaration, file: DeclarationFile, name: string): Map<string, Member> {
    const inherited = declaration.extends.flatMap((parent) => {
      if (parent === 'TypeMeta') return [];
      const found = this.interfaceCalled(parent, file);
      return found === undefined ? [] : [...this.membersOf(found.declaration, found.file, name)];
    });
    return new Map([...inherited, ...this.toMembers(declaration.members, file, name)]);
  }

  /** The interface that a name stands for, be it through aliases. */
  private interfaceCalled(name: string, file: DeclarationFile): Declared | undefined {
    const found = this.declarations.get(file.exports.get(name) ?? name);
    if (found === undefined) this.unknown.add(name);
    const alias = found?.declaration.alias;
    return found !== undefined && alias?.is === 'name' ? this.interfaceCalled(alias.name, found.file) : found;
  }

  private toMembers(members: readonly MemberDeclaration[], file: DeclarationFile, name: string): [string, Member][] {
    return members.map((member) => [
      member.name,
      {
        type: this.toType(member.type, file, `${name}${capital(member.name.replace(/\W/g, ''))}`),
        // What every object has stands in embedded ones only where its author cares.
        required: !member.optional && member.name !== 'apiVersion' && member.name !== 'kind',
        ...described(member.doc),
      },
    ]);
  }

  /** @param name what an object is called that has no name of its own */
  private toType(type: TypeExpression, file: DeclarationFile, name: string): Type {
    switch (type.is) {
      case 'array':
        return { is: 'array', items: this.toType(type.items, file, name) };
      case 'map':
        return { is: 'map', values: this.toType(type.values, file, name) };
      case 'literal':
        return { is: 'string' };
      case 'union':
        return toUnion(type.options);
      case 'object':
        return this.toObject(type.members, file, name);
      case 'name':
        return this.toNamed(file.exports.get(type.name) ?? type.name, name);
      default:
        return { is: 'any' };
    }
  }

  private toObject(members: readonly MemberDeclaration[], file: DeclarationFile, name: string): Type {
    if (members.length === 0) return { is: 'any' };
    this.definitions.set(name, { members: new Map(this.toMembers(members, file, name)) });
    return { is: 'reference', to: name };
  }

  private toNamed(long: string, name: string): Type {
    const scalar = SCALARS.get(long);
    if (scalar) return scalar;
    const kubernetes = kubernetesName(long, this.kubernetes);
    if (kubernetes !== undefined) return { is: 'reference', to: kubernetes };
    const declared = this.declarations.get(long);
    if (declared === undefined) {
      if (!FREE_FORM.has(long)) this.unknown.add(long);
      return { is: 'any' };
    }
    const { declaration, file } = declared;
    if (declaration.alias) return this.toType(declaration.alias, file, name);
    const isEmpty = declaration.members.length === 0 && declaration.extends.length === 0;
    return isEmpty ? { is: 'any' } : { is: 'reference', to: this.definitionOf(declared) };
  }
}

/** Types that hold whatever anybody likes. */
const FREE_FORM: ReadonlySet<string> = new Set([
  'IIoK8sApiextensionsApiserverPkgApisApiextensionsV1JSON',
  'IIoK8sApimachineryPkgRuntimeRawExtension',
]);

const KUBERNETES = /^IIoK8s(?:Api|ApimachineryPkgApis)([A-Z]\w*?)(V\d+(?:(?:alpha|beta)\d+)?)([A-Z]\w*)$/;

/** The name that Kubernetes' own definitions have for a type: `V1Container` of `IIoK8sApiCoreV1Container`. */
function kubernetesName(long: string, known: ReadonlySet<string>): string | undefined {
  if (long === 'IObjectMeta') return 'V1ObjectMeta';
  const [, group, version, type] = KUBERNETES.exec(long) ?? [];
  return [`${group}${version}${type}`, `${version}${type}`].find((name) => known.has(name));
}

function toUnion(options: readonly TypeExpression[]): Type {
  const values = options.flatMap((option) => (option.is === 'literal' ? [{ value: option.value }] : []));
  return values.length === options.length ? { is: 'string', values } : { is: 'any' };
}

function described(doc: string | undefined): { description?: string } {
  return doc === undefined || doc === '' ? {} : { description: doc };
}
