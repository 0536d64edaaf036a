import { deployment } from './workspace.ts';

/** A workspace of kustomizations: files by path. */
export type Workspace = Readonly<Record<string, string>>;

const service = (name: string, selector = `{app: ${name}}`, metadata = '') =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}${metadata}}\nspec: {selector: ${selector}, ports: [{port: 80}]}\n`;
const configMap = (name: string, metadata = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}${metadata}}\ndata: {mode: quiet}\n`;
const labelled = (text: string) => text.replace('  template:', '  selector: {matchLabels: {app: web}}\n  template:');

/** A Deployment "web" that names a ConfigMap "settings", a Secret "login" and an account "web". */
const WEB = labelled(
  deployment('web', {
    pod: `serviceAccountName: web
containers:
- name: app
  image: acme/web:1
  envFrom: [{configMapRef: {name: settings}}]
  env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: login, key: password}}}]`,
  }),
);
const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\n';
const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata: {name: login}\nstringData: {password: example}\n';
const BUDGET =
  'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}\n';
const SCALER = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 2, maxReplicas: 4}
`;
const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
  - host: shop.example
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
`;
const POLICY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec: {podSelector: {matchLabels: {app: web}}, ingress: [{}]}
`;
const JOB = `apiVersion: batch/v1
kind: CronJob
metadata: {name: report}
spec:
  schedule: "0 3 * * *"
  jobTemplate: {spec: {template: {metadata: {labels: {app: report}}, spec: {restartPolicy: Never, containers: [{name: app, image: acme/report:1, envFrom: [{configMapRef: {name: settings}}]}]}}}}
`;
const DATABASE = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: "acme/db:1"}]}}
`;
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: shell, labels: {app: shell}}\nspec: {containers: [{name: app, image: "acme/shell:1"}]}\n';
const ROLES = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader}
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: writer}
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: writer}
subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
`;
const CLUSTER_WIDE = `apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
provisioner: example.com/disk
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: urgent}
value: 1000
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`;
const ROLLOUT = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: canary}
spec:
  selector: {matchLabels: {app: canary}}
  template: {metadata: {labels: {app: canary}}, spec: {containers: [{name: app, image: "acme/web:1"}]}}
`;

/** A base of all these. */
const BASE: Workspace = {
  'base/kustomization.yaml': 'resources: [web.yaml, service.yaml, rest.yaml, roles.yaml]\n',
  'base/web.yaml': WEB,
  'base/service.yaml': service('web'),
  'base/rest.yaml': [
    configMap('settings'),
    ACCOUNT,
    SECRET,
    BUDGET,
    SCALER,
    INGRESS,
    POLICY,
    JOB,
    DATABASE,
    service('db', '{app: db}'),
    POD,
    CLUSTER_WIDE,
    ROLLOUT,
  ].join('---\n'),
  'base/roles.yaml': ROLES.replaceAll(', namespace: shop', ', namespace: default'),
};
const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n';
const MERGE =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, labels: {tier: front}}\nspec: {template: {metadata: {labels: {mesh: "on"}}}}\n';
const OPERATIONS = `- {op: add, path: /metadata/labels, value: {tier: front}}
- {op: add, path: /spec/template/metadata/labels/mesh, value: "on"}
- {op: add, path: /spec/template/spec/containers/0/envFrom/-, value: {secretRef: {name: login}}}
`;
const indented = (text: string) => text.trimEnd().replaceAll('\n', '\n    ');
const overlay = (text: string): Workspace => ({ ...BASE, 'prod/kustomization.yaml': `resources: [../base]\n${text}` });

