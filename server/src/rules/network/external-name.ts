import { addressScope, isClusterName } from '../../resources/address.ts';
import type { Resource } from '../../resources/types.ts';
import { listAt, stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { isService } from './service-exposure.ts';

type Message = 'externalIps' | 'local' | 'inCluster' | 'address';

export default defineRule({
  id: 'network/external-name',
  level: 'info',
  scope: 'resource',
  kinds: ['Service'],
  docs: {
    summary: 'A Service with externalIPs, or an ExternalName that leads into the cluster, to the machine or to an address',
    why:
      'Whoever may write externalIPs takes the traffic of the whole cluster to that address (CVE-2020-8554). An ExternalName that leads ' +
      'inside goes past the ports and endpoints of the Service it names, and through an ingress it makes an internal name public.',
    fix:
      'Use a load balancer or an ingress instead of externalIPs. Name the Service itself instead of an alias, and give a fixed address a ' +
      'Service without selector and an EndpointSlice.',
    exceptions: 'Names that are filled in later. An ExternalName of public DNS is what the type is for.',
    sources: [
      'Kubernetes security announcement, CVE-2020-8554: man in the middle using LoadBalancer or ExternalIPs',
      'Kubernetes documentation, Service: ExternalName; names that look like IPv4 addresses are not resolved',
    ],
  },
  messages: {
    externalIps:
      '{object} claims the addresses {addresses} (externalIPs), so every node sends what is for them to its pods, whoever owns them; use ' +
      'a load balancer or an ingress.',
    local: '{object} is an alias for {name}, which is the machine of whoever asks; name the Service that is meant.',
    inCluster: '{object} is an alias for {name} in the cluster, which goes past the ports and policies of that Service; use its own name.',
    address:
      '{object} is an alias for the address {name}, but an ExternalName is a DNS name, so lookups fail; use a Service without selector ' +
      'and an EndpointSlice.',
  },
  *check(resource) {
    if (!isService(resource)) return;
    const object = titleOf(resource);
    const addresses = (listAt(resource.value, ['spec', 'externalIPs']) ?? []).filter((address) => typeof address === 'string');
    if (addresses.length > 0) {
      const data = { object, addresses: addresses.join(', ') };
      yield { at: [...resource.route, 'spec', 'externalIPs'], part: 'key', message: 'externalIps', data };
    }
    yield* aliases(resource, object);
  },
});

function* aliases(service: Resource, object: string): Iterable<Problem<Message, never>> {
  const name = stringAt(service.value, ['spec', 'externalName']) ?? '';
  if (stringAt(service.value, ['spec', 'type']) !== 'ExternalName' || name === '' || isPlaceholder(name)) return;
  const message = kindOf(name);
  if (message === undefined) return;
  yield {
    at: [...service.route, 'spec', 'externalName'],
    message,
    data: { object, name },
    ...(message === 'address' && { level: 'warning' }),
  };
}

function kindOf(name: string): Message | undefined {
  const scope = addressScope(name);
  if (scope === 'loopback' || /(?:^|\.)localhost\.?$/i.test(name)) return 'local';
  if (scope !== undefined) return 'address';
  return isClusterName(name) ? 'inCluster' : undefined;
}
