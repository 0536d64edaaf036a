import { isMap, mapAt, numberAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import type { Json, JsonMap, Route, YamlDocument } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import { parseQuantity } from './quantity.ts';
import { ROLE_NAMES, roleOfName } from './role-words.ts';
import type { Plan, PlanDeployment, PlanService } from './types.ts';

/** What makes a mapping a service of a plan: any of the figures that the guide gives one. */
const FIGURES = ['replicas', 'cpu', 'memory'];

/** What a plan states at its root, and neither a Kubernetes object nor a Compose file does. */
const STATEMENTS = ['users', 'conversations', 'peak_concurrency', 'pattern', 'regions', 'recovery'];

/** What a Compose service has and a plan's service has not. */
const COMPOSE = ['image', 'build', 'extends'];

/** Megabits per second of the link that users come by. */
const LINK = 'bandwidth_mbps';

const PLAN_FILE = /(?:^|[./\\])plan\.ya?ml$/i;

/**
 * The deployment plan that a document is. It is recognised by its shape: `*_deployment` keys that hold services with replicas, CPU or memory,
 * as the guide's example has them, or `services` beside what only a plan states (users, pattern, …); or by its file's name, `*.plan.yaml`.
 * A Kubernetes object or a Compose file never is one.
 * @param fileName path or URI; its last part counts
 */
export function planOf(document: YamlDocument, fileName?: string): Plan | undefined {
  return planByShape(document) ?? (fileName !== undefined && isPlanFile(fileName) ? planByName(document) : undefined);
}

/** True for the names of plan files: `plimsoll.plan.yaml`, `staging.plan.yml`, `plan.yaml`. */
export function isPlanFile(fileName: string): boolean {
  return PLAN_FILE.test(fileName);
}

const planByShape: (document: YamlDocument) => Plan | undefined = memo((document) => {
  const root = candidateOf(document);
  return root && hasPlanShape(root) ? toPlan(document, root) : undefined;
});

const planByName: (document: YamlDocument) => Plan | undefined = memo((document) => {
  const root = candidateOf(document);
  return root && toPlan(document, root);
});

/** The root of what is neither a template, a Kubernetes object nor a Compose file. */
function candidateOf(document: YamlDocument): JsonMap | undefined {
  const root = document.templated ? undefined : valueOf(document);
  if (!isMap(root) || ('apiVersion' in root && 'kind' in root)) return undefined;
  return isCompose(root) ? undefined : root;
}

function isCompose(root: JsonMap): boolean {
  const services = Object.values(mapAt(root, ['services']) ?? {});
  return services.some((service) => isMap(service) && COMPOSE.some((key) => key in service));
}

function hasPlanShape(root: JsonMap): boolean {
  if (deploymentKeys(root).some((key) => hasServices(root[key]))) return true;
  return isMap(root.services) && STATEMENTS.some((key) => key in root);
}

function deploymentKeys(root: JsonMap): readonly string[] {
  return Object.keys(root).filter((key) => key.endsWith('_deployment') && isMap(root[key]));
}

function hasServices(value: Json | undefined): boolean {
  return isMap(value) && (isMap(value.services) || Object.values(value).some(isService));
}

function isService(value: Json): value is JsonMap {
  return isMap(value) && FIGURES.some((key) => key in value);
}

function toPlan(document: YamlDocument, root: JsonMap): Plan {
  const named = deploymentKeys(root).map((key) => toDeployment(key, root));
  // The root is a deployment of its own where it has services, or where there is no other.
  return { document, deployments: isMap(root.services) || named.length === 0 ? [toRootDeployment(root), ...named] : named };
}

function toRootDeployment(root: JsonMap): PlanDeployment {
  return {
    name: 'deployment',
    route: [],
    ...demandIn(root, root),
    ...platformIn(root, root, []),
    services: servicesIn(mapAt(root, ['services']), ['services'], isMap),
  };
}

/** Services stand in a named deployment itself, as in the guide, or under its `services`. What the root states holds where it is silent. */
function toDeployment(name: string, root: JsonMap): PlanDeployment {
  const value = mapAt(root, [name]) ?? {};
  return {
    name,
    route: [name],
    ...demandIn(value, root),
    ...platformIn(value, root, [name]),
    services: [...servicesIn(value, [name], isService), ...servicesIn(mapAt(value, ['services']), [name, 'services'], isMap)],
  };
}

function demandIn(value: JsonMap, root: JsonMap): Pick<PlanDeployment, 'users' | 'conversations' | 'peakConcurrency' | 'threads'> {
  const amount = (key: string) => amountAt(value, key) ?? amountAt(root, key);
  return {
    users: amount('users'),
    conversations: amount('conversations'),
    peakConcurrency: amount('peak_concurrency'),
    threads: amount('threads'),
  };
}

function platformIn(value: JsonMap, root: JsonMap, route: Route): Pick<PlanDeployment, 'node' | 'link'> {
  const node = mapAt(value, ['node']) ?? mapAt(root, ['node']);
  const links = [
    { megabits: amountAt(mapAt(value, ['network']) ?? {}, LINK), route: [...route, 'network', LINK] },
    { megabits: amountAt(mapAt(root, ['network']) ?? {}, LINK), route: ['network', LINK] },
  ];
  return {
    node: { cpu: parseQuantity(node?.cpu), memory: parseQuantity(node?.memory) },
    link: links.flatMap(({ megabits, route: at }) => (megabits === undefined ? [] : [{ megabits, route: at }]))[0],
  };
}

function servicesIn(value: JsonMap | undefined, route: Route, accepts: (value: Json) => value is JsonMap): readonly PlanService[] {
  const entries = Object.entries(value ?? {});
  return entries.flatMap(([name, service]) => (accepts(service) ? [toService(name, [...route, name], service)] : []));
}

function toService(name: string, route: Route, service: JsonMap): PlanService {
  return {
    name,
    route,
    role: ROLE_NAMES.find((role) => role === service.role) ?? roleOfName(name)?.role,
    replicas: amountAt(service, 'replicas'),
    cpu: parseQuantity(service.cpu),
    memory: parseQuantity(service.memory),
  };
}

/** A count; negative and infinite ones are no counts. */
function amountAt(value: JsonMap, key: string): number | undefined {
  const amount = numberAt(value, [key]);
  return amount !== undefined && amount >= 0 && Number.isFinite(amount) ? amount : undefined;
}
