import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PROJECTS } from '../../../schemas/generate/projects.ts';

interface Project {
  readonly title: string;
  readonly version: string;
  readonly kinds: Readonly<Record<string, { ref: string; namespaced: boolean; plural: string }>>;
}

const url = (file: string): URL => new URL(`../../../schemas/${file}`, import.meta.url);
const read = (file: string) => JSON.parse(readFileSync(url(file), 'utf8'));

const { projects } = read('custom.json') as { projects: Readonly<Record<string, Project>> };
const kubernetes = Object.keys(read('kubernetes.json').definitions);

test('every project of the generator is listed, with its release and its kinds', () => {
  expect(Object.keys(projects)).toEqual(PROJECTS.map(({ name }) => name));
  const listed = Object.values(projects).map(({ title, version }) => `${title} ${version}`);
  expect(listed).toEqual(PROJECTS.map(({ title, version }) => `${title} ${version}`));
  const counts = Object.values(projects).map(({ kinds }) => Object.keys(kinds).length);
  expect(Math.min(...counts)).toBeGreaterThan(2);
});

test('every project is named in NOTICE with its release', () => {
  const notice = readFileSync(new URL('../../../NOTICE', import.meta.url), 'utf8');
  expect(PROJECTS.filter(({ title, version }) => !notice.includes(`${title} ${version}`))).toEqual([]);
});

describe.each(Object.keys(projects))('%s', (name) => {
  const text = readFileSync(url(`custom.${name}.json`), 'utf8');
  const definitions: Readonly<Record<string, { properties: Readonly<Record<string, unknown>>; required?: readonly string[] }>> =
    JSON.parse(text).definitions;

  test('refers to nothing that is not there, and has nothing that nobody refers to', () => {
    const refs = [...text.matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, ref]) => ref ?? '');
    const kinds = Object.values(projects[name]?.kinds ?? {}).map(({ ref }) => ref);
    const known = new Set([...Object.keys(definitions), ...kubernetes]);
    expect([...refs, ...kinds].filter((ref) => !known.has(ref))).toEqual([]);
    const used = new Set([...refs, ...kinds]);
    expect(Object.keys(definitions).filter((definition) => !used.has(definition))).toEqual([]);
  });

  test('calls nothing as Kubernetes calls something', () => {
    expect(Object.keys(definitions).filter((definition) => kubernetes.includes(definition))).toEqual([]);
  });

  test('requires nothing that it does not have', () => {
    const missing = Object.values(definitions).flatMap(({ properties, required = [] }) => required.filter((key) => !(key in properties)));
    expect(missing).toEqual([]);
  });

  test('has descriptions', () => {
    expect(existsSync(url(`custom.${name}.docs.json`))).toBe(true);
    expect(read(`custom.${name}.docs.json`).texts.length).toBeGreaterThan(20);
  });
});