/** Workspaces of one or more kustomizations each, by what they show. */
export const WORKSPACES: Readonly<Record<string, Workspace>> = {
  'a base alone': BASE,
  'a prefix and a suffix': overlay('namePrefix: acme-\nnameSuffix: -v1\n'),
  'nested prefixes and suffixes': {
    ...BASE,
    'base/kustomization.yaml': `${BASE['base/kustomization.yaml']}namePrefix: shop-\nnameSuffix: -v1\n`,
    'team/kustomization.yaml': 'resources: [../base]\nnamePrefix: team-\n',
    'prod/kustomization.yaml': 'resources: [../team]\nnamePrefix: prod-\nnameSuffix: -eu\n',
    'dev/kustomization.yaml': 'resources: [../team]\nnamePrefix: dev-\n',
  },
  'a namespace': overlay('namespace: shop\n'),
  'nested namespaces': {
    ...BASE,
    'base/kustomization.yaml': `${BASE['base/kustomization.yaml']}namespace: inner\n`,
    'prod/kustomization.yaml': 'resources: [../base]\nnamespace: outer\n',
  },
  'common labels': overlay('commonLabels: {team: shop, env: prod}\n'),
  'nested labels': {
    ...BASE,
    'base/kustomization.yaml': `${BASE['base/kustomization.yaml']}labels: [{pairs: {team: base, part: shop}}]\n`,
    'prod/kustomization.yaml': 'resources: [../base]\nlabels: [{pairs: {team: prod}}]\n',
  },
  'labels for selectors': overlay('labels: [{pairs: {team: shop}, includeSelectors: true}]\n'),
  'labels for templates': overlay('labels: [{pairs: {team: shop}, includeTemplates: true}, {pairs: {env: prod}}]\n'),
  'labels for the field of some': {
    'kustomization.yaml': `resources: [web.yaml]
labels: [{pairs: {team: shop}, fields: [{path: spec/template/metadata/labels, kind: Deployment, create: true}]}]
`,
    'web.yaml': WEB,
  },
  generators: {
    ...overlay('namePrefix: prod-\n'),
    'base/kustomization.yaml': `resources: [web.yaml, service.yaml, account.yaml]
configMapGenerator: [{name: settings, literals: [mode=loud]}]
secretGenerator: [{name: login, literals: [password=example]}]
`,
    'base/account.yaml': ACCOUNT,
  },
  'generators of an overlay': {
    'base/kustomization.yaml':
      'resources: [web.yaml, account.yaml]\nnamePrefix: shop-\nconfigMapGenerator: [{name: settings, literals: [mode=loud]}]\n',
    'base/web.yaml': WEB,
    'base/account.yaml': ACCOUNT,
    'prod/kustomization.yaml': `resources: [../base]
namespace: shop
configMapGenerator: [{name: shop-settings, behavior: merge, literals: [mode=mild]}]
secretGenerator: [{name: login, literals: [password=example]}]
generatorOptions: {disableNameSuffixHash: true, labels: {made: here}}
`,
  },
  'generators with a namespace': {
    'base/kustomization.yaml': `resources: [all.yaml]
configMapGenerator: [{name: settings, namespace: shop, literals: [mode=loud]}]
`,
    'base/all.yaml': WEB.replace('name: web\n', 'name: web\n  namespace: shop\n'),
    'prod/kustomization.yaml': 'bases: [../base]\nnameSuffix: -x\n',
  },
  'a component': {
    ...overlay('components: [../tracing]\nnamePrefix: prod-\n'),
    'tracing/kustomization.yaml': `${COMPONENT}resources: [tracer.yaml]\n`,
    'tracing/tracer.yaml': configMap('tracer'),
  },
  'a component with a prefix, a namespace and labels': {
    ...overlay('components: [../tracing]\nnamePrefix: prod-\n'),
    'tracing/kustomization.yaml': `${COMPONENT}resources: [tracer.yaml]\nnamePrefix: traced-\nnamespace: tracing\ncommonLabels: {traced: "yes"}\n`,
    'tracing/tracer.yaml': configMap('tracer'),
  },
  'two components, one with another one': {
    ...overlay('components: [../tracing, ../metrics]\nnamespace: shop\n'),
    'tracing/kustomization.yaml': `${COMPONENT}components: [../deep]\nresources: [tracer.yaml]\nnameSuffix: -traced\n`,
    'tracing/tracer.yaml': configMap('tracer'),
    'deep/kustomization.yaml': `${COMPONENT}resources: [deep.yaml]\nlabels: [{pairs: {deep: "yes"}}]\n`,
    'deep/deep.yaml': configMap('deep'),
    'metrics/kustomization.yaml': `${COMPONENT}resources: [meter.yaml]\nnameSuffix: -metered\n`,
    'metrics/meter.yaml': configMap('meter'),
  },
  'a merge patch in a file': { ...overlay('patches: [{path: patch.yaml}]\n'), 'prod/patch.yaml': MERGE },
  'a merge patch in a file of the old field': { ...overlay('patchesStrategicMerge: [patch.yaml]\n'), 'prod/patch.yaml': MERGE },
  'a merge patch in a file for another name': {
    ...overlay('patches: [{path: patch.yaml, target: {kind: Deployment, name: "we.*"}}]\n'),
    'prod/patch.yaml': MERGE.replace('name: web', 'name: any'),
  },
  'a merge patch in the kustomization': overlay(`patches:\n- patch: |-\n    ${indented(MERGE)}\n`),
  'JSON operations in a file': {
    ...overlay('patches: [{path: patch.yaml, target: {kind: Deployment, name: web}}]\nnamePrefix: prod-\n'),
    'prod/patch.yaml': OPERATIONS,
  },
  'JSON operations in a JSON file': {
    ...overlay('patches: [{path: patch.json, target: {kind: Deployment}}]\n'),
    'prod/patch.json': '[{"op": "add", "path": "/spec/template/metadata/labels/mesh", "value": "on"}]\n',
  },
  'JSON operations in a file of the old field': {
    ...overlay('patchesJson6902: [{path: patch.yaml, target: {group: apps, version: v1, kind: Deployment, name: web}}]\n'),
    'prod/patch.yaml': OPERATIONS,
  },
  'JSON operations in the kustomization': overlay(
    `patches:\n- target: {kind: Deployment, name: web}\n  patch: |-\n    ${indented(OPERATIONS)}\n`,
  ),
  'a patch for labels': overlay(
    `patches:\n- target: {labelSelector: "app=shell"}\n  patch: |-\n    - {op: add, path: /metadata/labels/tier, value: back}\n`,
  ),
  'replicas and images': overlay('namePrefix: prod-\nreplicas: [{name: web, count: 3}]\nimages: [{name: acme/web, newTag: "2"}]\n'),
  'one base twice': {
    ...BASE,
    'base/kustomization.yaml': 'resources: [web.yaml, service.yaml, named.yaml]\n',
    'base/named.yaml': [configMap('settings'), SECRET, ACCOUNT].join('---\n'),
    'a/kustomization.yaml': 'resources: [../base]\nnamePrefix: a-\nnamespace: one\n',
    'b/kustomization.yaml': 'resources: [../base]\nnamePrefix: b-\nnamespace: two\n',
    'both/kustomization.yaml': 'resources: [../a, ../b]\nnameSuffix: -x\n',
  },
  'a reference across kustomizations': {
    'config/kustomization.yaml': 'resources: [named.yaml]\nnamePrefix: common-\n',
    'config/named.yaml': [configMap('settings'), SECRET, ACCOUNT].join('---\n'),
    'web/kustomization.yaml': 'resources: [web.yaml]\n',
    'web/web.yaml': WEB,
    'all/kustomization.yaml': 'resources: [../config, ../web]\nnamespace: shop\n',
  },
  'an overlay of an overlay that is used twice': {
    ...BASE,
    'base/kustomization.yaml': 'resources: [named.yaml]\nnamePrefix: shop-\n',
    'base/named.yaml': [WEB, configMap('settings'), SECRET, ACCOUNT].join('---\n'),
    'dev/kustomization.yaml': `resources: [../base]\nnamespace: dev\npatches: [{path: patch.yaml}]\n`,
    'dev/patch.yaml': MERGE,
    'prod/kustomization.yaml': `resources: [../base]\nnamespace: prod\npatches: [{path: patch.yaml}]\n`,
    'prod/patch.yaml': MERGE.replace('front', 'back'),
  },
  'a patch under the name that a base gave': {
    ...BASE,
    'base/kustomization.yaml': `${BASE['base/kustomization.yaml']}namePrefix: shop-\n`,
    'prod/kustomization.yaml': 'resources: [../base]\nnamePrefix: prod-\npatches: [{path: patch.yaml}]\n',
    'prod/patch.yaml': MERGE.replace('name: web', 'name: shop-web'),
  },
  'a target under the name that a base gave': {
    ...BASE,
    'base/kustomization.yaml': `${BASE['base/kustomization.yaml']}namePrefix: shop-\n`,
    'prod/kustomization.yaml':
      'resources: [../base]\nnamePrefix: prod-\npatches: [{path: patch.yaml, target: {kind: Deployment, name: shop-web}}]\n',
    'prod/patch.yaml': OPERATIONS,
  },
  'a patch in a component': {
    ...overlay('components: [../tracing]\nnamePrefix: prod-\n'),
    'tracing/kustomization.yaml': `${COMPONENT}patches: [{path: patch.yaml, target: {kind: Deployment}}]\n`,
    'tracing/patch.yaml': OPERATIONS,
  },
  'stated namespaces': {
    'kustomization.yaml': 'resources: [all.yaml]\nnamespace: shop\nnamePrefix: p-\n',
    'all.yaml': [
      WEB.replace('name: web\n', 'name: web\n  namespace: old\n'),
      configMap('settings', ', namespace: old'),
      SECRET.replace('name: login', 'name: login, namespace: old'),
      ACCOUNT.replace('name: web', 'name: web, namespace: old'),
      service('web', '{app: web}', ', namespace: old'),
      ROLES.replaceAll('namespace: shop', 'namespace: old').replaceAll('{name: w', '{namespace: old, name: w'),
    ].join('---\n'),
  },
  'the account that each namespace has': {
    'kustomization.yaml': 'resources: [all.yaml]\nnamespace: shop\n',
    'all.yaml': [ROLES.replaceAll('name: web, namespace: shop', 'name: default, namespace: default'), configMap('settings')].join('---\n'),
  },
  'volumes, claims and certificates': {
    'base/kustomization.yaml': `resources: [all.yaml]
secretGenerator: [{name: certificate, type: kubernetes.io/tls, literals: [tls.crt=a, tls.key=b]}]
configMapGenerator: [{name: page, files: [index.html]}]
`,
    'base/index.html': 'hello',
    'base/all.yaml': [
      deployment('web', {
        pod: `imagePullSecrets: [{name: pull}]
containers: [{name: app, image: "acme/web:1", volumeMounts: [{name: page, mountPath: /srv}]}]
volumes:
- {name: page, configMap: {name: page}}
- {name: data, persistentVolumeClaim: {claimName: data}}
- {name: all, projected: {sources: [{secret: {name: certificate}}, {configMap: {name: page}}]}}`,
      }),
      SECRET.replace('login', 'pull'),
      CLUSTER_WIDE,
      INGRESS.replace('spec:\n', 'spec:\n  tls: [{hosts: [shop.example], secretName: certificate}]\n'),
      service('web'),
    ].join('---\n'),
    'prod/kustomization.yaml': 'resources: [../base]\nnamePrefix: prod-\nnamespace: prod\ncommonLabels: {env: prod}\n',
  },
  'a list, and a file without its own kind': {
    'kustomization.yml': 'kind: Kustomization\nresources: [./list.yaml]\nnamePrefix: p-\n',
    'list.yaml': `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: one}}\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: two}}\n`,
  },
};
