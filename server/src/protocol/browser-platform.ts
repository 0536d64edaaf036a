import { readSnippets } from '../features/snippets.ts';
import type { Platform } from './platform.ts';

/** The bundler puts these files into the worker's script; each is evaluated when it is first asked for. */
const SCHEMAS: Readonly<Record<string, () => unknown>> = {
  'kubernetes.json': () => require('../../../schemas/kubernetes.json'),
  'kubernetes.docs.json': () => require('../../../schemas/kubernetes.docs.json'),
  'custom.json': () => require('../../../schemas/custom.json'),
  'custom.argo-cd.json': () => require('../../../schemas/custom.argo-cd.json'),
  'custom.argo-cd.docs.json': () => require('../../../schemas/custom.argo-cd.docs.json'),
  'custom.argo-rollouts.json': () => require('../../../schemas/custom.argo-rollouts.json'),
  'custom.argo-rollouts.docs.json': () => require('../../../schemas/custom.argo-rollouts.docs.json'),
  'custom.cert-manager.json': () => require('../../../schemas/custom.cert-manager.json'),
  'custom.cert-manager.docs.json': () => require('../../../schemas/custom.cert-manager.docs.json'),
  'custom.cloudnative-pg.json': () => require('../../../schemas/custom.cloudnative-pg.json'),
  'custom.cloudnative-pg.docs.json': () => require('../../../schemas/custom.cloudnative-pg.docs.json'),
  'custom.external-secrets.json': () => require('../../../schemas/custom.external-secrets.json'),
  'custom.external-secrets.docs.json': () => require('../../../schemas/custom.external-secrets.docs.json'),
  'custom.gateway-api.json': () => require('../../../schemas/custom.gateway-api.json'),
  'custom.gateway-api.docs.json': () => require('../../../schemas/custom.gateway-api.docs.json'),
  'custom.istio.json': () => require('../../../schemas/custom.istio.json'),
  'custom.istio.docs.json': () => require('../../../schemas/custom.istio.docs.json'),
  'custom.keda.json': () => require('../../../schemas/custom.keda.json'),
  'custom.keda.docs.json': () => require('../../../schemas/custom.keda.docs.json'),
  'custom.prometheus-operator.json': () => require('../../../schemas/custom.prometheus-operator.json'),
  'custom.prometheus-operator.docs.json': () => require('../../../schemas/custom.prometheus-operator.docs.json'),
  'custom.traefik.json': () => require('../../../schemas/custom.traefik.json'),
  'custom.traefik.docs.json': () => require('../../../schemas/custom.traefik.docs.json'),
  'plan.schema.json': () => require('../../../schemas/plan.schema.json'),
  'kustomization.schema.json': () => require('../../../schemas/kustomization.schema.json'),
  'compose.json': () => require('../../../schemas/compose.json'),
};

/** A browser's worker, which has no files: it knows what the client has open. */
export const browserPlatform: Platform = {
  readFile: async () => undefined,
  async *listFiles() {
    yield [];
  },
  lists: async () => false,
  readSchema: (file) => SCHEMAS[file]?.(),
  readSnippets: () => readSnippets(require('../../../snippets/tiers.json')),
};
