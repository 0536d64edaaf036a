/** Names of what says how long a token is good for. */
const LIFETIME = /(?:jwt|access[_-]?token|auth[_-]?token|^token|id[_-]?token|bearer).*(?:expir|ttl|life_?time|max_?age|duration|valid)/i;
/** Tokens that are good for one thing, or are exchanged for another one at each use. */
const OTHERS = /refresh|reset|invite|verif|confirm|remember|leeway|skew|cache/i;

/** Hours of a unit, by how names and values call it. */
const HOURS: readonly { readonly unit: RegExp; readonly hours: number }[] = [
  { unit: /^(?:ms|millis(?:econds)?)$/i, hours: 1 / 3_600_000 },
  { unit: /^(?:s|secs?|seconds?)$/i, hours: 1 / 3600 },
  { unit: /^(?:m|mins?|minutes?)$/i, hours: 1 / 60 },
  { unit: /^(?:h|hrs?|hours?)$/i, hours: 1 },
  { unit: /^(?:d|days?)$/i, hours: 24 },
  { unit: /^(?:w|weeks?)$/i, hours: 168 },
  { unit: /^(?:y|years?)$/i, hours: 8760 },
];

/** A number without a unit that is at least this is in milliseconds: in seconds it would be months. */
const SURELY_MILLISECONDS = 10_000_000;

/**
 * The hours for which a token is good by a variable or setting, such as `JWT_EXPIRES_IN: 7d` or `ACCESS_TOKEN_EXPIRE_MINUTES: 60`; undefined
 * where it says nothing of that, or nobody can tell.
 */
export function tokenHours(name: string, text: string): number | undefined {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2');
  if (!LIFETIME.test(words) || OTHERS.test(words)) return undefined;
  const [, amount, written] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  if (amount === undefined) return undefined;
  const unit = written || unitIn(words) || (Number(amount) >= SURELY_MILLISECONDS ? 'ms' : 's');
  const hours = hoursOf(unit);
  return hours === undefined ? undefined : Number(amount) * hours;
}

function unitIn(words: string): string | undefined {
  return words.split(/[_.-]/).find((word) => word.length > 1 && hoursOf(word) !== undefined);
}

function hoursOf(word: string): number | undefined {
  return HOURS.find(({ unit }) => unit.test(word))?.hours;
}
