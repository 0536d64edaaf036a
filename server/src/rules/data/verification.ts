import type { BackupStep } from '../backup-command.ts';

/** What reads a dump or a backup again: restores, lists and tests of archives, checks of the programs that keep backups, and checksums. */
const VERIFIES =
  /pg_restore|pg_verifybackup|mongorestore|mysqlcheck|mariadb-check|psql|\brestor(?:e|ing)\b|\bverif|\bvalidat|\bcheck\b|--list\b|\b(?:gzip|gunzip|pigz|xz|bzip2|zstd)\s+-\w*t|\btar\s+-?\w*t|sha\d+sum|md5sum|completed/i;

/** True where a step does more than write its backup. */
export function verifies({ text }: Pick<BackupStep, 'text'>): boolean {
  return VERIFIES.test(text);
}

/** Where a script writes its dump to: a word that says the same a moment later, as `$(date)` does not. */
const FILE = /(?:"[^"`\n]*"|[^\s"'`;&|()]+)/.source;
const REDIRECTED = new RegExp(`>\\s*(${FILE})`);
const NAMED = new RegExp(`(?:\\s-f\\s*|--file[= ])(${FILE})`);
const COMPRESSED = /\|\s*(?:gzip|pigz)\b/;
const CUSTOM = /\bpg_dump\s[^|;&]*(?:-Fc|-F\s*c\b|--format[= ]c)/;

/** The command that reads the dump of a line of a script again; undefined where its file or its format isn't plain. */
function verificationOf(line: string): string | undefined {
  const file = COMPRESSED.test(line) ? REDIRECTED.exec(line)?.[1] : (NAMED.exec(line)?.[1] ?? REDIRECTED.exec(line)?.[1]);
  if (file === undefined || file.includes('$(') || file.startsWith('/dev/') || file.startsWith('&')) return undefined;
  if (COMPRESSED.test(line)) return `gzip -t ${file}`;
  return CUSTOM.test(line) ? `pg_restore --file=/dev/null ${file}` : undefined;
}

/**
 * A script that reads its dump again as soon as it is written, and fails where that can't be done.
 * @param program that dumps
 * @returns undefined where it isn't plain how
 */
export function withVerification(script: string, program: string): string | undefined {
  const lines = script.split('\n');
  const first = lines.findIndex((line) => line.includes(program));
  if (first < 0) return undefined;
  let last = first;
  while (lines[last]?.trimEnd().endsWith('\\')) last += 1;
  const verification = verificationOf(lines.slice(first, last + 1).join('\n'));
  if (verification === undefined) return undefined;
  if (lines.length === 1) return /;|#/.test(script) ? undefined : `${script} && ${verification}`;
  const indent = /^\s*/.exec(lines[first] ?? '')?.[0] ?? '';
  return lines.toSpliced(last + 1, 0, `${indent}${verification} || exit 1`).join('\n');
}
