import { describe, expect, test } from 'vitest';
import { composeOf, isComposeFile } from '../../../server/src/resources/compose.ts';
import { isWrittenHere, writtenAt } from '../../../server/src/resources/compose-place.ts';
import { listenedPorts } from '../../../server/src/resources/compose-ports.ts';
import { isInterpolated } from '../../../server/src/resources/compose-variables.ts';
import type { ComposeFile, ComposeService } from '../../../server/src/resources/types.ts';
import { documentOf } from './workspace.ts';

const MAIN = 'file:///app/compose.yaml';

function compose(text: string, uri = MAIN): ComposeFile {
  const found = composeOf(documentOf(text), uri);
  if (found === undefined) throw new Error(`not taken for a Compose file:\n${text}`);
  return found;
}

/** The service `api` of a file, with these lines. */
function service(lines: string, others = ''): ComposeService {
  const indented = lines.replace(/^(?=.)/gm, '    ');
  return compose(`services:\n  api:\n${indented}\n${others}`).services[0]!;
}

describe('a Compose file by its name', () => {
  test.each([
    ['compose.yaml', true],
    ['compose.yml', true],
    ['docker-compose.yml', true],
    ['docker-compose.prod.yaml', true],
    ['compose.override.yml', true],
    ['compose-dev.yaml', true],
    ['docker-compose_test.yml', true],
    ['prod.docker-compose.yml', true],
    ['Docker-Compose.yml', true],
    ['composer.yaml', false],
    ['decompose.yaml', false],
    ['compose.json', false],
    ['composition.yaml', false],
  ])('%s: %s', (name, expected) => {
    expect(isComposeFile(`file:///app/${name}`)).toBe(expected);
    expect(isComposeFile(name)).toBe(expected);
  });

  test('is one even where it has no services yet, but never where it holds a Kubernetes object or a plan', () => {
    expect(compose('name: assistant\ninclude: [other.yaml]\n').services).toEqual([]);
    expect(composeOf(documentOf('apiVersion: v1\nkind: Service\nservices: {a: {image: b}}\n'), MAIN)).toBeUndefined();
    expect(composeOf(documentOf('users: 40\nservices: {api: {replicas: 2}}\n'), MAIN)).toBeUndefined();
    expect(composeOf(documentOf('just a text'), MAIN)).toBeUndefined();
  });
});

describe('a Compose file by its shape', () => {
  const other = 'file:///app/stack.yml';

  test.each([
    ['services that run images', 'services: {api: {image: a}, db: {image: b}}\n', true],
    [
      'a service that is built, with what else Compose has',
      'version: "3"\nservices: {api: {build: .}}\nvolumes: {data: {}}\nx-a: 1\n',
      true,
    ],
    ['a service without an origin', 'services: {api: {image: a}, db: {class: B}}\n', false],
    ['a key at the root that Compose has not', 'steps: []\nservices: {db: {image: postgres}}\n', false],
    ['a list of services', 'services: [{image: a}]\n', false],
    ['no services', 'volumes: {data: {}}\n', false],
    ['a plan', 'users: 40\nservices: {api: {replicas: 2}}\n', false],
  ])('%s: %#', (_, text, expected) => {
    expect(composeOf(documentOf(text), other) !== undefined).toBe(expected);
  });
});

describe('a port', () => {
  test.each([
    ['8080', { target: 8080 }],
    ['"8080"', { target: 8080 }],
    ['"80:8080"', { target: 8080, published: 80 }],
    ['"127.0.0.1:80:8080"', { target: 8080, published: 80, address: '127.0.0.1' }],
    ['"127.0.0.1::8080"', { target: 8080, address: '127.0.0.1' }],
    ['"[::1]:80:8080/udp"', { target: 8080, published: 80, address: '::1', protocol: 'udp' }],
    ['"9000-9001:8000-8001"', {}],
    ['"${PORT:-80}:8080"', { target: 8080 }],
    ['"$PORT:8080"', { target: 8080 }],
    ['"${BIND:-127.0.0.1}:80:8080"', { target: 8080, published: 80, address: '${BIND:-127.0.0.1}' }],
    ['"${A:-${B:-80}}:${C}"', {}],
    ['"99999:0"', {}],
    ['{target: 8080, published: "80", host_ip: 127.0.0.1, protocol: TCP}', { target: 8080, published: 80, address: '127.0.0.1' }],
    ['{target: "8080"}', { target: 8080 }],
    ['{target: 8080, published: 8000-8010}', { target: 8080 }],
  ])('%s', (text, expected) => {
    const nothing = { target: undefined, published: undefined, address: undefined, protocol: 'tcp' };
    const route = ['services', 'api', 'ports', 0];
    expect(service(`image: a\nports: [${text}]`).ports).toEqual([{ route, ...nothing, ...expected }]);
  });

  test('is listened on where it is published or exposed by TCP', () => {
    expect(listenedPorts(service('image: a\nports: ["80:8080", "53:53/udp"]\nexpose: [9090, "9091/tcp", "$PORT"]'))).toEqual([
      8080, 9090, 9091,
    ]);
    expect(listenedPorts(service('image: a\nports: 80\nexpose:'))).toEqual([]);
  });
});

