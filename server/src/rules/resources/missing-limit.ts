import { chosenTier } from '../../capacity/tiers.ts';
import type { TierName } from '../../capacity/types.ts';
import { isWrittenHere } from '../../resources/compose-place.ts';
import type { ComposeService } from '../../resources/types.ts';
import { composeCpusOver, serviceLimits } from '../figures.ts';
import type { ResourceName } from '../provision.ts';
import type { OptionSpecs, Rule } from '../types.ts';
import { hasAmounts, limitRoute, setLimit, statedAmount } from './compose-limits.ts';
import type { Figure } from './missing-figure.ts';
import { missingFigure, WORDS } from './missing-figure.ts';

/** A limit, which Compose services have, too. */
interface Limit extends Omit<Figure, 'list'> {
  /** The sentence about a Compose service, with `{service}`. */
  readonly serviceMessage: string;
}

type LimitRule = Rule<'container', 'missing' | 'service', 'add' | 'limit', OptionSpecs>;

/** The declaration of the rule about one limit that is missing from a container or a Compose service that has others. */
export function missingLimit({ serviceMessage, ...limit }: Limit): LimitRule {
  const { resource } = limit;
  const rule = missingFigure({ ...limit, list: 'limits' });
  return {
    ...rule,
    docs: {
      ...rule.docs,
      exceptions: `${rule.docs.exceptions} Compose services that extend others, override files, and services that end by themselves are silent.`,
      sources: [...(rule.docs.sources ?? []), 'Compose file reference, deploy.resources'],
    },
    messages: { ...rule.messages, service: serviceMessage },
    *checkCompose(service, { settings, inventory }) {
      if (service.partial || !service.longRunning || !hasAmounts(service)) return;
      if (statedAmount(service, 'limits', resource) !== undefined) return;
      const at = limitRoute(service, resource);
      const wanted = limitFor(service, resource, chosenTier(settings, inventory));
      const isFixable = wanted !== undefined && isWrittenHere(service.document, at);
      yield {
        at,
        message: 'service',
        data: { service: service.name, ...(wanted === undefined ? {} : { wanted }) },
        fixes: isFixable ? ['limit'] : [],
      };
    },
    fixes: {
      ...rule.fixes,
      limit: {
        title: `Limit the ${WORDS[resource]} to {wanted}`,
        safe: false,
        patches: ({ at, data: { wanted = null } }, { document }) => [setLimit(document, at, wanted)],
      },
    },
  };
}

/** A limit that fits what the service reserves; undefined where that can't be read. */
function limitFor(service: ComposeService, resource: ResourceName, tier: TierName): string | undefined {
  const reserved = statedAmount(service, 'requests', resource);
  if (reserved === undefined || reserved.amount === 0) return serviceLimits(service, tier)[resource];
  if (reserved.amount === undefined) return undefined;
  return resource === 'memory' ? String(reserved.value) : composeCpusOver(reserved.amount);
}
