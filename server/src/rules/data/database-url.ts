/** The address of a database in a variable. */
export interface Connection {
  readonly scheme: string;
  /** Behind the `?`, else empty. */
  readonly query: string;
}

/** Schemes of addresses by what they lead to (SQLAlchemy's and JDBC's forms too). */
export const SCHEMES: ReadonlyMap<string, string> = new Map([
  ['postgres', 'PostgreSQL'],
  ['postgresql', 'PostgreSQL'],
  ['mysql', 'MySQL'],
  ['mysql2', 'MySQL'],
  ['mariadb', 'MariaDB'],
]);

/** Longer texts are nobody's address. */
const LONGEST = 2000;

/** The address that a text is: `postgres://app@db/chat?sslmode=require`, `jdbc:mysql://db/chat`, `postgresql+asyncpg://…`. */
export function connectionIn(text: string): Connection | undefined {
  if (text.length > LONGEST) return undefined;
  const [, scheme, rest] = /^(?:jdbc:)?([a-z0-9]+)(?:\+[a-z0-9]+)?:\/\/(.+)$/is.exec(text) ?? [];
  if (scheme === undefined || rest === undefined) return undefined;
  const mark = rest.indexOf('?');
  return { scheme: scheme.toLowerCase(), query: mark < 0 ? '' : rest.slice(mark + 1) };
}

/** True where an address has a timeout for statements or for answers, hands options to the server, or is still to be filled in there. */
export function hasTimeout({ query }: Connection): boolean {
  return /timeout|max_(?:execution|statement)_time|(?:^|&)options=|[${<]/i.test(query);
}
