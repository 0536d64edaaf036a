import { describe, expect, test } from 'vitest';
import { toApi as cdk8s } from '../../../schemas/generate/sources/cdk8s.ts';
import { toDefinition } from '../../../schemas/generate/sources/client-node.ts';
import { parseDeclarations } from '../../../schemas/generate/sources/declarations.ts';
import { toApi as models } from '../../../schemas/generate/sources/kubernetes-models.ts';
import { toApi as pulumi } from '../../../schemas/generate/sources/pulumi.ts';

describe('declaration files', () => {
  test('give interfaces with members, optionality, types and documentation', () => {
    const { declarations } = parseDeclarations(`
      import { Other } from "./other";
      /**
       * A box.
       *
       * With a second paragraph.
       */
      export interface Box extends Thing<string> {
          /** How many. */
          readonly count?: number;
          "x-names": Array<string>;
          sizes: { [key: string]: Other[]; };
          mode: "On" | "Off";
      }`);
    expect(declarations).toEqual([
      {
        name: 'Box',
        namespaces: [],
        doc: 'A box.\n\nWith a second paragraph.',
        extends: ['Thing'],
        members: [
          { name: 'count', optional: true, doc: 'How many.', type: { is: 'name', name: 'number', of: [] } },
          { name: 'x-names', optional: false, type: { is: 'array', items: { is: 'name', name: 'string', of: [] } } },
          { name: 'sizes', optional: false, type: { is: 'map', values: { is: 'array', items: { is: 'name', name: 'Other', of: [] } } } },
          {
            name: 'mode',
            optional: false,
            type: {
              is: 'union',
              options: [
                { is: 'literal', value: 'On' },
                { is: 'literal', value: 'Off' },
              ],
            },
          },
        ],
      },
    ]);
  });

  test('pass over functions, enumerations, statics and constructors', () => {
    const { declarations } = parseDeclarations(`
      export declare function toJson(obj: Box | undefined): Record<string, any> | undefined;
      export declare enum Color { RED = "red" }
      export declare class Model { static readonly list: Array<{ name: string; }>; constructor(data?: Data<Box>); "kind"?: string; }
      export interface Last { a: string; }`);
    expect(declarations.map(({ name, members }) => [name, members.map((member) => member.name)])).toEqual([
      ['Model', ['kind']],
      ['Last', ['a']],
    ]);
  });

  test('keep namespaces and renamed exports', () => {
    const { declarations, exports } = parseDeclarations(
      'export declare namespace apps { namespace v1 { interface Spec { a: string; } } } export type { IBox as IIoBox, Box };',
    );
    expect(declarations[0]?.namespaces).toEqual(['apps', 'v1']);
    expect([...exports]).toEqual([
      ['IBox', 'IIoBox'],
      ['Box', 'Box'],
    ]);
  });
});

describe('sources', () => {
  test('kubernetes-models: kinds by their literals, quantities and enumerations', () => {
    const api = models([
      parseDeclarations(`
        export interface IPod extends TypeMeta { "apiVersion": "v1"; "kind": "Pod"; "spec"?: IIoK8sSpec; }
        export type { IPod as IIoK8sPod };`),
      parseDeclarations(`
        export interface ISpec { "size": IIoK8sApimachineryPkgApiResourceQuantity; "policy"?: "Always" | "Never"; }
        export { ISpec as IIoK8sSpec };`),
    ]);
    expect([...api.kinds]).toEqual([['v1/Pod', { definition: 'IIoK8sPod' }]]);
    const spec = api.definitions.get('IIoK8sSpec')?.members;
    expect(spec?.get('size')).toEqual({ type: { is: 'quantity' }, required: true });
    expect(spec?.get('policy')?.type).toEqual({ is: 'string', values: [{ value: 'Always' }, { value: 'Never' }] });
  });

  test('the official client: names in YAML, formats and what is required', () => {
    const [declaration] = parseDeclarations(
      "export declare class V1Port { '_default'?: string; /** It\\'s it. */ 'port': number; }",
    ).declarations;
    const definition = toDefinition(declaration!, [
      { name: '_default', baseName: 'default', type: 'string', format: 'date-time' },
      { name: 'port', baseName: 'port', type: 'number', format: 'int32' },
    ]);
    expect([...definition.members]).toEqual([
      ['default', { type: { is: 'string', format: 'date-time' }, required: false }],
      ['port', { type: { is: 'integer', format: 'int32' }, required: true, description: "It's it." }],
    ]);
  });

  test('cdk8s: names by their tags, kinds by the compiled code, and the members it leaves out', () => {
    const { declarations } = parseDeclarations(`
      /** @schema io.k8s.api.core.v1.Pod */
      export interface KubePodProps {
        /** @schema io.k8s.api.core.v1.Pod#$spec */
        readonly spec?: Quantity;
      }`);
    const api = cdk8s(declarations, "KubePod.GVK = {\n  apiVersion: 'v1',\n  kind: 'Pod',\n};");
    expect([...api.kinds.keys()]).toEqual(['v1/Pod']);
    expect([...(api.definitions.get('KubePodProps')?.members.keys() ?? [])]).toEqual(['apiVersion', 'kind', 'status', '$spec']);
  });

  test('Pulumi: inputs unwrapped', () => {
    const api = pulumi(
      parseDeclarations(
        'namespace core { namespace v1 { interface Pod { apiVersion?: pulumi.Input<"v1">; kind?: pulumi.Input<"Pod">; specs?: pulumi.Input<pulumi.Input<inputs.core.v1.Spec>[]>; } } }',
      ).declarations,
    );
    expect([...api.kinds]).toEqual([['v1/Pod', { definition: 'core.v1.Pod' }]]);
    expect(api.definitions.get('core.v1.Pod')?.members.get('specs')?.type).toEqual({
      is: 'array',
      items: { is: 'reference', to: 'core.v1.Spec' },
    });
  });
});
