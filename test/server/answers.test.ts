import { expect, test } from 'vitest';
import { Answers } from '../../server/src/protocol/answers.ts';
import { parseFile } from '../../server/src/yaml/parse.ts';

const URI = 'file:///shop/api.yaml';

test('an answer is out of date once it would be another one, though its file is the same', () => {
  const file = parseFile('kind: Pod');
  const answers = new Answers();
  let now = 'two replicas';
  answers.remember('hints', URI, file, now, () => now);
  expect([...answers.outdated(() => file)]).toEqual([]);
  now = 'three replicas';
  expect([...answers.outdated(() => file)]).toEqual(['hints']);
});

test('an answer about an older text is forgotten, since the client asks again by itself', () => {
  const file = parseFile('kind: Pod');
  const answers = new Answers();
  let now = 'two replicas';
  answers.remember('hints', URI, file, now, () => now);
  now = 'three replicas';
  expect([...answers.outdated(() => parseFile('kind: Job'))]).toEqual([]);
  expect([...answers.outdated(() => file)]).toEqual([]);
});
