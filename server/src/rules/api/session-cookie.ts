import type { ConfigValue } from '../../resources/config-values.ts';
import { CONFIGURED_KINDS, configValuesOf, serviceValuesOf } from '../../resources/config-values.ts';
import { isList, isMap } from '../../yaml/json.ts';
import type { Json, Patch, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { bareCookies, COOKIE_KINDS } from './affinity-cookies.ts';
import { wordsText } from './annotations.ts';

type Found = Problem<'affinity' | 'secure' | 'sameSite' | 'httpOnly', 'add' | 'set'>;

export default defineRule({
  id: 'api/session-cookie',
  guide: ['sessions'],
  level: 'info',
  scope: 'resource',
  kinds: [...COOKIE_KINDS, ...CONFIGURED_KINDS],
  docs: {
    summary: 'A session cookie without Secure, SameSite or HttpOnly',
    why:
      'Without Secure a cookie goes over plain HTTP, where it can be read. Without SameSite other sites can send it along with requests ' +
      'that they make a browser send. Without HttpOnly a script that was smuggled into a page takes it away.',
    fix: 'Set all three: Secure, HttpOnly, and SameSite `Lax`, or `Strict` where no link from elsewhere has to arrive with a session.',
    exceptions:
      'Affinity cookies of ingress-nginx, F5 NGINX Plus (Secure alone) and Traefik, and variables, arguments and ConfigMap entries such ' +
      'as `SESSION_COOKIE_SECURE` that switch an attribute off. ingress-nginx adds Secure by itself where its own TLS serves the host. ' +
      'The cookies of AWS, GKE, Azure, Contour, Kong and Istio have no such settings.',
    sources: [
      'Deployment guide, application security: sessions with secure cookie attributes',
      'RFC 6265bis, 4.1.2: the attributes of cookies',
      'Reference documentation: ingress-nginx (session affinity), F5 NGINX (sticky-cookie-services), Traefik (sticky sessions)',
    ],
  },
  messages: {
    affinity:
      '{object} keeps browsers at one pod by a cookie without {attributes}, which others can then read or have sent for them; the guide ' +
      'asks for secure cookies.',
    secure: '{owner} has Secure off for its cookies ({place}: {found}), so they go over plain HTTP, where they can be read.',
    sameSite:
      '{owner} has SameSite off for its cookies ({place}: {found}), so other sites can have requests sent with them; Lax allows links ' +
      'and nothing else.',
    httpOnly: '{owner} has HttpOnly off for its cookies ({place}: {found}), so any script in a page can take the session away.',
  },
  *check(resource) {
    for (const { at, lacks, writes } of bareCookies(resource)) {
      const list = writes.map((write) => ({ at: write.at, value: write.value }));
      yield {
        at,
        message: 'affinity',
        data: { object: titleOf(resource), attributes: wordsText(lacks), writes: list },
        fixes: ['add'],
      };
    }
    for (const value of configValuesOf(resource)) yield* switchedOff(value);
  },
  *checkCompose(service) {
    for (const value of serviceValuesOf(service)) yield* switchedOff(value);
  },
  fixes: {
    add: {
      title: 'Give the cookie {attributes}',
      safe: false,
      patches: ({ data: { writes } }) => (isList(writes) ? writes.flatMap(patchOf) : undefined),
    },
    set: {
      title: 'Set it to {wanted}',
      safe: false,
      patches: ({ at, data: { value = null } }) => [{ op: 'set', at, value }],
    },
  },
});

function patchOf(write: Json): readonly Patch[] {
  return isMap(write) && isList(write.at) ? [{ op: 'set', at: write.at as Route, value: write.value ?? null }] : [];
}

/** Settings of applications by the end of their names, without what joins words: `SESSION_COOKIE_SECURE`, `session.cookie.secure`, `--cookie-secure`. */
const SETTINGS: readonly { readonly name: RegExp; readonly off: RegExp; readonly message: 'secure' | 'sameSite' | 'httpOnly' }[] = [
  { name: /cookies?secure$|securecookies?$/, off: /^(?:0|false|off|no)$/i, message: 'secure' },
  { name: /cookies?samesite$|samesitecookies?$/, off: /^(?:none|0|false|off|disabled?)$/i, message: 'sameSite' },
  { name: /cookies?httponly$|httponlycookies?$/, off: /^(?:0|false|off|no)$/i, message: 'httpOnly' },
];

function* switchedOff({ owner, name = '', place, text, at, write }: ConfigValue): Iterable<Found> {
  const found = text.trim();
  const plain = name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  const setting = SETTINGS.find((each) => each.name.test(plain) && each.off.test(found));
  if (setting === undefined) return;
  const wanted = setting.message === 'sameSite' ? inCaseOf(found, 'Lax') : switchedOn(found);
  yield { at, message: setting.message, data: { owner, place, found, wanted, value: write(wanted) }, fixes: ['set'] };
}

const OPPOSITES: Readonly<Record<string, string>> = { '0': '1', off: 'on', no: 'yes' };

/** The other word of the same kind, in the same case: `False` becomes `True`. */
function switchedOn(off: string): string {
  return inCaseOf(off, OPPOSITES[off.toLowerCase()] ?? 'true');
}

function inCaseOf(example: string, word: string): string {
  if (example === example.toUpperCase()) return word.toUpperCase();
  return /^[A-Z]/.test(example) ? word.charAt(0).toUpperCase() + word.slice(1) : word.toLowerCase();
}
