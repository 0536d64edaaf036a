/** Words at the end of a name that mean a credential, also where written as one with the word before (`PGPASSWORD`, `clientsecret`). */
const ENDINGS = ['PASSWORD', 'PASSWD', 'PASSPHRASE', 'SECRET', 'TOKEN', 'APIKEY', 'SECRETKEY', 'PRIVATEKEY', 'ACCESSKEY'];
/** Words that mean one only behind another: `DB_PASS`, and not `PWD`, which is the working directory. */
const LATER_WORDS = new Set(['PASS', 'PWD']);
/** What makes a `KEY` a credential: `PARTITION_KEY` and `PUBLIC_KEY` are none. */
const SECRET_KEYS = new Set('API ACCESS ACCOUNT AUTH ENCRYPTION LICENSE MASTER PRIVATE SECRET SHARED SIGNING SUBSCRIPTION'.split(' '));
/** What makes a `SECRET` the name of a Secret object. */
const SECRET_OBJECTS = new Set('TLS PULL CERT CERTIFICATE CA K8S KUBE KUBERNETES'.split(' '));
/** Words of switches, counts and the special tokens of language models: `MAX_TOKEN`, `ALLOW_EMPTY_PASSWORD`, `PAD_TOKEN`, `PUBLIC_TOKEN`. */
const OTHER_MEANINGS = new Set(
  (
    'MAX MIN LIMIT NUM NUMBER COUNT PER USE ENABLE ENABLED DISABLE DISABLED ALLOW REQUIRE REQUIRED RANDOM SKIP HAS IS VERIFY PUBLIC ' +
    'PUBLISHABLE BOS EOS PAD UNK SEP CLS MASK STOP'
  ).split(' '),
);

/** Each of the words above holds one of these, which most names don't. */
const ANY_WORD = /pass|pwd|secret|token|key/i;

/** True where a name says that its value is a credential: `DATABASE_PASSWORD`, `openai-api-key`, `spring.datasource.password`, `authToken`. */
export function isCredentialName(name: string): boolean {
  if (!ANY_WORD.test(name)) return false;
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (words.some((word) => OTHER_MEANINGS.has(word))) return false;
  if (last === 'SECRET' && SECRET_OBJECTS.has(before)) return false;
  if (last === 'KEY') return SECRET_KEYS.has(before);
  return ENDINGS.some((ending) => last.endsWith(ending)) || (LATER_WORDS.has(last) && before !== '');
}

/** True where a name is about a token, of which language models have other ones. */
export function isTokenName(name: string): boolean {
  return wordsOf(name).at(-1) === 'TOKEN';
}

function wordsOf(name: string): readonly string[] {
  const spaced = name.slice(0, 200).replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return spaced
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
}
