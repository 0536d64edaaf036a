import { describe, expect, test } from 'vitest';
import { ruleOf } from '../../../server/src/rules/registry.ts';
import { isCredentialName } from '../../../server/src/rules/security/credential-name.ts';
import { credentialIn, credentialNamed } from '../../../server/src/rules/security/credential-value.ts';
import { defaultSettings } from '../../../server/src/settings.ts';
import { analyze, findingsOf } from '../check.ts';

/** Made up piece by piece, so that no scanner takes this file for a leak. */
const zeros = (count: number): string => '0'.repeat(count);

describe('a key is known by its format', () => {
  test.each([
    ['an AWS access key', `AKIA${zeros(16)}`],
    ['an AWS access key', `id=ASIA${zeros(16)} region=eu-west-1`],
    ['a GitHub token', `gho_${zeros(36)}`],
    ['a GitHub token', `github_pat_${zeros(22)}_${zeros(59)}`],
    ['a GitLab token', `glpat-${zeros(20)}`],
    ['an Anthropic API key', `sk-ant-api03-${zeros(40)}`],
    ['an OpenAI API key', `sk-proj-${zeros(40)}`],
    ['an OpenAI API key', `sk-${zeros(48)}`],
    ['a Google API key', `AIza${zeros(35)}`],
    ['a Hugging Face token', `hf_${zeros(34)}`],
    ['a Slack token', `xoxp-${zeros(12)}`],
    ['a Stripe key', `rk_live_${zeros(24)}`],
    ['a private key', '-----BEGIN PRIVATE KEY-----\n…'],
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----\n…'],
    ['a URL with a password', 'postgres://api:hunter2@db/threads'],
    ['a URL with a password', 'fallbacks: redis://cache:6379, redis://:hunter2@cache:6380'],
    ['a connection string with a password', 'jdbc:postgresql://db/threads?user=api&password=hunter2'],
    ['a connection string with a password', 'Server=db;Database=threads;User Id=api;Password=hunter2;'],
  ])('%s', (what, text) => {
    expect(credentialIn(text)).toBe(what);
    expect(credentialNamed('ANYTHING', text)).toBe(what);
  });

  test.each([
    'postgres://postgres:5432/threads?user=api@example.com',
    'postgres://api:$(PASSWORD)@db/threads',
    'https://user:PASSWORD@example.com',
    'https://x-access-token:${TOKEN}@github.com/acme/app',
    'ssh://git@example.com:22/acme/app',
    'jdbc:postgresql://db/threads?user=api&password=$(PASSWORD)&ssl=true',
    'Server=db;User Id=api;Password=;Integrated Security=true',
    'https://example.com/reset?password=true',
    'login;password=$1;password="$2";password=%s',
    'read user; password = input(user)',
    'mail ops@example.com: see http://example.com:80',
    `task-${zeros(48)}`,
    `AKIA${zeros(15)}`,
    '-----BEGIN CERTIFICATE-----\n…',
    '-----BEGIN PUBLIC KEY-----\n…',
  ])('not %s', (text) => {
    expect(credentialIn(text)).toBeUndefined();
  });
});

describe('a name says that its value is a credential', () => {
  test.each([
    'PASSWORD',
    'PGPASSWORD',
    'DATABASE_PASSWORD',
    'spring.datasource.password',
    'smtp-pass',
    'MYSQL_PWD',
    'jwtSecret',
    'CLIENT_SECRET',
    'AWS_SECRET_ACCESS_KEY',
    'OPENAI_API_KEY',
    'openaiApiKey',
    'NEW_RELIC_LICENSE_KEY',
    'authToken',
    '--api-token',
  ])('%s', (name) => {
    expect(isCredentialName(name)).toBe(true);
  });

  test.each([
    'PASSWORD_FILE',
    'PASSWORD_MIN_LENGTH',
    'SECRET_NAME',
    'IMAGE_PULL_SECRET',
    'TOKEN_URL',
    'MAX_TOKENS',
    'MAX_TOKEN',
    'EOS_TOKEN',
    'USE_TOKEN',
    'PUBLIC_KEY',
    'PARTITION_KEY',
    'PWD',
    'PASS',
    'COMPASS',
    'MONKEY',
    '',
  ])('not %s', (name) => {
    expect(isCredentialName(name)).toBe(false);
  });
});

describe('a literal under such a name is a credential', () => {
  test.each(['changeme', 'hunter2', '123456', 'correct horse battery staple', 'pa$$word', 'a/b'])('%s', (value) => {
    expect(credentialNamed('DATABASE_PASSWORD', value)).toBe('a literal credential');
  });

  test.each([
    '',
    '  ',
    'true',
    '0',
    '$(DATABASE_PASSWORD)',
    '$DATABASE_PASSWORD',
    '$database:password',
    '{{ .Values.password }}',
    '<password>',
    '********',
    'REDACTED',
    'DATABASE_PASSWORD_HERE',
    '__PASSWORD__',
    'REPLACE-ME',
    'replace_me',
    'your-password',
    'your password here',
    'TODO',
    'N/A',
    'not-set',
    'dummy',
    'sk-...',
    'file:/run/secrets/password',
    'env:DATABASE_PASSWORD',
    'projects/example/secrets/password/versions/latest',
    'C:\\secrets\\password.txt',
    '/run/secrets/password',
    './password.txt',
    'https://example.com/reset',
    'vault:secret/data/db#password',
    'ref+awssecrets://db/password',
    'arn:aws:secretsmanager:eu-west-1:000000000000:secret:db',
    'line\nline',
  ])('not %j', (value) => {
    expect(credentialNamed('DATABASE_PASSWORD', value)).toBeUndefined();
  });

  test('digits under the name of a token count tokens or are how long one holds', () => {
    expect(credentialNamed('CONTEXT_TOKEN', '200000')).toBeUndefined();
    expect(credentialNamed('ACCESS_TOKEN', '15m')).toBeUndefined();
    expect(credentialNamed('CONTEXT_TOKEN', '200000a')).toBe('a literal credential');
  });
});

describe('security/secret-in-env', () => {
  const rules = [ruleOf('security/secret-in-env')].filter((rule) => rule !== undefined);
  const uri = 'file:///workspace/settings.yaml';
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: api\ndata:\n  DEMO_PASSWORD: hunter2\n  ADMIN_PASSWORD: tr0ub4dor\n';

  test('is silent about the names it is told to ignore', () => {
    const settings = { ...defaultSettings, rules: { 'security/secret-in-env': { ignore: ['DEMO_PASSWORD'] } } };
    const messages = findingsOf(analyze([{ uri, text }], rules, settings), uri).map(({ finding }) => finding.message);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('"ADMIN_PASSWORD"');
  });

  test('repeats the credential neither in its message nor in its data', () => {
    const findings = findingsOf(analyze([{ uri, text }], rules), uri).map(({ finding: { message, data } }) =>
      JSON.stringify({ message, data }),
    );
    expect(findings).toHaveLength(2);
    expect(findings.filter((finding) => /hunter2|tr0ub4dor/.test(finding))).toEqual([]);
  });
});
