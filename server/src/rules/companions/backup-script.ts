/** How a database is dumped, and a dump verified, by the programs of its own image. */
export interface BackupProduct {
  /** Extension of its dumps. */
  readonly extension: string;
  /** Variables by which its image is set up, and the user it has where none is named. */
  readonly variables: {
    readonly password: readonly string[];
    readonly user: readonly string[];
    readonly database: readonly string[];
    readonly superuser: string;
  };
  /** Commands of a shell; `$file` is the dump, and the password is in a file. */
  readonly dump: (target: BackupTarget) => readonly string[];
  readonly verify: string;
}

/** What is backed up, and where to. */
export interface BackupTarget {
  readonly folder: string;
  /** Path of the file with the password. */
  readonly password: string;
  readonly host: string;
  readonly user: string;
  /** All databases where undefined. */
  readonly database: string | undefined;
}

/** Days that dumps are kept: two weeks, in which most mistakes are found. Our own figure. */
const DAYS = 14;

/** The script of a backup: it dumps, reads the dump again, and deletes dumps that are older than two weeks. A run that fails leaves no dump. */
export function backupScript({ extension, dump, verify }: BackupProduct, target: BackupTarget): string {
  return [
    'set -eu',
    `file="${target.folder}/$(date -u +%Y-%m-%dT%H%M%SZ).${extension}"`,
    `trap 'rm -f "$file.part"' EXIT`,
    ...dump(target),
    verify,
    'mv "$file.part" "$file"',
    `find ${target.folder} -name '*.${extension}' -mtime +${DAYS} -delete`,
    '',
  ].join('\n');
}

/** Variables of the official image; `pg_dump` and `pg_restore` as in the PostgreSQL documentation. */
const POSTGRES: BackupProduct = {
  extension: 'dump',
  variables: {
    password: ['POSTGRES_PASSWORD', 'POSTGRESQL_PASSWORD', 'PGPASSWORD'],
    user: ['POSTGRES_USER', 'POSTGRESQL_USERNAME'],
    database: ['POSTGRES_DB', 'POSTGRESQL_DATABASE'],
    superuser: 'postgres',
  },
  dump: ({ password, host, user, database = user }) => [
    `export PGPASSWORD="$(cat ${password})"`,
    `pg_dump --host=${host} --username=${user} --format=custom --file="$file.part" ${database}`,
  ],
  verify: 'pg_restore --file=/dev/null "$file.part"',
};

/** Variables of the official images of MySQL; a complete dump ends in a line that says so (MySQL reference manual, mysqldump). */
const MYSQL: BackupProduct = {
  extension: 'sql',
  variables: {
    password: ['MYSQL_ROOT_PASSWORD', 'MARIADB_ROOT_PASSWORD'],
    user: [],
    database: ['MYSQL_DATABASE', 'MARIADB_DATABASE'],
    superuser: 'root',
  },
  dump: ({ password, host, user, database }) => [
    `export MYSQL_PWD="$(cat ${password})"`,
    `mysqldump --host=${host} --user=${user} --single-transaction --routines --result-file="$file.part" ${database === undefined ? '--all-databases' : `--databases ${database}`}`,
  ],
  verify: 'tail -n 1 "$file.part" | grep -q "Dump completed"',
};

/** As for MySQL, by the names that the programs of MariaDB have since 11.0. */
const MARIADB: BackupProduct = {
  ...MYSQL,
  dump: (target) => MYSQL.dump(target).map((line) => line.replace(/^mysqldump/, 'mariadb-dump')),
};

/** Variables of the official image; an archive made with `--gzip` is a gzip file (MongoDB documentation, mongodump). */
const MONGODB: BackupProduct = {
  extension: 'archive.gz',
  variables: {
    password: ['MONGO_INITDB_ROOT_PASSWORD', 'MONGODB_ROOT_PASSWORD'],
    user: ['MONGO_INITDB_ROOT_USERNAME', 'MONGODB_ROOT_USER'],
    database: ['MONGO_INITDB_DATABASE', 'MONGODB_DATABASE'],
    superuser: 'root',
  },
  dump: ({ password, host, user }) => [
    `printf 'password: "%s"\\n' "$(cat ${password})" > /tmp/mongodump.yaml`,
    `mongodump --config=/tmp/mongodump.yaml --host=${host} --username=${user} --archive="$file.part" --gzip`,
  ],
  verify: 'gzip -t "$file.part"',
};

const PRODUCTS: ReadonlyMap<string, BackupProduct> = new Map([
  ['PostgreSQL', POSTGRES],
  ['MySQL', MYSQL],
  ['MariaDB', MARIADB],
  ['MongoDB', MONGODB],
]);

/** How a product is backed up, by its title (`PostgreSQL`); undefined where that isn't known. */
export function backupProduct(title: string): BackupProduct | undefined {
  return PRODUCTS.get(title);
}
