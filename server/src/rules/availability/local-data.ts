import type { Container, Workload } from '../../resources/types.ts';
import { getAt, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';

/** A variable whose value is an address of data in the container's own file system. */
export interface LocalAddress {
  /** Of the value. */
  readonly route: Route;
  readonly variable: string;
  readonly what: 'an SQLite database' | 'a local file';
}

/** Schemes of addresses of SQLite databases (SQLAlchemy, Rails, JDBC), and of files. */
const SQLITE = /^(?:jdbc:)?sqlite3?(?:\+\w{1,30})?:/i;
const FILE = /^file:/i;
/** What is no path at all, or a database that is gone with its process anyway. */
const IN_MEMORY = /^\/*$|:memory:|mode=memory/;
/** A path to a database file. `postgres.db` without a slash is a Service in the namespace db. */
const DATABASE_FILE = /^\.{0,2}\/.*\.(?:sqlite3?|db3?)$/i;
/** Names of variables that say where data are kept, which those of settings and certificates do not. */
const KEEPS_DATA = /DATABASE|(?:^|_)DB(?:_|$)|STORE|STORAGE|SESSION|UPLOAD|STATE|CACHE|BROKER|QUEUE|BLOB|MEDIA|ATTACHMENT/i;
/** Longer texts are nobody's address. */
const LONGEST = 1000;

/** Addresses of local data in the variables of a container, outside of volumes that outlive the pod or hold settings. */
export function localAddresses(container: Container): readonly LocalAddress[] {
  const folders = volumeFolders(container);
  return (listAt(container.value, ['env']) ?? []).flatMap((entry, index) => {
    const variable = stringAt(entry, ['name']) ?? '';
    const value = stringAt(entry, ['value']) ?? '';
    const what = value.length > LONGEST ? undefined : kindOfAddress(variable, value);
    if (what === undefined || folders.some((folder) => pathIn(value).startsWith(`${folder}/`))) return [];
    return [{ route: [...container.route, 'env', index, 'value'], variable, what }];
  });
}

function kindOfAddress(variable: string, value: string): LocalAddress['what'] | undefined {
  const path = pathIn(value);
  if (SQLITE.test(value)) return IN_MEMORY.test(value.replace(SQLITE, '')) ? undefined : 'an SQLite database';
  if (!KEEPS_DATA.test(variable)) return undefined;
  if (DATABASE_FILE.test(path)) return 'an SQLite database';
  return /^file:\/\/\//i.test(value) ? 'a local file' : undefined;
}

/** The path of an address, without what is asked of it. */
function pathIn(value: string): string {
  const [path = ''] = value.replace(SQLITE, '').replace(FILE, '').split('?', 1);
  return path.replace(/^\/+/, '/');
}

/** Where volumes are mounted that do not end with the pod. */
function volumeFolders({ value, workload }: Container): readonly string[] {
  const volumes = (listAt(workload.podSpec, ['volumes']) ?? []).filter((volume) => mapAt(volume, ['emptyDir']) === undefined);
  const names = new Set(volumes.map((volume) => stringAt(volume, ['name'])));
  const mounts = (listAt(value, ['volumeMounts']) ?? []).filter((mount) => names.has(stringAt(mount, ['name'])));
  return mounts.flatMap((mount) => stringAt(mount, ['mountPath'])?.replace(/\/$/, '') ?? []);
}

/** A folder of the node that a workload's containers can write to. */
export interface HostFolder {
  /** Of the path. */
  readonly route: Route;
  readonly volume: string;
  readonly path: string;
}

/** Types of hostPath that are no folders and files to keep data in (API reference, HostPathVolumeSource). */
const NO_DATA: ReadonlySet<string | undefined> = new Set(['Socket', 'CharDevice', 'BlockDevice']);

/** The hostPath volumes that some container of the workload mounts for writing. */
export function writableHostFolders({ podSpec, podSpecRoute, containers }: Workload): readonly HostFolder[] {
  const mounts = containers.flatMap(({ value }) => listAt(value, ['volumeMounts']) ?? []);
  const written = new Set(mounts.filter((mount) => getAt(mount, ['readOnly']) !== true).map((mount) => stringAt(mount, ['name'])));
  return (listAt(podSpec, ['volumes']) ?? []).flatMap((volume, index) => {
    const name = stringAt(volume, ['name']);
    const path = stringAt(volume, ['hostPath', 'path']);
    if (name === undefined || path === undefined || !written.has(name) || NO_DATA.has(stringAt(volume, ['hostPath', 'type']))) return [];
    return [{ route: [...podSpecRoute, 'volumes', index, 'hostPath', 'path'], volume: name, path }];
  });
}
