import { describe, expect, test } from 'vitest';
import type { FindingInDocument, FingerprintedFinding } from '../../../server/src/cli/report/fingerprint.ts';
import { fingerprintsOf } from '../../../server/src/cli/report/fingerprint.ts';
import type { Json } from '../../../server/src/yaml/types.ts';

const finding: FingerprintedFinding = {
  rule: 'images/tag',
  resource: { kind: 'Deployment', name: 'api' },
  at: ['spec', 'containers', 1, 'image'],
  data: { name: 'api', image: 'api:latest' },
};

function podOf(...names: readonly string[]): Json {
  return { spec: { containers: names.map((name) => ({ name, image: `${name}:latest` })) } };
}

function only(changed: Partial<FingerprintedFinding>, value: Json | undefined = podOf('proxy', 'api')): string {
  const [print = ''] = fingerprintsOf([{ finding: { ...finding, ...changed }, value }]);
  return print;
}

describe('a fingerprint', () => {
  test('is sixteen hexadecimal digits that stay from version to version', () => {
    expect(only({})).toBe('b0e40fec94a2086b');
  });

  test('stays where a named list item or the keys of the data have moved', () => {
    expect(only({ at: ['spec', 'containers', 0, 'image'] }, podOf('api', 'proxy'))).toBe(only({}));
    expect(only({ data: { image: 'api:latest', name: 'api' } })).toBe(only({}));
  });

  test('is another for another rule, object, list item, place or value', () => {
    const others = [
      only({ rule: 'images/digest' }),
      only({ resource: { kind: 'Deployment', name: 'worker' } }),
      only({ resource: undefined }),
      only({ at: ['spec', 'containers', 0, 'image'] }),
      only({ at: ['spec', 'containers', 1] }),
      only({ data: { name: 'api', image: 'api:edge' } }),
    ];
    expect(new Set([only({}), ...others]).size).toBe(others.length + 1);
  });

  test('takes items without a name for one another, and a route that leads nowhere as it is', () => {
    const at = (index: number) => ['spec', 'args', index];
    expect(only({ at: at(0) })).toBe(only({ at: at(3) }));
    expect(only({ at: at(0) }, undefined)).toBe(only({ at: at(0) }));
  });

  test('is counted where findings are alike, so that one more is a new one', () => {
    const alike: FindingInDocument = { finding, value: podOf('proxy', 'api') };
    const two = fingerprintsOf([alike, alike]);
    expect(new Set(two).size).toBe(2);
    expect(fingerprintsOf([alike, alike, alike]).slice(0, 2)).toEqual(two);
  });
});
