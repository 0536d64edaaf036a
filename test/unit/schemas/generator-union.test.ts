import { describe, expect, test } from 'vitest';
import { pairs } from '../../../schemas/generate/align.ts';
import { surprisesIn } from '../../../schemas/generate/checks.ts';
import { enrich, markEnumerations } from '../../../schemas/generate/enrich.ts';
import { learnFromStable } from '../../../schemas/generate/lookalikes.ts';
import type { Api, Definition, Type } from '../../../schemas/generate/model.ts';
import { toOutput, toText } from '../../../schemas/generate/output.ts';
import { fillMinor, mergeMinors } from '../../../schemas/generate/union.ts';

const TEXT: Type = { is: 'string' };
const to = (name: string): Type => ({ is: 'reference', to: name });

/** An API with one kind, `v1/Pod`, whose definition is the first; a member whose name ends in `!` is required. */
function api(definitions: Record<string, Record<string, Type>>): Api {
  const [first = ''] = Object.keys(definitions);
  const converted = Object.entries(definitions).map(([name, members]): [string, Definition] => {
    const entries = Object.entries(members).map(([key, type]) => [key.replace('!', ''), { type, required: key.endsWith('!') }] as const);
    return [name, { members: new Map(entries) }];
  });
  return { kinds: new Map([['v1/Pod', { definition: first }]]), definitions: new Map(converted) };
}

describe('walking two APIs side by side', () => {
  test('pairs definitions by where they are used, whatever they are called, and ends on recursion', () => {
    const left = api({ Pod: { spec: { is: 'array', items: to('Spec') } }, Spec: { pod: to('Pod') } });
    const right = api({ IPod: { spec: { is: 'array', items: to('ISpec') } }, ISpec: { pod: to('IPod') } });
    expect([...pairs(left, right)]).toEqual([
      ['Pod', 'IPod'],
      ['Spec', 'ISpec'],
    ]);
  });
});

describe('merging minor versions', () => {
  const merged = mergeMinors([
    { version: '1.3', api: api({ Pod: { spec: to('Spec') }, Spec: { name: TEXT, added: TEXT } }) },
    { version: '1.2', api: api({ OldPod: { spec: to('OldSpec') }, OldSpec: { 'name!': TEXT, dropped: to('Spec') }, Spec: { a: TEXT } }) },
  ]);

  test('keeps the newest names and what is required, and knows who has what', () => {
    const spec = merged.definitions.get('Spec');
    expect(merged.kinds.get('v1/Pod')?.definition).toBe('Pod');
    expect(spec?.members.get('name')?.required).toBe(false);
    expect([...(spec?.members.get('name')?.versions ?? [])]).toEqual(['1.3', '1.2']);
    expect([...(spec?.members.get('added')?.versions ?? [])]).toEqual(['1.3']);
    expect([...(spec?.members.get('dropped')?.versions ?? [])]).toEqual(['1.2']);
  });

  test('gives an older definition another name where a newer one has it', () => {
    expect(merged.definitions.get('Spec')?.members.get('dropped')?.type).toEqual(to('SpecOf1_2'));
    expect([...(merged.definitions.get('SpecOf1_2')?.members.keys() ?? [])]).toEqual(['a']);
  });

  test('writes the limits relative to the definition', () => {
    const { definitions } = toOutput(merged, ['1.2', '1.3']).shapes as { definitions: Record<string, { properties: object }> };
    expect(definitions.Spec?.properties).toEqual({
      added: { type: 'string', 'x-since': '1.3' },
      dropped: { $ref: '#/definitions/SpecOf1_2', 'x-until': '1.2' },
      name: { type: 'string' },
    });
    expect(definitions.SpecOf1_2?.properties).toEqual({ a: { type: 'string' } });
  });

  test('fails on a reference to nothing', () => {
    expect(() => mergeMinors([{ version: '1.3', api: api({ Pod: { spec: to('Missing') } }) }])).toThrow('Missing');
  });
});

