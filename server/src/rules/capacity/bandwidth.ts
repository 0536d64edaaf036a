import { planDemand } from '../../capacity/demand.ts';
import { formatByteRange, formatCount } from '../../capacity/format.ts';
import { bandwidthNeeded } from '../../capacity/model.ts';
import type { Range } from '../../capacity/types.ts';
import { defineRule } from '../define-rule.ts';

/** Bytes per second of a megabit per second. */
const BYTES_PER_MEGABIT = 1e6 / 8;

export default defineRule({
  id: 'capacity/bandwidth',
  guide: ['bandwidth', 'network-70'],
  level: 'info',
  scope: 'plan',
  docs: {
    summary: "The users' sync traffic takes more of the link than the guide leaves to it",
    why:
      'Active users exchange 1-10 KB/s each, and bursts for files and the output of tools come on top. The guide grows a link above 70% of ' +
      'use, since from there on the bursts of some are the waiting of others.',
    fix: 'State a wider link, or serve some of the users from another region.',
    exceptions: 'Only plans that state both their users and the link (network.bandwidth_mbps). Traffic other than sync is not counted.',
    sources: ['Deployment guide, resource sizing: 1-10 KB/s per active user; scaling triggers: above 70% of the bandwidth'],
  },
  options: {
    share: {
      type: 'number',
      default: 0.7,
      minimum: 0.05,
      maximum: 1,
      description: 'Share of the link that sync traffic may take, 0.05 to 1.',
    },
  },
  messages: {
    over: '{users} active users need {needed}/s for sync, at most {percent}% of the {link} Mbit/s link; above {limit}% bursts of files and tool output make everybody wait.',
  },
  *check({ deployments }, { settings, options }) {
    for (const deployment of deployments) {
      const users = planDemand(deployment, settings)?.users;
      if (users === undefined || deployment.link === undefined) continue;
      const needed = bandwidthNeeded(users);
      const used = needed.high / (deployment.link.megabits * BYTES_PER_MEGABIT);
      if (used > options.share)
        yield {
          at: deployment.link.route,
          part: 'value',
          message: 'over',
          data: dataOf(users, needed, used, deployment.link.megabits, options.share),
        };
    }
  },
});

function dataOf(users: number, needed: Range, used: number, link: number, share: number) {
  return {
    users: formatCount(users),
    needed: formatByteRange(needed),
    percent: Math.round(used * 100),
    link,
    limit: Math.round(share * 100),
  };
}
