import { formatByteRange, formatCount, formatThreads } from '../../capacity/format.ts';
import { storageNeeded, threadsIn } from '../../capacity/model.ts';
import { threadsKept } from '../../capacity/platform.ts';
import type { DatabaseClaim } from '../../resources/database-claims.ts';
import { databaseClaims } from '../../resources/database-claims.ts';
import { OPERATED_KINDS } from '../../resources/operated-database.ts';
import { parseQuantity } from '../../resources/quantity.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOfClaim } from '../title.ts';

/** A gibibyte: what sizes of volumes are written in. */
const GIBI = 2 ** 30;

export default defineRule({
  id: 'capacity/storage',
  guide: ['storage'],
  level: 'warning',
  scope: 'inventory',
  docs: {
    summary: 'The conversation threads to be kept do not fit the volume of the database',
    why:
      'A thread takes 1-5 MB, and three times that with indexes and metadata. A database whose volume is full stops writing, and every ' +
      'conversation with it.',
    fix:
      'Ask for the size that the conservative figure needs. The template of a StatefulSet that runs already cannot be changed: grow its ' +
      'claims where the storage class allows it, then replace the StatefulSet without its pods.',
    exceptions:
      'Silent where neither the deployment plan nor the settings say how many threads are kept, and where no volume of a database is found in ' +
      'this workspace. Of several, the largest is looked at. Old threads that are archived elsewhere do not count as kept.',
    sources: ['Deployment guide, resource sizing: 1-5 MB per conversation thread, times 3 for indexes and metadata, decimal units'],
  },
  messages: {
    short: '{claim} has {size}, which holds {held}; the {threads} threads to be kept need {needed}, and a full volume stops every write.',
    tight: '{claim} has {size}, which holds {held}; the {threads} threads to be kept need {needed}, so they fit only if they stay small.',
  },
  *check(inventory, { settings }) {
    const threads = threadsKept(inventory, settings);
    const largest = threads === undefined ? undefined : largestClaim(inventory);
    if (threads === undefined || largest === undefined) return;
    const { claim, bytes, resource } = largest;
    const held = threadsIn(bytes);
    if (threads <= held.low) return;
    const needed = storageNeeded(threads);
    const isTight = threads <= held.high;
    yield {
      in: resource,
      at: claim.sizeAt,
      part: 'value',
      message: isTight ? 'tight' : 'short',
      level: isTight ? 'info' : 'warning',
      data: {
        claim: titleOfClaim(claim),
        size: String(claim.size),
        held: formatThreads(held),
        threads: formatCount(threads),
        needed: formatByteRange(needed),
        wanted: `${Math.ceil(needed.high / GIBI)}Gi`,
      },
    };
  },
  fixes: {
    grow: { title: 'Ask for {wanted}', safe: false, patches: ({ at, data }) => [{ op: 'set', at, value: data.wanted ?? null }] },
  },
});

interface SizedClaim {
  readonly resource: Resource;
  readonly claim: DatabaseClaim;
  readonly bytes: number;
}

function largestClaim(inventory: Inventory): SizedClaim | undefined {
  const entries = ['StatefulSet', 'PersistentVolumeClaim', ...OPERATED_KINDS].flatMap((kind) => inventory.ofKind(kind));
  const whole = entries.filter(({ uri }) => !inventory.contextOf(uri).partial);
  const claims = whole.flatMap(({ resource }) => databaseClaims(resource, inventory).flatMap((claim) => sized(resource, claim)));
  return claims.toSorted((a, b) => b.bytes - a.bytes)[0];
}

function sized(resource: Resource, claim: DatabaseClaim): readonly SizedClaim[] {
  const bytes = parseQuantity(claim.size)?.value;
  return bytes === undefined ? [] : [{ resource, claim, bytes }];
}
