import type { Patch, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Data } from '../types.ts';
import { HSTS_KINDS, hstsPolicy } from './hsts-settings.ts';

const DAY = 86_400;
/** What the fix sets, in seconds: a year, which the browsers' preload list asks for as well (hstspreload.org). */
const YEAR = 365 * DAY;

export default defineRule({
  id: 'tls/hsts',
  guide: ['hsts'],
  level: 'info',
  scope: 'resource',
  kinds: HSTS_KINDS,
  docs: {
    summary: 'HSTS is switched off, forgets too soon, or leaves subdomains out',
    why:
      'With HSTS a browser that has been here once never tries plain HTTP again, so that nobody can catch the first request of a later ' +
      'visit. With a short max-age it has forgotten by then.',
    fix: 'Leave HSTS on with a max-age of at least 180 days; a year is common. Include subdomains once all of them speak TLS.',
    exceptions:
      'Where nothing is said, the default of the controller holds, which is a year for ingress-nginx. Subdomains are looked at in the ' +
      'strict profile only.',
    sources: [
      'Deployment guide, TLS standards: HSTS with a suitable max-age',
      'RFC 6797, HTTP Strict Transport Security',
      'Reference documentation of ingress-nginx, F5 NGINX, HAProxy Ingress, Traefik, Istio and OpenShift',
    ],
  },
  options: {
    minimumDays: { type: 'number', default: 180, minimum: 1, description: 'The shortest max-age that is no finding, in days.' },
  },
  messages: {
    off: '{object} has HSTS off ({setting}: {found}); the guide asks for it, so that browsers never try plain HTTP again.',
    short:
      '{object} has browsers insist on HTTPS for {age} only ({setting}: {found}); the guide asks for a suitable max-age, {leastDays} days at least.',
    subdomains: '{object} leaves subdomains out of HSTS ({setting}), so that one of them over plain HTTP can set cookies for all.',
  },
  *check(resource, { options }) {
    const { ages, gaps } = hstsPolicy(resource);
    const object = titleOf(resource);
    const least = options.minimumDays * DAY;
    const seconds = Math.max(YEAR, least);
    const weak = ages.filter(({ maxAge }) => maxAge < least);
    for (const { at, key, name: setting, found, maxAge, write } of weak) {
      const data = { object, setting, found, key, value: write(seconds), seconds, age: ageText(maxAge), leastDays: options.minimumDays };
      yield maxAge === 0 ? { at, message: 'off', data, fixes: ['enable'] } : { at, message: 'short', data, fixes: ['raise'] };
    }
    for (const { at, name: setting, wanted } of gaps) {
      // One finding at a time for what is written in one place.
      if (weak.some((age) => age.at === at)) continue;
      yield {
        at,
        message: 'subdomains',
        level: 'strict',
        data: { object, setting, key: at.at(-1) ?? '', value: wanted },
        fixes: ['subdomains'],
      };
    }
  },
  fixes: {
    enable: { title: 'Switch HSTS on', safe: false, patches },
    raise: { title: 'Raise the max-age to {seconds} seconds', safe: false, patches },
    subdomains: { title: 'Include subdomains', safe: false, patches },
  },
});

/** Writes the value of a problem's data under its key, which is at the problem's place or beside it. */
function patches({ at, data: { key, value = null } }: { readonly at: Route; readonly data: Data }): readonly Patch[] {
  return [{ op: 'set', at: [...at.slice(0, -1), typeof key === 'number' ? key : String(key)], value }];
}

function ageText(seconds: number): string {
  const days = Math.round(seconds / DAY);
  if (days > 0) return days === 1 ? '1 day' : `${days} days`;
  return `${seconds} seconds`;
}
