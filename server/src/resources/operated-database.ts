import { getAt, isList, numberAt, stringAt } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import type { Resource } from './types.ts';

/** What a database's operator reads of its custom resource. Routes begin at the object; `*` stands for every item of a list. */
interface Shape {
  readonly group: string;
  readonly kind: string;
  /** As messages name it. */
  readonly product: string;
  /** Of the count of its instances. */
  readonly count: Route;
  /** The count where none is written; undefined where it must be. */
  readonly defaultCount?: number;
  /** Of what describes the volume of an instance. */
  readonly volume?: Route;
  /** In there, of the size and the storage class. */
  readonly size?: Route;
  readonly storageClass?: Route;
  /** Of the server's parameters. */
  readonly parameters?: Route;
}

const CLAIM = { size: ['resources', 'requests', 'storage'], storageClass: ['storageClassName'] };

/** Source: the API references of CloudNativePG, Zalando's, Crunchy's, Percona's, MongoDB's, Oracle's, MariaDB's and Elastic's operators. */
const SHAPES: readonly Shape[] = [
  {
    group: 'postgresql.cnpg.io',
    kind: 'Cluster',
    product: 'PostgreSQL',
    count: ['spec', 'instances'],
    defaultCount: 1,
    volume: ['spec', 'storage'],
    size: ['size'],
    storageClass: ['storageClass'],
    parameters: ['spec', 'postgresql', 'parameters'],
  },
  {
    group: 'acid.zalan.do',
    kind: 'postgresql',
    product: 'PostgreSQL',
    count: ['spec', 'numberOfInstances'],
    volume: ['spec', 'volume'],
    size: ['size'],
    storageClass: ['storageClass'],
    parameters: ['spec', 'postgresql', 'parameters'],
  },
  {
    group: 'postgres-operator.crunchydata.com',
    kind: 'PostgresCluster',
    product: 'PostgreSQL',
    count: ['spec', 'instances', '*', 'replicas'],
    defaultCount: 1,
    volume: ['spec', 'instances', '*', 'dataVolumeClaimSpec'],
    ...CLAIM,
    parameters: ['spec', 'patroni', 'dynamicConfiguration', 'postgresql', 'parameters'],
  },
  {
    group: 'pgv2.percona.com',
    kind: 'PerconaPGCluster',
    product: 'PostgreSQL',
    count: ['spec', 'instances', '*', 'replicas'],
    defaultCount: 1,
  },
  { group: 'pxc.percona.com', kind: 'PerconaXtraDBCluster', product: 'MySQL', count: ['spec', 'pxc', 'size'] },
  { group: 'ps.percona.com', kind: 'PerconaServerMySQL', product: 'MySQL', count: ['spec', 'mysql', 'size'] },
  { group: 'psmdb.percona.com', kind: 'PerconaServerMongoDB', product: 'MongoDB', count: ['spec', 'replsets', '*', 'size'] },
  { group: 'mongodbcommunity.mongodb.com', kind: 'MongoDBCommunity', product: 'MongoDB', count: ['spec', 'members'] },
  { group: 'mysql.oracle.com', kind: 'InnoDBCluster', product: 'MySQL', count: ['spec', 'instances'], defaultCount: 1 },
  { group: 'k8s.mariadb.com', kind: 'MariaDB', product: 'MariaDB', count: ['spec', 'replicas'], defaultCount: 1 },
  { group: 'elasticsearch.k8s.elastic.co', kind: 'Elasticsearch', product: 'Elasticsearch', count: ['spec', 'nodeSets', '*', 'count'] },
];

/** Kinds of custom resources that ask an operator for a database. */
export const OPERATED_KINDS: readonly string[] = [...new Set(SHAPES.map(({ kind }) => kind))];

/** A database that an operator runs, as its custom resource asks for it. */
export interface OperatedDatabase {
  readonly product: string;
  /** All of its instances; undefined where that can't be read. */
  readonly instances: number | undefined;
  /** Where their count stands, or would. */
  readonly countAt: Route;
  readonly volumes: readonly OperatedVolume[];
  /** Where the server's parameters stand, or would; undefined where the operator has no such place. */
  readonly parametersAt: Route | undefined;
}

/** The volume of each instance. */
export interface OperatedVolume {
  readonly at: Route;
  readonly size: Json | undefined;
  readonly sizeAt: Route;
  readonly storageClass: string | undefined;
  readonly storageClassAt: Route;
}

/** The database that a custom resource asks an operator for; undefined for everything else. */
export function operatedDatabase({ group, kind, value, route }: Resource): OperatedDatabase | undefined {
  const shape = SHAPES.find((candidate) => candidate.group === group && candidate.kind === kind);
  if (shape === undefined) return undefined;
  const { product, parameters, defaultCount } = shape;
  const counts = expand(value, shape.count);
  const figures = counts.map((at) => numberAt(value, at) ?? ((getAt(value, at) ?? null) === null ? defaultCount : undefined));
  const isKnown = counts.length > 0 && figures.every((figure) => figure !== undefined);
  return {
    product,
    instances: isKnown ? figures.reduce((sum = 0, figure = 0) => sum + figure, 0) : undefined,
    countAt: [...route, ...(counts[0] ?? shape.count.slice(0, shape.count.indexOf('*')))],
    volumes: volumesOf(shape, value, route),
    parametersAt: parameters && [...route, ...parameters],
  };
}

function volumesOf({ volume, size = [], storageClass = [] }: Shape, value: Json, route: Route): readonly OperatedVolume[] {
  if (volume === undefined) return [];
  return expand(value, volume)
    .filter((at) => getAt(value, at) !== undefined)
    .map((at) => ({
      at: [...route, ...at],
      size: getAt(value, [...at, ...size]),
      sizeAt: [...route, ...at, ...size],
      storageClass: stringAt(value, [...at, ...storageClass]),
      storageClassAt: [...route, ...at, ...storageClass],
    }));
}

/** The routes that a route with `*` stands for. */
function expand(value: Json, pattern: Route): readonly Route[] {
  const star = pattern.indexOf('*');
  if (star < 0) return [pattern];
  const list = getAt(value, pattern.slice(0, star));
  if (!isList(list)) return [];
  return list.flatMap((_, index) => expand(value, [...pattern.slice(0, star), index, ...pattern.slice(star + 1)]));
}
