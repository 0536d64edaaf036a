import { isChallengeSolver, isIngress, isPartOfAnother } from '../../resources/ingress.ts';
import type { ControllerId, IngressController } from '../../resources/ingress-controller.ts';
import { controllerOf } from '../../resources/ingress-controller.ts';
import type { Resource } from '../../resources/types.ts';
import { getAt, mapAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { annotationAt, isSetForAll } from './annotations.ts';

export default defineRule({
  id: 'api/body-size',
  guide: ['request-size'],
  level: 'info',
  scope: 'resource',
  kinds: ['Ingress', 'ConfigMap'],
  workspace: true,
  docs: {
    summary: 'An Ingress without a limit for the size of requests, or with none on purpose',
    why:
      'Without a limit one client can fill the memory and the disk of the proxy and of the pods behind it. Where the limit is the ' +
      'default of the controller, nobody has decided it, and the first large prompt or upload finds out.',
    fix: 'State what the API takes at most. The quick fix writes the option `limit`.',
    exceptions:
      'Only controllers with an annotation for it (ingress-nginx, F5 NGINX, HAProxy Ingress), Traefik without any middleware and Kong ' +
      'without any plugin; nothing is said where the controller is not known. Silent where a ConfigMap of the workspace sets the limit ' +
      'for all, for canaries, minions and ACME challenge solvers, and in patches.',
    sources: [
      'Deployment guide, API security: request size limits',
      'Reference documentation: ingress-nginx (proxy-body-size, 1m), F5 NGINX (client-max-body-size, 1m), HAProxy Ingress ' +
        '(proxy-body-size, unlimited), Traefik (Buffering middleware), Kong (Request Size Limiting plugin)',
      'The size that the quick fix writes is our own',
    ],
  },
  options: {
    limit: {
      type: 'string',
      default: '10m',
      pattern: { source: '^[1-9]\\d*[kKmMgG]?$', meaning: 'a number of bytes, or one with k, m or g behind it' },
      description: 'The size that the quick fix writes.',
    },
  },
  messages: {
    byDefault:
      '{object} states no limit for the size of requests, so {controller} refuses what is over {limit}; state what the API takes, before ' +
      'the first larger request finds out.',
    none:
      '{object} has no limit for the size of requests, and {controller} has none by default, so one client can fill memory and disk; ' +
      '{remedy}.',
    unlimited:
      '{object} takes requests of any size ({setting}: {found}), so one client can fill memory and disk; set what the API takes at most.',
  },
  *check(resource, { partial, options: { limit: wanted }, inventory }) {
    if (resource.kind === 'ConfigMap' && resource.group === '') yield* unlimitedForAll(resource, wanted);
    const controller = isIngress(resource) && !isChallengeSolver(resource) ? controllerOf(resource) : undefined;
    if (controller === undefined) return;
    const annotation = controller.bodySize?.annotation ?? '';
    const found = resource.annotations[annotation];
    if (found === undefined && !partial && !isPartOfAnother(resource) && !isSetForAll(annotation, inventory)) {
      yield* unlimited(resource, controller, wanted);
    } else if (found !== undefined && isUnlimited(found)) {
      const data = { object: titleOf(resource), setting: annotation, found, wanted };
      yield { at: annotationAt(resource, annotation), message: 'unlimited', level: 'warning', data };
    }
  },
  fixes: {
    limit: {
      title: 'Limit requests to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

type Found = Problem<'byDefault' | 'none' | 'unlimited', 'limit'>;

/** An Ingress that says nothing of the size of requests. */
function* unlimited(ingress: Resource, { bodySize, title, id }: IngressController, wanted: string): Iterable<Found> {
  const data = { object: titleOf(ingress), controller: title, wanted };
  if (bodySize === undefined) {
    const { annotation, remedy } = EXTENSIONS.find(({ controller }) => controller === id) ?? {};
    if (annotation === undefined || remedy === undefined || annotation in ingress.annotations) return;
    yield { at: annotationAt(ingress, annotation), message: 'none', data: { ...data, remedy }, fixes: [] };
    return;
  }
  const { annotation, byDefault } = bodySize;
  const at = annotationAt(ingress, annotation);
  if (byDefault !== undefined) yield { at, message: 'byDefault', data: { ...data, limit: byDefault } };
  else yield { at, message: 'none', data: { ...data, remedy: `state what the API takes (${annotation})` } };
}

/** Zero switches nginx's check off; HAProxy Ingress says it in a word. */
function isUnlimited(text: string): boolean {
  return /^0+[kmg]?$|^unlimited$/i.test(text.trim());
}

/** Keys of the controllers' own ConfigMaps. */
const KEYS = ['proxy-body-size', 'client-max-body-size'];

function* unlimitedForAll(configMap: Resource, wanted: string): Iterable<Found> {
  const data = mapAt(configMap.value, ['data']);
  for (const key of KEYS) {
    const found = getAt(data, [key]);
    if ((typeof found !== 'string' && typeof found !== 'number') || !isUnlimited(String(found))) continue;
    yield {
      at: [...configMap.route, 'data', key],
      message: 'unlimited',
      level: 'warning',
      data: { object: titleOf(configMap), setting: key, found, wanted },
    };
  }
}

/** Where limits are objects of their own: the annotation that names them, which may name one for the size, and what to do, as a sentence ends. */
const EXTENSIONS: readonly { readonly controller: ControllerId; readonly annotation: string; readonly remedy: string }[] = [
  {
    controller: 'traefik',
    annotation: 'traefik.ingress.kubernetes.io/router.middlewares',
    remedy: 'add a Middleware with buffering.maxRequestBodyBytes',
  },
  { controller: 'kong', annotation: 'konghq.com/plugins', remedy: 'add a KongPlugin request-size-limiting' },
];
