import { describe, expect, test } from 'vitest';
import { allRules } from '../../../server/src/rules/registry.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { analyze, findingsOf } from '../../rules/check.ts';

const uri = 'file:///workspace/compose.yaml';

/** Bounded, checked and pinned. */
const GOOD = `services:
  api:
    image: registry.example.com/assistant/api:2.4.1
    user: "1000:1000"
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    ports:
      - "127.0.0.1:8080:8080"
    environment:
      LOG_LEVEL: info
    healthcheck:
      test: ["CMD", "/app/api", "check"]
    restart: unless-stopped
    deploy:
      resources:
        limits:
          cpus: "2"
          memory: 2G
`;

function found(text: string, file = uri) {
  const analyzer = analyze([{ uri: file, text }], allRules, defaultSettings);
  return findingsOf(analyzer, file).map(({ finding }) => finding);
}

describe('a Compose file', () => {
  test('with nothing wrong gets no finding', () => {
    expect(found(GOOD)).toEqual([]);
  });

  test('gets findings that name its services', () => {
    const findings = found(GOOD.replace(':2.4.1', ''));
    expect(findings.map(({ rule, resource }) => [rule, resource])).toEqual([['images/tag', { kind: 'service', name: 'api' }]]);
  });

  test('of another name is checked, too', () => {
    expect(found(GOOD.replace(':2.4.1', ''), 'file:///workspace/stack.yml').map(({ rule }) => rule)).toEqual(['images/tag']);
  });

  test('that does not parse says so', () => {
    expect(found(GOOD.replace('"127.0.0.1:8080:8080"', '"127.0.0.1')).map(({ rule }) => rule)).toEqual(['schema/syntax']);
    expect(found('services:\n  api:\n   image: a\n  \tbuild: .\n').map(({ rule }) => rule)).toEqual(['schema/syntax']);
  });

  test('is suppressed by comments', () => {
    const text = GOOD.replace(':2.4.1', '');
    expect(found(text.replace('    image', '    # plimsoll-ignore images/tag: built on the spot\n    image'))).toEqual([]);
    expect(found(text.replace(/(image: .*)/, '$1 # plimsoll-ignore images/tag: built on the spot'))).toEqual([]);
    expect(found(`# plimsoll-ignore-file images/tag: built on the spot\n${text}`)).toEqual([]);
    const unlimited = GOOD.replace(/ {4}deploy:[\s\S]*/, '');
    expect(found(unlimited).map(({ rule }) => rule)).toEqual(['resources/required']);
    expect(found(unlimited.replace('  api:', '  # plimsoll-ignore resources/required: a laptop\n  api:'))).toEqual([]);
  });
});
