/**
 * A generated manifest file: `lines` lines of Deployments with Services, autoscalers, disruption budgets, ConfigMaps,
 * Ingresses, network policies and secrets, nearly all of it
 * clean.
 * @param first number of the first application, which its names are made of
 */
export function manifestFile(lines: number, first = 0): string {
  const documents: string[] = [];
  for (let service = first, written = 0; written < lines; service++) {
    const next = application(service);
    documents.push(next);
    written += next.split('\n').length;
  }
  return `${documents.join('---\n').split('\n').slice(0, lines).join('\n')}\n`;
}

/** One document of about `lines` lines: a ConfigMap-free List of the same resources, with no document marks to cut at. */
export function hugeDocument(lines: number): string {
  const items = manifestFile(lines)
    .split(/^---\n/m)
    .map((document) => document.trimEnd().replace(/^/gm, '    ').replace('    ', '  - '));
  return `${['apiVersion: v1', 'kind: List', 'items:', ...items].join('\n').split('\n').slice(0, lines).join('\n')}\n`;
}

/** The manifests of the n-th application by the names of the files that they would be in. They refer to each other. */
export function applicationFiles(n: number): Readonly<Record<string, string>> {
  const name = `${['api', 'worker', 'sync', 'tools'][n % 4]}-${n}`;
  // Every tenth application lacks its memory limit, so that findings are part of the measurement.
  const limit = n % 10 === 7 ? '' : '              memory: 2Gi\n';
  return {
    'deployment.yaml': deployment(name, limit),
    'service.yaml': service(name),
    'autoscaler.yaml': autoscaler(name),
    'budget.yaml': budget(name),
    'config.yaml': config(name, n),
    'ingress.yaml': ingress(name),
    'policy.yaml': policy(name),
    'secret.yaml': secret(name),
  };
}

/** The manifests of the n-th application as one file. */
export function application(n: number): string {
  return Object.values(applicationFiles(n)).join('---\n');
}

function deployment(name: string, memoryLimit: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: assistant
  labels:
    app.kubernetes.io/name: ${name}
spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      automountServiceAccountToken: false
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: ${name}
      containers:
        - name: main
          image: registry.example.com/assistant/${name}:1.4.2
          securityContext:
            runAsNonRoot: true
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop:
                - ALL
            seccompProfile:
              type: RuntimeDefault
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: LOG_FORMAT
              value: json
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: ${name}-secrets
                  key: database-url
          resources:
            requests:
              cpu: 500m
              memory: 1Gi
            limits:
              cpu: "1"
${memoryLimit}          lifecycle:
            preStop:
              exec:
                command:
                  - sleep
                  - "10"
          readinessProbe:
            httpGet:
              path: /ready
              port: http
            periodSeconds: 10
            timeoutSeconds: 3
          livenessProbe:
            httpGet:
              path: /healthz
              port: http
            periodSeconds: 15
            timeoutSeconds: 3
            failureThreshold: 4
`;
}

function service(name: string): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: assistant
spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
`;
}

function autoscaler(name: string): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ${name}
  namespace: assistant
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${name}
  minReplicas: 2
  maxReplicas: 8
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
`;
}

function budget(name: string): string {
  return `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: ${name}
  namespace: assistant
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
`;
}

function config(name: string, n: number): string {
  const entries = Array.from({ length: 6 + (n % 5) }, (_, i) => `  setting-${i}: "value ${n * 31 + i}"`);
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: assistant
data:
${entries.join('\n')}
`;
}

function ingress(name: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: assistant
  annotations:
    cert-manager.io/cluster-issuer: letsencrypt
    nginx.ingress.kubernetes.io/limit-rps: "20"
    nginx.ingress.kubernetes.io/proxy-body-size: 10m
    nginx.ingress.kubernetes.io/enable-modsecurity: "true"
spec:
  ingressClassName: nginx
  tls:
    - hosts:
        - ${name}.example.com
      secretName: ${name}-tls
  rules:
    - host: ${name}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: ${name}
                port:
                  name: http
`;
}

function policy(name: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}
  namespace: assistant
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  policyTypes:
    - Ingress
    - Egress
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
      ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
    - to:
        - podSelector: {}
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: ingress-nginx
      ports:
        - port: http
`;
}

function secret(name: string): string {
  return `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: ${name}-secrets
  namespace: assistant
spec:
  secretStoreRef:
    kind: ClusterSecretStore
    name: vault
  data:
    - secretKey: database-url
      remoteRef:
        key: ${name}/database-url
`;
}
