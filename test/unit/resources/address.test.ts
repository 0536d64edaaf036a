import { describe, expect, test } from 'vitest';
import { addressScope, isClusterName, isPublicName, parseUrl } from '../../../server/src/resources/address.ts';

describe('a URL', () => {
  test.each([
    ['http://api.example.com/v1?x=1', { scheme: 'http', host: 'api.example.com', port: undefined, rest: '/v1?x=1' }],
    ['postgres://api:secret@db:5432/threads', { scheme: 'postgres', host: 'db', port: '5432', rest: '/threads' }],
    ['jdbc:postgresql://db/threads', { scheme: 'jdbc:postgresql', host: 'db', port: undefined, rest: '/threads' }],
    ['WS://[fd00::1]:8080', { scheme: 'ws', host: 'fd00::1', port: '8080', rest: '' }],
    [`http://api:\${PORT}/`, { scheme: 'http', host: 'api', port: `\${PORT}`, rest: '/' }],
    ['http://a.example.com,http://b.example.com', undefined],
    ['see http://api.example.com', undefined],
    ['http://', undefined],
    [`http://${'a'.repeat(5_000)}`, undefined],
  ])('%s is read', (text, parts) => {
    expect(parseUrl(text)).toEqual(parts);
  });
});

describe('an address', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['0.0.0.0', 'loopback'],
    ['10.255.0.1', 'private'],
    ['172.31.0.1', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['169.254.169.254', 'link'],
    ['203.0.113.10', 'public'],
    ['::1', 'loopback'],
    ['fe80::1', 'link'],
    ['fd00::15', 'private'],
    ['2001:db8::1', 'public'],
    ['256.0.0.1', undefined],
    ['1.2.3', undefined],
    ['example.com', undefined],
  ])('%s is %s', (text, scope) => {
    expect(addressScope(text)).toBe(scope);
  });
});

describe('a name', () => {
  test.each(['redis', 'redis.data.svc', 'redis.data.svc.cluster.local', 'redis.data.svc.corp.example.', 'KUBERNETES'])(
    '%s is of the cluster',
    (host) => {
      expect(isClusterName(host)).toBe(true);
      expect(isPublicName(host)).toBe(false);
    },
  );

  test.each(['api.example.com', 'example.org', 'api.example.co.uk', 'models.example.dev', 'example.io'])('%s is public', (host) => {
    expect(isPublicName(host)).toBe(true);
  });

  test.each(['api.backend', 'api.dev', 'api.qa', 'redis-0.redis.data', '*.example.com', 'exa mple.com'])('%s may be anything', (host) => {
    expect(isPublicName(host)).toBe(false);
  });
});
