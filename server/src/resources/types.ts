import type { JsonMap, Route, YamlDocument } from '../yaml/types.ts';
import type { Relations } from './relations.ts';

/** A Kubernetes object (or an item of a List) in a document. */
export interface Resource {
  readonly document: YamlDocument;
  /** Route of the object's root in its document: `[]`, or `['items', n]` in a List. All routes of the rooms are absolute in the document. */
  readonly route: Route;
  readonly apiVersion: string;
  /** API group; empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string | undefined;
  /** undefined: not stated, which is unknown and not `default`. */
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly value: JsonMap;
}

export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'ReplicaSet' | 'ReplicationController' | 'Pod' | 'Job' | 'CronJob';

/** What a workload is for; `undefined` roles are unknown. */
export type RoleName =
  | 'api-server'
  | 'worker'
  | 'realtime-sync'
  | 'tool-executor'
  | 'frontend'
  | 'database'
  | 'cache'
  | 'queue'
  | 'gateway'
  | 'monitoring';

export interface Role {
  readonly name: RoleName;
  /** Why, for the hover: `label plimsoll/role`, `its name ends in "-worker"`, `image postgres`. */
  readonly because: string;
}

/** An exact quantity in its base unit (cores, bytes, count). */
export interface Quantity {
  readonly text: string;
  /** Base units as a number: cores for CPU, bytes for memory. */
  readonly value: number;
}

/** Requests or limits by resource name (`cpu`, `memory`, `nvidia.com/gpu`); unparsable ones are absent. */
export type ResourceList = Readonly<Record<string, Quantity>>;

export interface ContainerPort {
  readonly route: Route;
  readonly name: string | undefined;
  readonly port: number | undefined;
  readonly protocol: string;
}

export type ContainerKind = 'container' | 'init' | 'sidecar';

export interface Container {
  /** `spec.containers` entry, ordinary init container, or native sidecar (init with restartPolicy Always). */
  readonly kind: ContainerKind;
  /** As written, else `#<index>`. */
  readonly name: string;
  readonly route: Route;
  readonly value: JsonMap;
  readonly image: string | undefined;
  readonly requests: ResourceList;
  readonly limits: ResourceList;
  readonly ports: readonly ContainerPort[];
  readonly workload: Workload;
}

export interface Workload {
  readonly kind: WorkloadKind;
  readonly resource: Resource;
  /** Route of the object that holds the pod's `metadata` and `spec`. */
  readonly templateRoute: Route;
  readonly podSpecRoute: Route;
  readonly podSpec: JsonMap;
  readonly podLabels: Readonly<Record<string, string>>;
  /** Containers, sidecars and init containers in the order of the manifest, init containers first as Kubernetes starts them. */
  readonly containers: readonly Container[];
  /** `spec.replicas` where the kind has it; undefined where not given or not a number. */
  readonly replicas: number | undefined;
  /** False for Jobs and CronJobs. */
  readonly longRunning: boolean;
  readonly role: Role | undefined;
}

/** A resource at its place in the workspace. */
export interface Entry {
  readonly uri: string;
  /** Index of its document in the file. */
  readonly index: number;
  readonly resource: Resource;
}

/** How the file that holds a resource is used, as far as the workspace tells. */
export interface FileContext {
  /** Listed as a patch by a kustomization, or belongs to a Component: only what it does set is judged. */
  readonly partial: boolean;
  /** A template of a Helm chart. */
  readonly helmTemplate: boolean;
  /** Namespace that a kustomization lays over it. */
  readonly namespace: string | undefined;
}

/** Something that workloads are looked up by, so that nobody has to look through all of them. */
export interface WorkloadTrait {
  /** Unlike that of every other trait. */
  readonly id: string;
  /** The keys of a workload: by the object itself, and by where its file is, and by nothing else of the workspace. */
  keysOf(workload: Workload, uri: string): readonly string[];
}

/** The same of objects of some kinds. */
export interface ObjectTrait {
  /** Unlike that of every other trait. */
  readonly id: string;
  readonly kinds: readonly string[];
  /** The keys of an object, by nothing but the object itself. */
  keysOf(resource: Resource): readonly string[];
}

