import { isPlaceholder } from '../placeholder.ts';
import { isCredentialName, isTokenName } from './credential-name.ts';

interface KeyFormat {
  /** As a sentence names it. */
  readonly what: string;
  /** Text that every key of the format contains, by which most texts are passed over quickly. */
  readonly marker: string;
  readonly pattern: RegExp;
}

/** Formats in which providers issue keys, by their own documentation on secret scanning. Bounded, so that a long text costs linear time. */
const KEY_FORMATS: readonly KeyFormat[] = [
  { what: 'an AWS access key', marker: 'AKIA', pattern: /\bAKIA[0-9A-Z]{16}\b/ },
  { what: 'an AWS access key', marker: 'ASIA', pattern: /\bASIA[0-9A-Z]{16}\b/ },
  { what: 'a GitHub token', marker: 'gh', pattern: /\bgh[pousr]_[A-Za-z0-9]{36,255}\b/ },
  { what: 'a GitHub token', marker: 'github_pat_', pattern: /\bgithub_pat_[A-Za-z0-9_]{22,255}\b/ },
  { what: 'a GitLab token', marker: 'glpat-', pattern: /\bglpat-[A-Za-z0-9_-]{20,255}/ },
  { what: 'an Anthropic API key', marker: 'sk-ant-', pattern: /\bsk-ant-[A-Za-z0-9_-]{20,255}/ },
  { what: 'an OpenAI API key', marker: 'sk-', pattern: /\bsk-(?:(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,255}|[A-Za-z0-9]{32,255}\b)/ },
  { what: 'a Google API key', marker: 'AIza', pattern: /\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/ },
  { what: 'a Hugging Face token', marker: 'hf_', pattern: /\bhf_[A-Za-z0-9]{30,255}\b/ },
  { what: 'a Slack token', marker: 'xox', pattern: /\bxox[abeprs]-[A-Za-z0-9-]{10,255}/ },
  { what: 'a Stripe key', marker: 'k_live_', pattern: /\b[rs]k_live_[A-Za-z0-9]{16,255}\b/ },
  { what: 'a private key', marker: 'PRIVATE KEY-----', pattern: /-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY-----/ },
];

/** `scheme://user:password@`, with the password apart. */
const URL_PASSWORD = /\b[A-Za-z][A-Za-z0-9+.-]{1,30}:\/\/[^\s:@/?#'"]{0,100}:([^\s@/?#'"]{1,200})@/g;

/** A password among the parameters of a URL, or the pairs of a connection string (JDBC, ODBC, ADO.NET); scripts write a reference there. */
const PARAMETER_PASSWORD = /[?&;](?:password|passwd|pwd)=([^\s&;'"$%{<][^\s&;'"]{0,200})/gi;

/** No text with one of the above is shorter than `?pwd=x`. */
const SHORTEST = 6;

/**
 * What a text gives away, as a sentence names it: a key by its format, or a URL or connection string with a password.
 * @returns undefined where it holds no credential that can be told without knowing its name
 */
export function credentialIn(text: string): string | undefined {
  if (text.length < SHORTEST) return undefined;
  const format = KEY_FORMATS.find(({ marker, pattern }) => text.includes(marker) && pattern.test(text));
  if (format) return format.what;
  if (text.includes('://') && holdsPassword(text, URL_PASSWORD)) return 'a URL with a password';
  return text.includes('=') && holdsPassword(text, PARAMETER_PASSWORD) ? 'a connection string with a password' : undefined;
}

/**
 * What a named value gives away: as {@link credentialIn}, or a literal under a name that says it is a credential.
 * @param name of an environment variable, a flag or a key
 */
export function credentialNamed(name: string, value: string): string | undefined {
  const known = credentialIn(value);
  if (known !== undefined) return known;
  const text = value.trim();
  if (!isCredentialName(name) || text.includes('\n') || isNoSecret(text)) return undefined;
  return isTokenName(name) && /^\d+(?:ms|[smhd])?$/.test(text) ? undefined : 'a literal credential';
}

function holdsPassword(text: string, pattern: RegExp): boolean {
  return [...text.matchAll(pattern)].some(([, password = '']) => !isNoSecret(password));
}

/** Values that nobody can log in with: nothing, references that are resolved later, switches, paths, addresses, blanks of examples. */
const NO_SECRETS: readonly RegExp[] = [
  /^$/,
  /^(?:true|false|yes|no|on|off|none|null|nil|auto|enabled|disabled|[01])$/i,
  // Redacted, or to be filled in: `****`, `xxxx`, `sk-...`, `<token>`, `__TOKEN__`, `your-token`, `replace-me`.
  /^[*x.#-]+$|\.{3}$/i,
  /^<[^<>]*>$|^__\w+__$/,
  /^\[?redacted\]?$/i,
  /^(?:your|insert|enter|replace|fill)(?:[-_ ][a-z]+)+$/i,
  // What people write where nothing is wanted, as clients of local models do.
  /^(?:todo|tbd|n\/a|unset|empty|dummy|placeholder|unused|not[-_ ](?:set|needed|used|required|applicable))$/i,
  // A constant's name, for a person or a script to replace: `API_KEY_VALUE`, `user:PASSWORD@`.
  /^(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PASSWORD|PASS|SECRET|TOKEN)$/,
  // Format verbs, as in a template of a connection string.
  /^%[sv]$/,
  // A file that holds it.
  /^(?:~|\.{1,2})?\/[\w./-]+$/,
  /^[a-z]:[\\/]/i,
  // Addresses without a password (one with a password has been found by then), and 1Password's, Vault's and others' references.
  /^[a-z][a-z0-9+.-]*:\/\//i,
  /^(?:env|file|vault|secretref|ref\+[a-z]+|arn:aws|aws-?sm|awsps|gcp-?sm|keyvault|akvs|doppler|conjur):/i,
  // The resource name of a secret in Google Cloud.
  /^projects\/[^/]+\/secrets\//,
  // Encrypted by SOPS.
  /^ENC\[/,
];

function isNoSecret(text: string): boolean {
  return isPlaceholder(text) || NO_SECRETS.some((pattern) => pattern.test(text));
}
