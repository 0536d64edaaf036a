// What companions are made for: manifests as careful as their authors can make them, so that whatever is found comes from the companion.

/** The Deployment of an API server that states everything, and its Service. */
export const API = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: chat-api
  namespace: assistant
  labels:
    app.kubernetes.io/name: chat-api
    app.kubernetes.io/part-of: assistant
    app.kubernetes.io/version: 2.4.1
    app.kubernetes.io/managed-by: argocd
    team: conversations
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: chat-api
  template:
    metadata:
      labels:
        app.kubernetes.io/name: chat-api
        app.kubernetes.io/part-of: assistant
    spec:
      containers:
        - name: api
          image: registry.example.com/chat-api:2.4.1
          ports:
            - name: http
              containerPort: 8080
            - name: metrics
              containerPort: 9090
          resources:
            requests:
              cpu: 1000m
              memory: 2Gi
            limits:
              memory: 2Gi
---
apiVersion: v1
kind: Service
metadata:
  name: chat-api
  namespace: assistant
  labels:
    app.kubernetes.io/name: chat-api
spec:
  selector:
    app.kubernetes.io/name: chat-api
  ports:
    - name: http
      port: 80
      targetPort: http
    - name: metrics
      port: 9090
      targetPort: metrics
`;

/** A worker without recommended labels that states neither a namespace nor replicas. */
export const WORKER = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: embedding-worker
spec:
  selector:
    matchLabels:
      app: embedding-worker
  template:
    metadata:
      labels:
        app: embedding-worker
    spec:
      containers:
        - name: worker
          image: registry.example.com/embedding-worker:1.0.0
          env:
            - name: AMQP_URL
              valueFrom:
                secretKeyRef:
                  name: broker
                  key: url
          resources:
            requests:
              cpu: 500m
              memory: 1Gi
`;

/** A database whose password comes from a Secret. */
export const DATABASE = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
  namespace: assistant
  labels:
    app: postgres
spec:
  serviceName: postgres-pods
  replicas: 1
  selector:
    matchLabels:
      app: postgres
  template:
    metadata:
      labels:
        app: postgres
    spec:
      containers:
        - name: postgres
          image: docker.io/library/postgres:17.2@sha256:0000000000000000000000000000000000000000000000000000000000000000
          env:
            - name: POSTGRES_DB
              value: conversations
            - name: POSTGRES_USER
              value: assistant
            - name: POSTGRES_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: postgres
                  key: password
          ports:
            - name: postgres
              containerPort: 5432
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources:
          requests:
            storage: 50Gi
`;

/** Another product. */
export const MYSQL = DATABASE.replaceAll('postgres', 'mysql')
  .replace('POSTGRES_DB', 'MYSQL_DATABASE')
  .replace('POSTGRES_USER', 'MYSQL_USER')
  .replace('POSTGRES_PASSWORD', 'MYSQL_ROOT_PASSWORD');

/** And another one. */
export const MONGODB = DATABASE.replaceAll('postgres', 'mongo')
  .replace('POSTGRES_DB', 'MONGO_INITDB_DATABASE')
  .replace('POSTGRES_USER', 'MONGO_INITDB_ROOT_USERNAME')
  .replace('POSTGRES_PASSWORD', 'MONGO_INITDB_ROOT_PASSWORD');