/** Read-only questions about the workspace. Namespaces: an absent one matches any. */
export interface Inventory extends Relations {
  /** The same object as long as every question would be answered as it was; what is derived from the whole workspace can hang on it. */
  state(): object;
  /** All resources of a kind, ordered by URI and place in the file, as all answers are. */
  ofKind(kind: string): readonly Entry[];
  /** Whether there is any resource of a kind. It is answered anew when the first one comes or the last one goes. */
  hasKind(kind: string): boolean;
  /** Those of the objects that have a key of a trait; answered anew when one of them has changed, or another one has got the key. */
  filedBy(trait: ObjectTrait, key?: string): readonly Entry[];
  find(kind: string, namespace: string | undefined, name: string): readonly Entry[];
  /** What patches of kustomizations have for this resource, found by kind and name as kustomize finds what a patch is for. */
  patchesOf(resource: Resource): readonly Entry[];
  /** Every workload of every file, patches and templates too: {@link contextOf} tells which those are. */
  workloads(): readonly { readonly entry: Entry; readonly workload: Workload }[];
  /**
   * Those of the workloads that have a key of a trait. It is answered anew when one of them has changed, or another one has got the key,
   * rather than with every change of any workload.
   */
  workloadsBy(trait: WorkloadTrait, key?: string): readonly Workload[];
  /** HorizontalPodAutoscalers and KEDA ScaledObjects whose target is this resource. */
  autoscalersOf(resource: Resource): readonly Autoscaler[];
  /** Services whose selector matches the workload's pod labels in its namespace. */
  servicesOf(workload: Workload): readonly Entry[];
  /** The first deployment plan of the workspace. */
  plan(): { readonly uri: string; readonly plan: Plan } | undefined;
  contextOf(uri: string): FileContext;
  /** Where a resource is now. Ask afresh for every use: an entry's index moves when documents come or go above it. */
  entryOf(resource: Resource): Entry | undefined;
  /** The namespace that a kustomization lays over a resource, else its own; undefined where neither states one. */
  namespaceOf(resource: Resource): string | undefined;
}

export interface Autoscaler {
  readonly entry: Entry;
  readonly kind: 'HorizontalPodAutoscaler' | 'ScaledObject';
  /** Bounds as Kubernetes defaults them (HPA min 1; ScaledObject min 0, max 100); `undefined` maximum where it is missing. */
  readonly min: number;
  readonly max: number | undefined;
  readonly target: { readonly apiVersion: string | undefined; readonly kind: string; readonly name: string; readonly route: Route };
}

/** One service of a deployment plan (`api_servers`, `workers`, …). */
export interface PlanService {
  readonly name: string;
  readonly route: Route;
  readonly role: RoleName | undefined;
  readonly replicas: number | undefined;
  readonly cpu: Quantity | undefined;
  readonly memory: Quantity | undefined;
}

/** One deployment of a plan file: `small_team_deployment`, `enterprise_deployment`, or the root of a plan. */
export interface PlanDeployment {
  readonly name: string;
  readonly route: Route;
  readonly users: number | undefined;
  readonly conversations: number | undefined;
  /** Share of the users with a conversation at the peak, 0 to 1. */
  readonly peakConcurrency: number | undefined;
  /** Conversation threads that the databases must hold. */
  readonly threads: number | undefined;
  /** What the largest node has for pods. */
  readonly node: { readonly cpu: Quantity | undefined; readonly memory: Quantity | undefined };
  /** The link that users reach the deployment by. */
  readonly link: PlanLink | undefined;
  readonly services: readonly PlanService[];
}

/** A link of a plan's network. */
export interface PlanLink {
  readonly route: Route;
  /** Megabits per second. */
  readonly megabits: number;
}

export interface Plan {
  readonly document: YamlDocument;
  readonly deployments: readonly PlanDeployment[];
}

/** A variable of a Compose service's `environment`, in its mapping or its list form. */
export interface ComposeVariable {
  /** Of the mapping's entry, or of the list's item. */
  readonly route: Route;
  readonly name: string;
  /** As written, with its interpolations (`${VAR}`); undefined where the value comes from the environment of whoever runs Compose. */
  readonly value: string | undefined;
}

/** A port of a Compose service, in its short or its long form. */
export interface ComposePort {
  readonly route: Route;
  /** Inside the container; undefined for ranges, variables and what can't be read. */
  readonly target: number | undefined;
  /** On the host; undefined where it isn't published on a fixed port. */
  readonly published: number | undefined;
  /** Host address that it is bound to, as written, be it a variable; undefined for all. */
  readonly address: string | undefined;
  /** In lower case; `tcp` where none is given. */
  readonly protocol: string;
}

/** An entry of a Compose file's `services`. */
export interface ComposeService {
  readonly document: YamlDocument;
  readonly name: string;
  readonly route: Route;
  /** As written, with merge keys (`<<`) resolved, but not `extends`. */
  readonly value: JsonMap;
  readonly image: string | undefined;
  readonly ports: readonly ComposePort[];
  readonly environment: readonly ComposeVariable[];
  readonly role: Role | undefined;
  /** False for a service that ends by itself: others wait for its success, it is a job, or it is told never to restart and has no ports. */
  readonly longRunning: boolean;
  /** True where the rest of the service is elsewhere: it extends another one, or an override file changes it. Absence is no problem there. */
  readonly partial: boolean;
  /** True where another service waits until this one is healthy (`depends_on` with `service_healthy`). */
  readonly awaitedHealthy: boolean;
}

/** A Compose file: what `docker compose` reads. */
export interface ComposeFile {
  readonly document: YamlDocument;
  readonly services: readonly ComposeService[];
  /** True for an override file (`compose.override.yaml`), which changes services that another file defines: absence is no problem there. */
  readonly partial: boolean;
}
