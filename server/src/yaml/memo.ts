/**
 * Remembers what `compute` gave for a key for as long as the key itself lives. It is the core's only cache: keys are immutable
 * values (documents, nodes, resources), so an entry can never be stale, and it goes away with its key.
 */
export function memo<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const value = known.get(key);
    if (value !== undefined || known.has(key)) return value as V;
    const computed = compute(key);
    known.set(key, computed);
    return computed;
  };
}
