import { describe, expect, test } from 'vitest';
import { describeCompletion } from '../../../server/src/features/completion-documentation.ts';
import { someOf } from '../../fuzz.ts';
import { schemas } from '../../schemas.ts';
import { accepted, complete, problemsIn } from './schema-support.ts';
import { CURSOR, offsetsIn } from './support.ts';

type Options = Parameters<typeof complete>[1];

const labels = (text: string, options?: Options) => complete(text, options).map(({ label }) => label);

/** A Deployment with a cursor line among its container's fields, in the given style of lists. */
function pod(lines: string, { dash = '  ' } = {}): string {
  const inside = lines.replaceAll('\n', `\n      ${dash}  `);
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels:
      app: api
  template:
    metadata:
      labels:
        app: api
    spec:
      containers:
      ${dash}- name: api
      ${dash}  image: example/api:1.0.0
      ${dash}  ${inside}
`;
}

const service = (lines: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: api\nspec:\n  ports:\n    - port: 80\n${lines}`;
const kustomization: Options = { uri: 'file:///shop/kustomization.yaml' };
const compose: Options = { uri: 'file:///shop/compose.yaml' };

describe('the keys of a mapping', () => {
  test.each<[string, string, string[], string[], Options?]>([
    ['a container', pod(CURSOR), ['env', 'livenessProbe', 'ports', 'resources'], ['name', 'image', 'containers']],
    ['half a key', pod(`live${CURSOR}`), ['livenessProbe'], ['name']],
    ['half a key with more behind the cursor', pod(`live${CURSOR}ness`), ['livenessProbe'], []],
    [
      'the column of the pod',
      pod(CURSOR).replace(`          ${CURSOR}`, `      ${CURSOR}`),
      ['volumes', 'nodeSelector'],
      ['image', 'containers'],
    ],
    ['the column of the template', pod(CURSOR).replace(`          ${CURSOR}`, `    ${CURSOR}`), [], ['metadata', 'spec', 'replicas']],
    ['the column of the spec', pod(CURSOR).replace(`          ${CURSOR}`, `  ${CURSOR}`), ['replicas', 'strategy'], ['selector', 'image']],
    ['the column of the object', pod(CURSOR).replace(`          ${CURSOR}`, CURSOR), ['status'], ['spec', 'replicas']],
    ['a mapping that is still empty', pod(`securityContext:\n  ${CURSOR}`), ['runAsNonRoot', 'capabilities'], ['image']],
    ['an item of a list', pod(`ports:\n  - ${CURSOR}`), ['containerPort', 'protocol'], ['image']],
    ['the second line of an item', pod(`ports:\n  - name: http\n    ${CURSOR}`), ['containerPort'], ['name']],
    ['lines with a comment', pod(`${CURSOR} # more to come`), ['env'], ['name']],
    ['a line with blanks behind the cursor', pod(`${CURSOR}   `), ['env'], ['name']],
    ['between other keys', service(`  ${CURSOR}\n  type: ClusterIP\n`), ['selector', 'clusterIP'], ['type', 'ports']],
    ['the last line without a line break', service(`  ${CURSOR}`), ['selector'], ['ports']],
    ['Windows line breaks', service(`  ${CURSOR}\n`).replaceAll('\n', '\r\n'), ['selector'], ['ports']],
    ['a document behind others', `${pod('tty: true')}---\n${service(`  ${CURSOR}\n`)}`, ['selector'], ['replicas']],
    ['a document before a broken one', `${service(`  ${CURSOR}\n`)}---\nkind: [`, ['selector'], []],
    [
      'an item of a List',
      `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Service\n    spec:\n      ${CURSOR}\n`,
      ['selector'],
      ['items'],
    ],
    ['brackets', pod(`ports: [{ containerPort: 80, ${CURSOR} }]`), ['protocol', 'name'], ['containerPort']],
    ['empty brackets', pod(`resources: { ${CURSOR} }`), ['requests', 'limits'], ['image']],
    ['brackets over several lines', pod(`resources: {\n  ${CURSOR}\n}`), ['requests', 'limits'], ['image']],
    ['labels', service('').replace('name: api', `name: api\n  labels:\n    ${CURSOR}`), ['app.kubernetes.io/name'], ['name']],
    ['requests', pod(`resources:\n  requests:\n    ${CURSOR}`), ['cpu', 'memory'], ['storage']],
    [
      'a patch',
      `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  ${CURSOR}\n`,
      ['replicas', 'template'],
      ['metadata'],
    ],
    ['a kustomization', `resources: []\n${CURSOR}\n`, ['patches', 'images', 'namespace'], ['resources', 'spec'], kustomization],
    ['a kustomization’s patch', `patches:\n  - ${CURSOR}\n`, ['path', 'target', 'options'], ['resources'], kustomization],
    ['a Component', `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${CURSOR}\n`, ['patches'], ['kind'], kustomization],
    [
      'a Compose service',
      `services:\n  web:\n    image: web:1\n    ${CURSOR}\n`,
      ['healthcheck', 'deploy'],
      ['image', 'services'],
      compose,
    ],
    ['a Compose file that is blank', CURSOR, ['services', 'networks'], ['Deployment'], compose],
    ['a plan', `small_team_deployment:\n  users: 50\n  api_servers:\n    replicas: 2\n    ${CURSOR}\n`, ['cpu', 'memory'], ['replicas']],
  ])('%s', (_, text, has, lacks, options) => {
    const found = labels(text, options);
    expect(found).toEqual(expect.arrayContaining(has));
    expect(found.filter((label) => lacks.includes(label))).toEqual([]);
  });

  test('come as they are needed: required, usual, other, deprecated, what the server writes', () => {
    const spec = labels(`apiVersion: apps/v1\nkind: Deployment\nspec:\n  ${CURSOR}\n`);
    expect(spec.slice(0, 3)).toEqual(['selector', 'template', 'replicas']);
    const podSpec = complete(pod(CURSOR).replace(`          ${CURSOR}`, `      ${CURSOR}`));
    expect(podSpec.at(-1)).toMatchObject({ label: 'serviceAccount', tags: [1] });
    expect(labels(service('').replace('name: api', `name: api\n  ${CURSOR}`)).at(-1)).toBe('uid');
  });

  test('that a version of Kubernetes lacks are not there', () => {
    const at = (kubernetesVersion: string) => labels(pod(CURSOR), { settings: { kubernetesVersion } });
    expect(at('1.34')).toContain('restartPolicyRules');
    expect(at('1.33')).not.toContain('restartPolicyRules');
  });
});

describe('an accepted key', () => {
  test.each<[string, string, string, string, Options?]>([
    ['a single value', pod(`work${CURSOR}`), 'workingDir', pod('workingDir: ')],
    ['a choice', pod(CURSOR), 'imagePullPolicy', pod('imagePullPolicy: Always')],
    ['yes or no', pod(CURSOR), 'tty', pod('tty: true')],
    [
      'a mapping with what it requires',
      pod(CURSOR),
      'livenessProbe',
      pod('livenessProbe:\n  httpGet:\n    path: /healthz\n    port: 8080'),
    ],
    [
      'a probe of a port that the container names',
      pod(`ports:\n  - name: web\n    containerPort: 80\n${CURSOR}`),
      'readinessProbe',
      pod('ports:\n  - name: web\n    containerPort: 80\nreadinessProbe:\n  httpGet:\n    path: /healthz\n    port: web'),
    ],
    ['a list in the style of its neighbours', pod(CURSOR), 'ports', pod('ports:\n  - name: http\n    containerPort: 8080')],
    ['a list in the other style', pod(CURSOR, { dash: '' }), 'ports', pod('ports:\n- name: http\n  containerPort: 8080', { dash: '' })],
    ['a list of values', pod(CURSOR), 'args', pod('args:\n  - args')],
    ['a key that is being changed', pod(`sto${CURSOR}p: true`), 'stdin', pod('stdin: true')],
    [
      'a key whose value is below it already',
      pod(`res${CURSOR}\n  limits:\n    cpu: 1`),
      'resources',
      pod('resources:\n  limits:\n    cpu: 1'),
    ],
    ['a key in brackets', pod(`ports: [{ containerPort: 80, na${CURSOR} }]`), 'name', pod('ports: [{ containerPort: 80, name: http }]')],
    ['a mapping in brackets', pod(`resources: { ${CURSOR} }`), 'requests', pod('resources: { requests: { cpu: 100m, memory: 128Mi } }')],
    ['an item’s first key', pod(`env:\n  - ${CURSOR}`), 'value', pod('env:\n  - value: ')],
    ['an item whose dash is not there yet', pod(`env:\n  ${CURSOR}`), '- name', pod('env:\n  - name: ')],
    [
      'the next item of a list',
      pod(`env:\n  - name: A\n    value: a\n  ${CURSOR}`),
      '- variable',
      pod('env:\n  - name: A\n    value: a\n  - name: NAME\n    value: value'),
    ],
    ['a list right below its key', pod(`env:\n${CURSOR}`, { dash: '' }), '- value', pod('env:\n- value: ', { dash: '' })],
    [
      'an item before the others of a list',
      pod(`env:\n${CURSOR}\n- name: A`, { dash: '' }),
      '- value',
      pod('env:\n- value: \n- name: A', { dash: '' }),
    ],
    [
      'a snippet for a list',
      pod(`env:\n  - ${CURSOR}`),
      'variable from a Secret',
      pod('env:\n  - name: NAME\n    valueFrom:\n      secretKeyRef:\n        name: secret\n        key: key'),
    ],
    [
      'a healthcheck of Compose',
      `services:\n  web:\n    image: web:1\n    ${CURSOR}\n`,
      'healthcheck',
      'services:\n  web:\n    image: web:1\n    healthcheck:\n      test: command\n      interval: 30s\n      timeout: 5s\n      retries: 3\n',
      compose,
    ],
    ['a patch of a kustomization', `patches:\n  - ${CURSOR}\n`, 'patch from a file', 'patches:\n  - path: patch.yaml\n', kustomization],
    [
      'a list of a kustomization',
      `resources: []\n${CURSOR}\n`,
      'images',
      'resources: []\nimages:\n- name: name\n  newTag: 1.0.0\n',
      kustomization,
    ],
  ])('%s', (_, text, label, expected, options) => {
    expect(accepted(text, label, options)).toBe(expected);
  });

  test('may say what a patch does', () => {
    const others = { 'file:///shop/kustomization.yaml': 'resources: []\npatches:\n  - path: api.yaml\n' };
    const text = pod(`env:\n  - name: A\n    ${CURSOR}`);
    expect(accepted(text, '$patch', { others })).toBe(pod('env:\n  - name: A\n    $patch: delete'));
    expect(labels(text)).not.toContain('$patch');
    expect(labels(pod(`resources:\n  $patch: ${CURSOR}`), { others })).toEqual(['delete', 'replace', 'merge']);
  });

  test('keeps Windows line breaks', () => {
    const text = accepted(pod(CURSOR).replaceAll('\n', '\r\n'), 'livenessProbe');
    expect(text).not.toMatch(/[^\r]\n/);
    expect(problemsIn(text)).toEqual([]);
  });

  test('is indented as its document is', () => {
    const text = `apiVersion: v1\nkind: Service\nmetadata:\n    name: api\nspec:\n    ${CURSOR}\n`;
    expect(accepted(text, 'sessionAffinityConfig')).toContain('\n    sessionAffinityConfig:\n        \n');
  });
});

describe('values', () => {
  test.each<[string, string, string[], Options?]>([
    ['of a closed list', pod(`imagePullPolicy: ${CURSOR}`), ['Always', 'IfNotPresent', 'Never']],
    ['half typed', pod(`imagePullPolicy: If${CURSOR}`), ['Always', 'IfNotPresent', 'Never']],
    ['before a comment', pod(`imagePullPolicy: ${CURSOR} # why`), ['Always', 'IfNotPresent', 'Never']],
    ['yes and no', pod(`tty: ${CURSOR}`), ['true', 'false']],
    [
      'of a list',
      `apiVersion: v1\nkind: PersistentVolumeClaim\nspec:\n  accessModes:\n    - ${CURSOR}\n`,
      ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'],
    ],
    [
      'of a list whose dash is not there yet',
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec:\n  policyTypes:\n    ${CURSOR}\n`,
      ['- Egress', '- Ingress'],
    ],
    ['in brackets', pod(`ports: [{ containerPort: 80, protocol: ${CURSOR} }]`), ['SCTP', 'TCP', 'UDP']],
    [
      'of a list in brackets',
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec:\n  policyTypes: [${CURSOR}]\n`,
      ['Egress', 'Ingress'],
    ],
    [
      'ports of the container',
      pod(`ports:\n  - name: web\n    containerPort: 80\nlivenessProbe:\n  httpGet:\n    port: ${CURSOR}`),
      ['web', '80'],
    ],
    [
      'volumes of the pod',
      pod(`volumeMounts:\n  - name: ${CURSOR}`).replace('      containers:', '      volumes:\n        - name: data\n      containers:'),
      ['data'],
    ],
    [
      'well-known topologies',
      pod('').replace('    spec:', `    spec:\n      topologySpreadConstraints:\n        - topologyKey: ${CURSOR}`),
      ['topology.kubernetes.io/zone', 'kubernetes.io/hostname', 'topology.kubernetes.io/region'],
    ],
    [
      'types of Secrets',
      `apiVersion: v1\nkind: Secret\ntype: kubernetes.io/t${CURSOR}\n`,
      [
        'Opaque',
        'kubernetes.io/tls',
        'kubernetes.io/dockerconfigjson',
        'kubernetes.io/basic-auth',
        'kubernetes.io/ssh-auth',
        'kubernetes.io/service-account-token',
      ],
    ],
    [
      'roles',
      `apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    plimsoll/role: wor${CURSOR}\n`,
      ['api-server', 'worker', 'realtime-sync', 'tool-executor', 'frontend', 'database', 'cache', 'queue', 'gateway', 'monitoring'],
    ],
    [
      'of a kustomization',
      `configMapGenerator:\n  - name: config\n    behavior: ${CURSOR}\n`,
      ['create', 'replace', 'merge'],
      kustomization,
    ],
    ['of Compose', `services:\n  web:\n    image: web:1\n    init: ${CURSOR}\n`, ['true', 'false'], compose],
    ['that may be anything', pod(`workingDir: ${CURSOR}`), []],
  ])('%s', (_, text, expected, options) => {
    expect(labels(text, options)).toEqual(expected);
  });

  test('replace what was typed, quoted where YAML would read something else', () => {
    expect(accepted(pod(`imagePullPolicy: If${CURSOR}No`), 'IfNotPresent')).toBe(pod('imagePullPolicy: IfNotPresent'));
    const restart = (value: string) => `services:\n  web:\n    image: web:1\n    restart: ${value}\n`;
    expect(accepted(restart(CURSOR), 'no', compose)).toBe(restart('"no"'));
    expect(accepted(restart(CURSOR), 'always', compose)).toBe(restart('always'));
  });
});

describe('kinds', () => {
  test.each<[string, string, string, string, Options?]>([
    ['with the API version above', `kind: Dep${CURSOR}\n`, 'Deployment', 'apiVersion: apps/v1\nkind: Deployment\n'],
    ['over another API version', `apiVersion: v1\nkind: ${CURSOR}\n`, 'Deployment', 'apiVersion: apps/v1\nkind: Deployment\n'],
    [
      'over another API version below',
      `kind: ${CURSOR}\napiVersion: v1\nmetadata: {}\n`,
      'Deployment',
      'kind: Deployment\napiVersion: apps/v1\nmetadata: {}\n',
    ],
    ['beside an API version that is empty', `apiVersion:\nkind: ${CURSOR}\n`, 'Service', 'apiVersion: v1\nkind: Service\n'],
    ['of the API version that is there', `apiVersion: v1\nkind: ${CURSOR}\n`, 'Service', 'apiVersion: v1\nkind: Service\n'],
    ['API versions of a kind', `apiVersion: ${CURSOR}\nkind: Deployment\n`, 'apps/v1', 'apiVersion: apps/v1\nkind: Deployment\n'],
    ['the other half', `kind: Pod\nap${CURSOR}`, 'apiVersion', 'kind: Pod\napiVersion: '],
    [
      'of an item of a List',
      `apiVersion: v1\nkind: List\nitems:\n  - kind: ${CURSOR}\n`,
      'Service',
      'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Service\n',
    ],
    ['behind another document', `kind: X\n---\nkind: ${CURSOR}\n`, 'Service', 'kind: X\n---\napiVersion: v1\nkind: Service\n'],
    ['of kustomize', `kind: ${CURSOR}\n`, 'Component', 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n', kustomization],
  ])('%s', (_, text, label, expected, options) => {
    expect(accepted(text, label, options)).toBe(expected);
  });

  test('of the API version that is there come first', () => {
    expect(labels(`apiVersion: batch/v1\nkind: ${CURSOR}\n`).slice(0, 2)).toEqual(['CronJob', 'Job']);
  });

  test('that a version of Kubernetes no longer serves are not there', () => {
    expect(labels(`apiVersion: flowcontrol.apiserver.k8s.io/${CURSOR}\nkind: FlowSchema\n`)).not.toContain(
      'flowcontrol.apiserver.k8s.io/v1beta3',
    );
  });

  test('begin a blank document, the usual ones first, and those of Kubernetes are valid as they stand', () => {
    const proposals = complete(CURSOR);
    expect(proposals.slice(0, 3).map(({ label }) => label)).toEqual(['ConfigMap', 'CronJob', 'Deployment']);
    const builtIn = proposals.filter(({ label, detail = '' }) => schemas.kind(detail, label, '')?.custom === undefined);
    expect(builtIn.length).toBeGreaterThan(50);
    expect(someOf(builtIn, 'kinds').filter(({ label }) => problemsIn(accepted(CURSOR, label)).length > 0)).toEqual([]);
  });

  test('are whole objects whose parts fit together', () => {
    expect(accepted(`# shop\n---\n${CURSOR}`, 'Deployment')).toBe(`# shop
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  replicas: 2
  selector:
    matchLabels:
      app: app
  template:
    metadata:
      labels:
        app: app
    spec:
      containers:
      - name: app
        image: image:tag`);
  });
});

test('whatever is accepted below a container is valid', () => {
  const lists = ['env', 'envFrom', 'ports', 'volumeMounts'].map((key) => pod(`${key}:\n  - ${CURSOR}`));
  const snippets = lists.flatMap((text) =>
    complete(text)
      .filter(({ kind }) => kind === 15)
      .map(({ label }) => accepted(text, label)),
  );
  const keys = labels(pod(CURSOR))
    .filter((label) => label !== 'envFrom')
    .map((label) => accepted(pod(CURSOR), label));
  expect(snippets.length).toBeGreaterThan(8);
  expect([...snippets, ...keys].filter((text) => problemsIn(text).length > 0)).toEqual([]);
});

describe('nothing is proposed', () => {
  test.each<[string, string, Options?]>([
    ['in a comment', pod(`# im${CURSOR}`)],
    ['in a comment behind a value', pod(`tty: true # im${CURSOR}`)],
    ['in a block of text', pod(`command:\n  - |\n    im${CURSOR}`)],
    ['in a block of text that looks like a manifest', `apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    imagePullPolicy: ${CURSOR}\n`],
    ['in quotes', pod(`workingDir: "im${CURSOR}"`)],
    ['in a text of several words', pod(`workingDir: a b${CURSOR}`)],
    ['below a value', pod(`tty: true\n  ${CURSOR}`)],
    ['below an item that is a value', pod(`args:\n  - a\n    ${CURSOR}`)],
    ['below an item in brackets', pod(`ports:\n  - {}\n    ${CURSOR}`)],
    ['between a key and its mapping', pod(`resources:\n${CURSOR}\n  limits: {}`)],
    ['between the columns of two mappings', service('').replace('  ports:', `   ${CURSOR}\n  ports:`)],
    ['in YAML that is none of ours', `jobs:\n  build:\n    ${CURSOR}\n`],
    ['below a kind that is unknown', `apiVersion: example.com/v1\nkind: Thing\nspec:\n  ${CURSOR}\n`],
    ['in an action of a template', `apiVersion: v1\nkind: Service\nspec:\n  type: {{ ${CURSOR} }}\n`],
    ['in an action that decides', `apiVersion: v1\nkind: Service\nspec:\n  {{ if ${CURSOR} }}\n  type: NodePort\n  {{ end }}\n`],
    ['in an action without an end', `apiVersion: v1\nkind: Service\nspec:\n  type: {{ ${CURSOR}\n`],
    ['where schemas are left to others', pod(CURSOR), { settings: { schemas: { enable: 'off' } } }],
    ['where schemas are left to others, in a blank document', CURSOR, { settings: { schemas: { enable: 'off' } } }],
    ['for a kind where schemas are left to others', `kind: ${CURSOR}\n`, { settings: { schemas: { enable: 'off' } } }],
  ])('%s', (_, text, options) => {
    expect(labels(text, options)).toEqual([]);
  });
});

test('the plain parts of a template are completed', () => {
  expect(labels(`apiVersion: v1\nkind: Service\nspec:\n  {{ if .Values.x }}\n  ${CURSOR}\n  {{ end }}\n`)).toContain('ports');
  expect(labels(`apiVersion: v1\nkind: Service\nspec:\n  clusterIP: {{ .Values.ip }}\n  type: ${CURSOR}\n`)).toContain('NodePort');
});

describe('documentation', () => {
  const described = (text: string, label: string, options?: Options) =>
    describeCompletion(complete(text, options).find((item) => item.label === label) ?? { label }, schemas);

  test('names the type, what is required, and since when a field is there', () => {
    expect(described(pod(CURSOR), 'restartPolicyRules')).toMatchObject({
      detail: 'list of ContainerRestartRule',
      documentation: { kind: 'markdown', value: expect.stringContaining('Kubernetes 1.34 and newer') },
    });
    expect(described(`apiVersion: apps/v1\nkind: Deployment\nspec:\n  ${CURSOR}\n`, 'selector').detail).toBe('LabelSelector, required');
  });

  test('says what is deprecated', () => {
    const text = pod(CURSOR).replace(`          ${CURSOR}`, `      ${CURSOR}`);
    expect(described(text, 'serviceAccount').detail).toBe('string, deprecated');
    expect(described(`${CURSOR}\n`, 'bases', kustomization).detail).toBe('list of string, deprecated');
  });

  test('describes kinds', () => {
    expect(described(CURSOR, 'Deployment')).toMatchObject({
      detail: 'apps/v1',
      documentation: { value: expect.stringContaining('declarative updates') },
    });
  });
});

test('a text cut at any byte, and a cursor at any byte, never throw', () => {
  const text = pod('ports: [{ containerPort: 80 }]\nenv:\n  - name: A\n    value: "a b"');
  const ends = offsetsIn(text);
  const cursors = ends.filter((offset) => offset % 3 === 0);
  for (const end of someOf(ends, text)) expect(complete(text.slice(0, end))).toBeInstanceOf(Array);
  for (const at of someOf(cursors, text)) expect(complete(text.slice(0, at) + CURSOR + text.slice(at))).toBeInstanceOf(Array);
});
