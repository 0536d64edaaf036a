import { imageName } from '../resources/image.ts';
import type { Container, RoleName, Workload } from '../resources/types.ts';

/** A database or cache that manifests run, as its image tells. */
export interface Product {
  /** As messages name it: `PostgreSQL`. */
  readonly title: string;
  readonly role: Extract<RoleName, 'database' | 'cache'>;
  /** Words of an image's name that tell it. */
  readonly words: readonly string[];
  /** Folders that its images keep data in: those of the official image and of Bitnami's. */
  readonly folders: readonly string[];
}

function product(title: string, role: Product['role'], words: string, ...folders: readonly string[]): Product {
  return { title, role, words: words.split(' '), folders };
}

export const POSTGRES = product(
  'PostgreSQL',
  'database',
  'postgres postgresql timescaledb pgvector postgis',
  '/var/lib/postgresql',
  '/bitnami/postgresql',
);
export const MARIADB = product('MariaDB', 'database', 'mariadb', '/var/lib/mysql', '/bitnami/mariadb');
export const MYSQL = product('MySQL', 'database', 'mysql percona', '/var/lib/mysql', '/bitnami/mysql');
export const MONGODB = product('MongoDB', 'database', 'mongo mongodb', '/data/db', '/bitnami/mongodb');
export const REDIS = product('Redis', 'cache', 'redis', '/data', '/bitnami/redis');
export const VALKEY = product('Valkey', 'cache', 'valkey', '/data', '/bitnami/valkey');
export const KEYDB = product('KeyDB', 'cache', 'keydb', '/data');
export const MEMCACHED = product('Memcached', 'cache', 'memcached');

/** Source of the folders: the images' documentation on Docker Hub. */
const PRODUCTS: readonly Product[] = [
  POSTGRES,
  MARIADB,
  MYSQL,
  MONGODB,
  product('Cassandra', 'database', 'cassandra', '/var/lib/cassandra', '/bitnami/cassandra'),
  product('ClickHouse', 'database', 'clickhouse', '/var/lib/clickhouse', '/bitnami/clickhouse'),
  product('CouchDB', 'database', 'couchdb', '/opt/couchdb/data'),
  product('Elasticsearch', 'database', 'elasticsearch', '/usr/share/elasticsearch/data', '/bitnami/elasticsearch'),
  product('InfluxDB', 'database', 'influxdb', '/var/lib/influxdb', '/var/lib/influxdb2'),
  product('Neo4j', 'database', 'neo4j', '/data'),
  product('OpenSearch', 'database', 'opensearch', '/usr/share/opensearch/data'),
  product('Qdrant', 'database', 'qdrant', '/qdrant/storage'),
  product('Weaviate', 'database', 'weaviate', '/var/lib/weaviate'),
  REDIS,
  VALKEY,
  KEYDB,
  MEMCACHED,
];

/** Images that work with a product and are not it. */
const ABOUT =
  /(?:^|[-_])(?:admin|backup|cli|client|commander|dashboards?|exporter|express|gui|insight|operator|proxy|router|sentinel|ui|web)(?:$|[-_])/;

/** The product that an image's name tells: `redis:7`, `docker.io/bitnami/postgresql`, `pgvector/pgvector`. */
export function productOfImage(image: string): Product | undefined {
  const name = imageName(image).toLowerCase();
  if (ABOUT.test(name)) return undefined;
  const words = name.split(/[-_.]/);
  return PRODUCTS.find((candidate) => candidate.words.some((word) => words.includes(word)));
}

/** A container that runs a database or cache. */
export interface Datastore {
  readonly product: Product;
  readonly container: Container;
  readonly workload: Workload;
}

/** The database or cache that a workload is for; undefined where it is for something else, or runs none whose image is known. */
export function datastoreOf(workload: Workload): Datastore | undefined {
  const role = workload.role?.name;
  if (role !== 'database' && role !== 'cache') return undefined;
  for (const container of workload.containers) {
    const found = container.kind === 'container' && container.image !== undefined ? productOfImage(container.image) : undefined;
    if (found !== undefined && found.role === role) return { product: found, container, workload };
  }
  return undefined;
}
