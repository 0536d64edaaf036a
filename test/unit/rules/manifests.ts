// Manifests for tests of the engine, as small as they can be.

/** A Deployment of one container whose image is `image`. */
export function deployment(name: string, image = 'registry.example.com/app:1.0.0', extra = ''): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: ${name}
          image: ${image}
${extra}`;
}

/** An autoscaler of a Deployment. */
export function autoscaler(target: string, maxReplicas = 5): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ${target}
spec:
  minReplicas: 2
  maxReplicas: ${maxReplicas}
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${target}
`;
}
