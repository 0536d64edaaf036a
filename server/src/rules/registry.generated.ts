// Written by `npm run generate` from the files in the folders of this room.
import availabilityReplicas from './availability/replicas.ts';
import imagesTag from './images/tag.ts';
import probesLiveness from './probes/liveness.ts';
import probesPort from './probes/port.ts';
import probesReadiness from './probes/readiness.ts';
import probesTiming from './probes/timing.ts';
import resourcesCpuLimit from './resources/cpu-limit.ts';
import resourcesCpuRequest from './resources/cpu-request.ts';
import resourcesMemoryLimit from './resources/memory-limit.ts';
import resourcesMemoryRequest from './resources/memory-request.ts';
import resourcesRequestOverLimit from './resources/request-over-limit.ts';
import resourcesRequired from './resources/required.ts';
import scalingBounds from './scaling/bounds.ts';
import scalingCpuTarget from './scaling/cpu-target.ts';
import scalingReplicasConflict from './scaling/replicas-conflict.ts';
import scalingRequestsNeeded from './scaling/requests-needed.ts';
import scalingTarget from './scaling/target.ts';
import schemaInvalid from './schema/invalid.ts';
import schemaQuantity from './schema/quantity.ts';
import schemaSuspiciousQuantity from './schema/suspicious-quantity.ts';
import schemaSyntax from './schema/syntax.ts';
import schemaTypeCoercion from './schema/type-coercion.ts';
import schemaUnknownKind from './schema/unknown-kind.ts';
import schemaUnknownProperty from './schema/unknown-property.ts';
import securitySecretInEnv from './security/secret-in-env.ts';
import tlsHostCoverage from './tls/host-coverage.ts';
import tlsHsts from './tls/hsts.ts';
import tlsIngress from './tls/ingress.ts';
import tlsMinVersion from './tls/min-version.ts';
import tlsRedirect from './tls/redirect.ts';
import type { Rule } from './types.ts';

/** The rules that are declared one per file. */
export const generatedRules: readonly Rule[] = [
  availabilityReplicas,
  imagesTag,
  probesLiveness,
  probesPort,
  probesReadiness,
  probesTiming,
  resourcesCpuLimit,
  resourcesCpuRequest,
  resourcesMemoryLimit,
  resourcesMemoryRequest,
  resourcesRequestOverLimit,
  resourcesRequired,
  scalingBounds,
  scalingCpuTarget,
  scalingReplicasConflict,
  scalingRequestsNeeded,
  scalingTarget,
  schemaInvalid,
  schemaQuantity,
  schemaSuspiciousQuantity,
  schemaSyntax,
  schemaTypeCoercion,
  schemaUnknownKind,
  schemaUnknownProperty,
  securitySecretInEnv,
  tlsHostCoverage,
  tlsHsts,
  tlsIngress,
  tlsMinVersion,
  tlsRedirect,
];