describe('the environment', () => {
  test('is read as a mapping', () => {
    const { environment } = service('image: a\nenvironment: {A: text, B: 4, C: true, D: , E: "${F}", G: [1]}');
    expect(environment.map(({ name, value }) => [name, value])).toEqual([
      ['A', 'text'],
      ['B', '4'],
      ['C', 'true'],
      ['D', undefined],
      ['E', '${F}'],
    ]);
    expect(environment[0]?.route).toEqual(['services', 'api', 'environment', 'A']);
  });

  test('is read as a list', () => {
    const { environment } = service('image: a\nenvironment:\n  - A=b=c\n  - D\n  - 4\n  - E=');
    expect(environment.map(({ name, value, route }) => [name, value, route.at(-1)])).toEqual([
      ['A', 'b=c', 0],
      ['D', undefined, 1],
      ['E', '', 3],
    ]);
  });
});

test.each([
  ['${A}', true],
  ['a$B', true],
  ['${A:-b}c', true],
  ['$$A', false],
  ['$${A}', false],
  ['5 $', false],
  ['', false],
])('a text with a variable: %s %s', (text, expected) => {
  expect(isInterpolated(text)).toBe(expected);
});

describe('a service', () => {
  test.each([
    ['image: a', true],
    ['image: a\nrestart: "no"', false],
    ['image: a\nrestart: "no"\nports: [80]', true],
    ['image: a\ndeploy: {mode: replicated-job}\nports: [80]', false],
    ['image: a\ndeploy: {restart_policy: {condition: none}}', false],
    ['image: a\nrestart: always', true],
  ])('runs on or ends by itself: %j %s', (lines, expected) => {
    expect(service(lines).longRunning).toBe(expected);
  });

  test('that others wait for the success of, or that is named for what ends, ends by itself', () => {
    const [first, second, third] = compose(`services:
  api:
    image: a
    depends_on: {prepare: {condition: service_completed_successfully}, db: {condition: service_healthy}}
  prepare: {image: b}
  db-migrate: {image: c}
  db: {image: postgres}
`).services;
    expect([first, second, third].map((one) => one?.longRunning)).toEqual([true, false, false]);
  });

  test('is awaited where another one waits for its health', () => {
    const { services } = compose(
      'services:\n  api:\n    image: a\n    depends_on: {db: {condition: service_healthy}}\n  db: {image: postgres}\n',
    );
    expect(services.map(({ awaitedHealthy }) => awaitedHealthy)).toEqual([false, true]);
  });

  test.each([
    ['services: {api: {image: a}}', MAIN, false],
    ['services: {api: {extends: base}}', MAIN, true],
    ['services: {api: {environment: {A: b}}}', MAIN, true],
    ['services: {api: {image: a}}', 'file:///app/compose.override.yaml', true],
    ['services: {api: {image: a}, db: {ports: [80]}}', 'file:///app/compose.prod.yaml', true],
    ['services: {api: {image: a}, db: {ports: [80]}}', MAIN, false],
  ])('may be partial: %s in %s: %s', (text, uri, expected) => {
    expect(compose(`${text}\n`, uri).services[0]?.partial).toBe(expected);
  });

  test.each([
    ['image: postgres:17', 'database'],
    ['image: acme/thing\nlabels: {plimsoll/role: worker}', 'worker'],
    ['image: acme/thing\nlabels: ["plimsoll/role=tool-executor"]', 'tool-executor'],
    ['image: acme/thing\nexpose: [6379]', 'api-server'],
  ])('has a role: %j is a %s', (lines, expected) => {
    expect(service(lines).role?.name).toBe(expected);
  });

  test('takes over what it merges', () => {
    const file = compose('x-base: &base {image: a, ports: [80]}\nservices:\n  web:\n    <<: *base\n    image: b\n');
    expect(file.services[0]).toMatchObject({ name: 'web', image: 'b', ports: [{ target: 80 }] });
  });

  test('that is no mapping is passed over', () => {
    expect(compose('services: {a: , b: text, c: {image: x}}\n').services.map(({ name }) => name)).toEqual(['c']);
  });
});

describe('what several services share', () => {
  const { document } = compose(
    'x-base: &base\n  restart: always\n  deploy: {replicas: 2}\nservices:\n  web: {image: a, <<: *base}\n  job: *base\n',
  );

  test('is written in one place', () => {
    expect(writtenAt(document, ['services', 'web', 'restart'])).toEqual(['x-base', 'restart']);
    expect(writtenAt(document, ['services', 'web', 'image'])).toEqual(['services', 'web', 'image']);
    expect(writtenAt(document, ['services', 'web', 'nothing'])).toEqual(['services', 'web', 'nothing']);
  });

  test.each([
    [['services', 'web', 'image'], true],
    [['services', 'web', 'healthcheck', 'test'], true],
    [['services', 'web', 'deploy', 'resources'], false],
    [['services', 'web', 'restart'], false],
    [['services', 'job', 'image'], false],
    [['secrets', 'token'], true],
  ])('a change at %j stays there: %s', (route, expected) => {
    expect(isWrittenHere(document, route)).toBe(expected);
  });
});
