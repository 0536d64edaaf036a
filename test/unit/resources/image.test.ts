import { expect, test } from 'vitest';
import { imageName, parseImage } from '../../../server/src/resources/image.ts';

test.each([
  ['redis', undefined, 'redis', undefined, undefined],
  ['redis:alpine', undefined, 'redis', 'alpine', undefined],
  ['library/redis', undefined, 'library/redis', undefined, undefined],
  ['registry:5000/app', 'registry:5000', 'app', undefined, undefined],
  ['registry:5000/app:1.2', 'registry:5000', 'app', '1.2', undefined],
  ['localhost/app', 'localhost', 'app', undefined, undefined],
  ['ghcr.io/acme/api:v1@sha256:abc', 'ghcr.io', 'acme/api', 'v1', 'sha256:abc'],
  ['app@sha256:abc', undefined, 'app', undefined, 'sha256:abc'],
  ['app:', undefined, 'app', undefined, undefined],
  ['', undefined, '', undefined, undefined],
])('%s', (text, registry, repository, tag, digest) => {
  expect(parseImage(text)).toEqual({ registry, repository, tag, digest });
});

test('the name is the last part of the repository', () => {
  expect(imageName('docker.io/bitnami/postgresql:16')).toBe('postgresql');
  expect(imageName('postgres')).toBe('postgres');
});
