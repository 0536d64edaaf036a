import type { Resource } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { versionText } from './tls-version.ts';
import type { VersionSetting } from './version-settings.ts';
import { VERSIONED_KINDS, versionSettings } from './version-settings.ts';

export default defineRule({
  id: 'tls/min-version',
  guide: ['tls-version'],
  level: 'error',
  scope: 'resource',
  kinds: VERSIONED_KINDS,
  docs: {
    summary: 'TLS older than 1.2 is allowed, or 1.3 is not',
    why:
      'SSL, TLS 1.0 and 1.1 are deprecated (RFC 7568, RFC 8996): known attacks read or change what they carry. TLS 1.3 drops the weak ' +
      'ciphers of 1.2 and saves a round trip.',
    fix: 'Set the minimum to TLS 1.2 and leave the maximum open, or list TLS 1.2 and 1.3.',
    exceptions:
      'What says nothing of versions is left to the defaults of its software, which is TLS 1.2 for all but the policies of Google Cloud. ' +
      'TLS 1.2 without 1.3 is info.',
    sources: [
      'Deployment guide, TLS standards: TLS 1.2 at least, 1.3 preferred',
      'Reference documentation of ingress-nginx, Istio, Traefik, Contour, Envoy Gateway, the AWS Load Balancer Controller, Config ' +
        'Connector, OpenShift and Node.js',
    ],
  },
  messages: {
    old: '{object} allows {version} ({setting}: {found}); the guide asks for TLS 1.2 at least, since older versions have known attacks.',
    absent:
      '{object} states no {setting}, which allows {version}; the guide asks for TLS 1.2 at least, since older versions have known attacks.',
    withoutThree: '{object} allows TLS 1.2 but not 1.3 ({setting}: {found}); the guide prefers 1.3, which has no weak ciphers.',
  },
  *check(resource, { partial }) {
    for (const setting of versionSettings(resource)) {
      const weakness = weaknessOf(setting);
      if (!weakness || (setting.isAbsent && partial)) continue;
      const { at, name, found, wanted, container } = setting;
      const data = { object: holderText(resource, container), setting: name, found, wanted, version: weakness.version };
      if (weakness.isOld) yield { at, message: setting.isAbsent ? 'absent' : 'old', data };
      else yield { at, message: 'withoutThree', level: 'info', data };
    }
  },
  fixes: {
    set: {
      title: 'Set {setting} to {wanted}',
      safe: true,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

function holderText(resource: Resource, container: string | undefined): string {
  return container === undefined ? titleOf(resource) : `Container "${container}" of ${titleOf(resource)}`;
}

interface Weakness {
  readonly isOld: boolean;
  readonly version: string;
}

function weaknessOf({ lowest = 2, highest = 3 }: VersionSetting): Weakness | undefined {
  const oldest = lowest < highest ? lowest : highest;
  if (oldest < 2) return { isOld: true, version: versionText(oldest) };
  return highest < 3 ? { isOld: false, version: versionText(highest) } : undefined;
}
