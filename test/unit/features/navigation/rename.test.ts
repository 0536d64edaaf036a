import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { prepareRename, rename } from '../../../../server/src/features/navigation/rename.ts';
import { someOf } from '../../../fuzz.ts';
import { CURSOR } from '../support.ts';
import type { Files } from './workspace.ts';
import { applied, open } from './workspace.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels: { app: api } # its own
  template:
    metadata:
      labels: { app: api }
    spec:
      containers:
        - name: api
          image: example/api:1.0.0
          ports: [{ name: http, containerPort: 8080 }]
          envFrom:
            - configMapRef: { name: "settings" }
          env:
            - name: PEERS
              value: http://peer:80,http://peer:81
`;
const settings = `apiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: settings # shared\r\ndata:\r\n  level: info\r\n`;
const services = `apiVersion: v1
kind: Service
metadata:
  name: peer
spec:
  selector:
    app: api
  ports:
    - port: 80
      targetPort: http
`;

function renamed(files: Files, newName: string) {
  const { analysis, offset, places } = open(files);
  const renaming = rename(analysis, offset, newName, places);
  return renaming.problem ?? applied(renaming.splices, places);
}

/** Puts the cursor behind the first letter of a word behind another text. */
function cursor(text: string, after: string, word: string): string {
  const from = text.indexOf(word, text.indexOf(after)) + 1;
  return text.slice(0, from) + CURSOR + text.slice(from);
}

describe('renaming', () => {
  test('a ConfigMap changes every file that names it, and nothing else', () => {
    const files = { 'api.yaml': deployment, 'settings.yaml': cursor(settings, 'metadata', 'settings'), 'service.yaml': services };
    expect(renamed(files, 'options')).toEqual({
      'api.yaml': deployment.replace('"settings"', '"options"'),
      'settings.yaml': settings.replace('name: settings', 'name: options'),
    });
  });

  test('a label changes the pods and every selector', () => {
    const files = { 'api.yaml': cursor(deployment, 'labels', 'api'), 'service.yaml': services };
    expect(renamed(files, 'gateway')).toEqual({
      'api.yaml': deployment.replaceAll('{ app: api }', '{ app: gateway }'),
      'service.yaml': services.replace('app: api', 'app: gateway'),
    });
  });

  test('a port name changes the Service that asks for it', () => {
    const files = { 'api.yaml': cursor(deployment, 'ports', 'http'), 'service.yaml': services };
    expect(renamed(files, 'web')).toEqual({
      'api.yaml': deployment.replace('name: http', 'name: web'),
      'service.yaml': services.replace('targetPort: http', 'targetPort: web'),
    });
  });

  test('a Service changes all addresses in one value', () => {
    const files = { 'api.yaml': deployment, 'service.yaml': cursor(services, 'metadata', 'peer') };
    expect(renamed(files, 'twin')).toEqual({
      'api.yaml': deployment.replaceAll('peer:', 'twin:'),
      'service.yaml': services.replace('name: peer', 'name: twin'),
    });
  });

  test('a key changes the key itself', () => {
    const files = { 'settings.yaml': cursor(settings, 'data', 'level') };
    expect(renamed(files, 'verbosity')).toEqual({ 'settings.yaml': settings.replace('level:', 'verbosity:') });
  });

  test.each([
    ['', 'it is empty'],
    ['No_Way', 'lower-case'],
    ['taken', 'There is a ConfigMap "taken" in this workspace already.'],
  ])('to %j is refused', (name, reason) => {
    const taken = settings.replace('name: settings', 'name: taken');
    const files = { 'settings.yaml': cursor(settings, 'metadata', 'settings'), 'taken.yaml': taken };
    expect(renamed(files, name)).toContain(reason);
  });

  test('is not offered where nothing is named, nor for a template', () => {
    for (const files of [
      { 'api.yaml': cursor(deployment, 'containerPort', '8080') },
      { 'settings.yaml': cursor(settings.replace('settings', `\${NAME}`), 'metadata', 'NAME') },
    ]) {
      const { analysis, offset, places } = open(files);
      expect(prepareRename(analysis, offset, places)).toBeUndefined();
    }
  });

  test('shows the bare name, without quotes', () => {
    const { analysis, offset, places } = open({ 'api.yaml': cursor(deployment, 'configMapRef', 'settings'), 'settings.yaml': settings });
    expect(prepareRename(analysis, offset, places)).toMatchObject({ placeholder: 'settings' });
  });
});

const ROOT = path.join(import.meta.dirname, '../../../..');
const samples = path.join(process.env.PLIMSOLL_SAMPLES ?? path.join(ROOT, '../shared/samples'), 'online-boutique/kubernetes-manifests');

/** Manifests of a real project where there are some, else the examples. */
function manifests(): Files {
  const folder = [samples, path.join(ROOT, 'examples/small-team')].find((candidate) => {
    try {
      return readdirSync(candidate).length > 0;
    } catch {
      return false;
    }
  });
  const names = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder ?? '', name), 'utf8')]));
}

test('every name of real manifests can be changed there and back, and every byte is as it was', () => {
  const files = manifests();
  const places = Object.entries(files).flatMap(([name, text]) =>
    [...text.matchAll(/^metadata:\n {2}name: (\S+)$|^ {8}app: (\S+)$/gm)].map((match) => ({
      name,
      original: match[1] ?? match[2] ?? '',
      at: match.index + match[0].length - 1,
    })),
  );
  expect(places.length).toBeGreaterThan(5);
  for (const { name, original, at } of someOf(places, 'names')) {
    const text = files[name] ?? '';
    const start = at + 1 - original.length;
    const there = changed({ ...files, [name]: text.slice(0, at) + CURSOR + text.slice(at) }, 'renamed-there');
    expect(there[name]).not.toBe(text);
    const back = there[name] ?? '';
    const line = text.slice(0, start).split('\n').length - 1;
    const lineStart = back.split('\n').slice(0, line).join('\n').length + 1;
    const shift = back.indexOf('renamed-there', lineStart) + 3;
    expect(changed({ ...there, [name]: back.slice(0, shift) + CURSOR + back.slice(shift) }, original)).toEqual(files);
  }
});

/** All files, as a rename leaves them. */
function changed(files: Files, newName: string): Files {
  const result = renamed(files, newName);
  if (typeof result === 'string') throw new Error(result);
  return { ...Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replace(CURSOR, '')])), ...result };
}
