/** Hosts as a sentence names them: `a`, `a and b`, `a, b and 3 more`; `every host` where none is named. */
export function hostsText(hosts: readonly string[]): string {
  const [first, second] = hosts;
  if (first === undefined) return 'every host';
  if (second === undefined) return first;
  return hosts.length === 2 ? `${first} and ${second}` : `${first}, ${second} and ${hosts.length - 2} more`;
}
