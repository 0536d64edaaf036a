import type { Workload } from '../resources/types.ts';
import { getAt, listAt, stringAt } from '../yaml/json.ts';
import type { Route } from '../yaml/types.ts';

/** Programs that write the data of a database out. */
const DUMPS =
  /(?:^|[\s/|;&("'])(pg_dump(?:all)?|pg_basebackup|mysqldump|mariadb-dump|mysqlpump|mydumper|mongodump|xtrabackup|mariabackup|redis-cli\s[^|;&]*--rdb)(?![\w-])/;

/** Programs that keep backups, and rotate them by rules of their own. */
const TOOLS = /(?:^|[\s/|;&("'])(restic|borg|borgmatic|kopia|duplicity|wal-g|wal-e|pgbackrest|barman|velero)(?![\w-])/;

/** More of a script is not looked into. */
const LONGEST = 20_000;

/** Names of what backs something up, and of what does something else with backups. */
const BACKUP_NAME = /(?:^|[-_.])(?:backups?|dump|dumps|dumper|snapshots?)(?:$|[-_.])/i;
const OTHER_NAME = /(?:^|[-_.])(?:restore|verify|verification|check|test|cleanup|clean|prune|purge|rotate|report|monitor)(?:$|[-_.])/i;

/** A container of a backup, with what it runs as far as that is written in the manifest. */
export interface BackupStep {
  readonly container: string;
  /** Of the item that holds the script, or of the command. */
  readonly at: Route;
  /** The script, or the command's words joined. */
  readonly text: string;
  /** The dumping program that it runs. */
  readonly program: string | undefined;
  /** True where a shell reads it. */
  readonly isScript: boolean;
  /** True where that shell is sure to know `pipefail`, which Debian's `sh` does not. */
  readonly knowsPipefail: boolean;
  /** Where the container mounts claims. */
  readonly claimPaths: readonly string[];
}

/** True for a CronJob that backs a database up, by its name or by what it runs. */
export function isBackup(workload: Workload): boolean {
  const name = workload.resource.name ?? '';
  if (workload.kind !== 'CronJob' || OTHER_NAME.test(name)) return false;
  return BACKUP_NAME.test(name) || stepsOf(workload).some(({ program, text }) => program !== undefined || TOOLS.test(text));
}

/** What a backup's containers run. */
export function stepsOf({ containers, podSpec }: Workload): readonly BackupStep[] {
  const volumes = listAt(podSpec, ['volumes']) ?? [];
  const claims = new Set(
    volumes.filter((volume) => getAt(volume, ['persistentVolumeClaim']) !== undefined).map((volume) => stringAt(volume, ['name'])),
  );
  return containers.map(({ name, value, route }) => {
    const mounts = listAt(value, ['volumeMounts']) ?? [];
    const claimPaths = mounts.flatMap((mount) => (claims.has(stringAt(mount, ['name'])) ? (stringAt(mount, ['mountPath']) ?? []) : []));
    return { container: name, claimPaths, ...commandOf(value, route) };
  });
}

type Command = Pick<BackupStep, 'at' | 'text' | 'program' | 'isScript' | 'knowsPipefail'>;

function commandOf(value: Parameters<typeof getAt>[0], route: Route): Command {
  const words = ['command', 'args'].flatMap((field) =>
    (listAt(value, [field]) ?? []).flatMap((word, index) => (typeof word === 'string' ? [{ word, at: [...route, field, index] }] : [])),
  );
  const text = words
    .map(({ word }) => word)
    .join(' ')
    .slice(0, LONGEST);
  const script = words.find(({ word }) => /\s/.test(word) && (DUMPS.test(word) || TOOLS.test(word)));
  const program = DUMPS.exec(text)?.[1]?.split(/\s/, 1)[0];
  const shell = words.find(({ word }) => /(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(word))?.word;
  const knowsPipefail = shell !== undefined && (/(?:ba|z|k)sh$/.test(shell) || /alpine|busybox/.test(stringAt(value, ['image']) ?? ''));
  return { at: script?.at ?? words[0]?.at ?? route, text, program, isScript: script !== undefined && shell !== undefined, knowsPipefail };
}

/** A script that ends as soon as a part of a pipeline fails; what it says of its own options stays. */
export function withPipefail(script: string): string {
  const options = /^(\s*(?:#!.*\n\s*)?)set\s+-(e\w*)[ \t]*(?=[;\n]|&&)/.exec(script);
  if (options) return script.replace(options[0], `${options[1]}set -${options[2]}o pipefail`);
  return script.includes('\n') ? script.replace(/^(#!.*\n)?/, '$1set -eo pipefail\n') : `set -eo pipefail; ${script}`;
}

/** True where a script says what becomes of old backups: a program that rotates them, or words that delete or keep so many. */
export function hasRetention(text: string): boolean {
  return (
    TOOLS.test(text) ||
    /-delete\b|\brm\b|-mtime|-mmin|\btail\b.*xargs|retention|retain|rotate|\bkeep\b|--keep|expire|prune|\bfind\b.*-exec/is.test(text)
  );
}

/**
 * The part of a script that pipes a dump on, where the script goes on as if nothing had happened when the dump fails: a pipeline ends as its
 * last command does (POSIX shell), unless `pipefail` is set.
 */
export function unwatchedPipe({ text, program, isScript }: BackupStep): boolean {
  if (!isScript || program === undefined || /pipefail|PIPESTATUS|--fail-with-body/.test(text)) return false;
  const start = DUMPS.exec(text);
  // Up to the end of the command: quoted texts, escapes and redirections may hold what would end it.
  const rest = start === null ? '' : text.slice(start.index + start[0].length);
  return /^(?:[^|;&\n"'\\]|\\[\s\S]|"[^"]*"|'[^']*'|(?<=>)&)*\|(?!\|)/.test(rest);
}