describe('a minor version without a complete source', () => {
  test('has what both neighbours have, and where they differ what the witness knows', () => {
    const union = mergeMinors([
      { version: '1.3', api: api({ Pod: { both: TEXT, early: TEXT, late: TEXT } }) },
      { version: '1.1', api: api({ Pod: { both: TEXT, stale: TEXT } }) },
    ]);
    fillMinor(union, { version: '1.2', api: api({ P: { early: TEXT, neither: TEXT } }) }, '1.1', '1.3');
    const having = [...(union.definitions.get('Pod')?.members ?? [])].filter(([, member]) => member.versions.has('1.2'));
    expect(having.map(([name]) => name)).toEqual(['both', 'early']);
  });

  test('gets the benefit of the doubt where the witness does not know the definition', () => {
    const union = mergeMinors([
      { version: '1.3', api: api({ Pod: { status: to('Status') }, Status: { a: TEXT, b: TEXT } }) },
      { version: '1.1', api: api({ Pod: { status: to('Status') }, Status: { a: TEXT } }) },
    ]);
    fillMinor(union, { version: '1.2', api: api({ P: { status: { is: 'any' } } }) }, '1.1', '1.3');
    expect(union.definitions.get('Status')?.members.get('b')?.versions.has('1.2')).toBe(true);
  });
});

describe('a second source', () => {
  const minor = {
    version: '1.3',
    api: api({ Pod: { size: TEXT, sizes: { is: 'map', values: TEXT }, policy: TEXT, port: { is: 'integer' } } }),
  };

  test('refines quantities and enumerations, and keeps formats', () => {
    const union = mergeMinors([minor]);
    const other = api({
      IPod: {
        size: { is: 'quantity' },
        sizes: { is: 'map', values: { is: 'quantity' } },
        policy: { is: 'string', values: [{ value: 'Always' }] },
        port: { is: 'number' },
      },
    });
    expect(enrich(union, other)).toEqual([]);
    const types = Object.fromEntries([...(union.definitions.get('Pod')?.members ?? [])].map(([name, { type }]) => [name, type]));
    expect(types).toEqual({
      size: { is: 'quantity' },
      sizes: { is: 'map', values: { is: 'quantity' } },
      policy: { is: 'string', values: [{ value: 'Always' }] },
      port: { is: 'integer' },
    });
  });

  test('is reported where it contradicts', () => {
    const conflicts = enrich(mergeMinors([minor]), api({ IPod: { size: { is: 'boolean' }, sizes: { is: 'quantity' } } }));
    expect(conflicts.map(({ at }) => at)).toEqual(['Pod.size', 'Pod.sizes']);
  });

  test('marks values that an older release lacks or has in excess', () => {
    const policy = (...values: string[]): Api => api({ Pod: { policy: { is: 'string', values: values.map((value) => ({ value })) } } });
    const marked = markEnumerations(policy('Always', 'Sometimes'), policy('Always', 'Never'), { firstAfter: '1.2', lastBefore: '1.3' });
    expect(marked.definitions.get('Pod')?.members.get('policy')?.type).toEqual({
      is: 'string',
      values: [{ value: 'Always' }, { value: 'Never', until: '1.3' }, { value: 'Sometimes', since: '1.2' }],
    });
  });

  test('a beta definition takes the quantities of its stable namesake', () => {
    const union = mergeMinors([
      { version: '1.3', api: api({ V1beta1A: { size: TEXT, next: to('V1A') }, V1A: { size: { is: 'quantity' } } }) },
    ]);
    learnFromStable(union);
    expect(union.definitions.get('V1beta1A')?.members.get('size')?.type).toEqual({ is: 'quantity' });
  });
});

describe('what is written', () => {
  test('has sorted keys, texts once, and one line per entry', () => {
    const union = mergeMinors([{ version: '1.3', api: api({ Pod: { 'b!': TEXT, a: { is: 'any' } } }) }]);
    for (const member of union.definitions.get('Pod')?.members.values() ?? []) member.description = 'Same.';
    const { shapes, docs } = toOutput(union, ['1.3']);
    expect(toText(shapes)).toContain(
      '"Pod":{"type":"object","properties":{"a":{"x-open":true},"b":{"type":"string"}},"required":["b"],"additionalProperties":false}\n',
    );
    expect(docs).toEqual({ texts: ['Same.'], definitions: { Pod: { a: 0, b: 0 } } });
  });

  test('is refused where the sources surprise', () => {
    const source = api({ Pod: { a: TEXT, free: { is: 'any' } } });
    const surprises = surprisesIn(mergeMinors([{ version: '1.3', api: source }]), api({ IPod: { a: TEXT, extra: TEXT } }), ['1.3']);
    expect(surprises).toEqual(
      expect.arrayContaining([
        'unexpected among free-form members: Pod.free',
        'unexpected among members that only one source of the newest version has: Pod.extra',
        'v1/Secret is in undefined-undefined, expected 1.30-1.36',
      ]),
    );
  });
});
