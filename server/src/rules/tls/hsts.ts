import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { HstsSetting } from './hsts-settings.ts';
import { hstsPolicy } from './hsts-settings.ts';

const DAY = 86_400;
/** What the fix sets, in seconds: a year, which the browsers' preload list asks for as well (hstspreload.org). */
const YEAR = 365 * DAY;

export default defineRule({
  id: 'tls/hsts',
  guide: ['hsts'],
  level: 'info',
  scope: 'resource',
  docs: {
    summary: 'HSTS is switched off, forgets too soon, or leaves subdomains out',
    why: 'With HSTS a browser that has been here once never tries plain HTTP again, so that nobody can catch the first request of a later visit. With a short max-age it has forgotten by then.',
    fix: 'Leave HSTS on with a max-age of at least 180 days; a year is common. Include subdomains once all of them speak TLS.',
    exceptions:
      'Where nothing is said, the default of the controller holds, which is a year for ingress-nginx. Subdomains are looked at in the strict profile only.',
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
    off: '{object} switches HSTS off ({setting}: {found}); the guide asks for it, so that browsers never try plain HTTP again.',
    short:
      '{object} has browsers insist on HTTPS for {days} only ({setting}: {found}); the guide asks for a suitable max-age, {wantedDays} days at least.',
    subdomains: '{object} leaves subdomains out of HSTS ({setting}), so that one of them over plain HTTP can set cookies for all.',
  },
  *check(resource, { options }) {
    const { ages, gaps } = hstsPolicy(resource);
    const object = titleOf(resource);
    const least = options.minimumDays * DAY;
    const weak = ages.filter(({ maxAge }) => maxAge < least);
    for (const age of weak) {
      const { at, name: setting, found, maxAge } = age;
      const wanted = age.write(Math.max(YEAR, least));
      const data = { object, setting, found, wanted, days: daysText(maxAge), wantedDays: options.minimumDays };
      yield { at, message: maxAge === 0 ? 'off' : 'short', data };
    }
    for (const { at, name: setting, wanted } of gaps) {
      // Where the age is at fault already, in the same place, one finding is enough.
      if (!weak.some((age: HstsSetting) => age.at === at))
        yield { at, message: 'subdomains', level: 'strict', data: { object, setting, wanted } };
    }
  },
  fixes: {
    set: {
      title: 'Set {setting} to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

function daysText(seconds: number): string {
  const days = Math.round(seconds / DAY);
  if (days > 0) return days === 1 ? '1 day' : `${days} days`;
  return `${seconds} seconds`;
}
