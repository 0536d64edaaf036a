import { describe, expect, test } from 'vitest';
import type { Declarations } from '../../../schemas/generate/sources/custom-models.ts';
import { readCustomApi } from '../../../schemas/generate/sources/custom-models.ts';
import { parseDeclarations } from '../../../schemas/generate/sources/declarations.ts';

/** Declarations of one package, by the long name of each type, which is called by its last part. */
function declarations(files: Readonly<Record<string, string>>): Declarations {
  const entries = Object.entries(files).map(([name, text]) => {
    const file = parseDeclarations(`${text}\nexport type { I${name} as IComExample${name} };`);
    return [`IComExample${name}`, { declaration: file.declarations[0]!, file, folder: 'box', name: `V1${name}` }] as const;
  });
  return new Map(entries);
}

function read(files: Readonly<Record<string, string>>) {
  const kubernetes = new Set(['V1ObjectMeta', 'V1Container', 'CoreV1Event']);
  return readCustomApi({ declarations: declarations(files), folder: 'box', groups: new Set(['example.com']), kubernetes });
}

const BOX = 'export interface IBox extends TypeMeta { "apiVersion": "example.com/v1"; "kind": "Box";';

describe('packages with custom kinds', () => {
  test('give the kinds of the groups that are wanted', () => {
    const { kinds } = read({
      Box: `${BOX} "size": number; }`,
      BoxList: 'export interface IBoxList { "apiVersion": "example.com/v1"; "kind": "BoxList"; }',
      Crate: 'export interface ICrate { "apiVersion": "example.org/v1"; "kind": "Crate"; }',
    });
    expect([...kinds]).toEqual([['example.com/v1/Box', { definition: 'V1Box' }]]);
  });

  test('have Kubernetes’ own types by the names that those have', () => {
    const { definitions, unknown } = read({
      Box: `${BOX}
        "metadata"?: IIoK8sApimachineryPkgApisMetaV1ObjectMeta;
        "containers": Array<IIoK8sApiCoreV1Container>;
        "event"?: IIoK8sApiCoreV1Event;
        "size"?: IIoK8sApimachineryPkgApiResourceQuantity;
        "free"?: IIoK8sApimachineryPkgRuntimeRawExtension; }`,
    });
    const types = [...(definitions.get('V1Box')?.members ?? [])].map(([name, { type }]) => [name, type]);
    expect(Object.fromEntries(types)).toEqual({
      apiVersion: { is: 'string' },
      kind: { is: 'string' },
      metadata: { is: 'reference', to: 'V1ObjectMeta' },
      containers: { is: 'array', items: { is: 'reference', to: 'V1Container' } },
      event: { is: 'reference', to: 'CoreV1Event' },
      size: { is: 'quantity' },
      free: { is: 'any' },
    });
    expect([...unknown]).toEqual([]);
  });

  test('write out what is inherited, be it through other names', () => {
    const { definitions } = read({
      Box: `${BOX} "lid"?: IComExampleLid; }`,
      Lid: 'export interface ILid extends IComExampleCover { "own": string; "both"?: number; }',
      Cover: 'export type ICover = IComExamplePart;',
      Part: 'export interface IPart { "inherited"?: string; "both": string; }',
    });
    const members = definitions.get('V1Lid')?.members;
    expect([...(members?.keys() ?? [])].sort()).toEqual(['both', 'inherited', 'own']);
    expect(members?.get('both')).toEqual({ type: { is: 'number' }, required: false });
  });

  test('have objects without a name under the path to them', () => {
    const { definitions } = read({ Box: `${BOX} "spec"?: { "layers": Array<{ "depth": number; }>; }; }` });
    expect([...definitions.keys()]).toEqual(['V1Box', 'V1BoxSpecLayers', 'V1BoxSpec']);
    expect(definitions.get('V1BoxSpec')?.members.get('layers')?.type).toEqual({
      is: 'array',
      items: { is: 'reference', to: 'V1BoxSpecLayers' },
    });
  });

  test('tell what leads nowhere', () => {
    const { unknown } = read({ Box: `${BOX} "lid"?: IComExampleGone; }` });
    expect([...unknown]).toEqual(['IComExampleGone']);
  });
});
