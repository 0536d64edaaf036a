import type { WorkspaceResult } from './protocol.ts';

/** What a check of the workspace found, as one sentence. */
export function describeResult({ files, findings }: WorkspaceResult): string {
  if (files === 0) return 'Plimsoll found no deployment YAML in this workspace.';
  const counts = [count(findings.error, 'error'), count(findings.warning, 'warning'), count(findings.info, 'note')].filter(
    (text) => text !== '',
  );
  return `Plimsoll checked ${count(files, 'file')}: ${counts.length === 0 ? 'nothing found' : counts.join(', ')}.`;
}

function count(number: number, noun: string): string {
  if (number === 0) return '';
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
