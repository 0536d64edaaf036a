// Written by `npm run generate` from the files in the folders of this room.
import apiAuthentication from './api/authentication.ts';
import apiBodySize from './api/body-size.ts';
import apiRateLimit from './api/rate-limit.ts';
import apiSessionCookie from './api/session-cookie.ts';
import apiSnippetInjection from './api/snippet-injection.ts';
import apiWaf from './api/waf.ts';
import apiWebsocketLimits from './api/websocket-limits.ts';
import apiWebsocketTimeouts from './api/websocket-timeouts.ts';
import availabilityCanaryAnalysis from './availability/canary-analysis.ts';
import availabilityDisruptionBudget from './availability/disruption-budget.ts';
import availabilityDisruptionDeadlock from './availability/disruption-deadlock.ts';
import availabilityGracefulShutdown from './availability/graceful-shutdown.ts';
import availabilityNodePinning from './availability/node-pinning.ts';
import availabilityPriorityClass from './availability/priority-class.ts';
import availabilityReplicas from './availability/replicas.ts';
import availabilityRollback from './availability/rollback.ts';
import availabilityRollout from './availability/rollout.ts';
import availabilityServiceSeparation from './availability/service-separation.ts';
import availabilitySpreadValid from './availability/spread-valid.ts';
import availabilityStatefulsetService from './availability/statefulset-service.ts';
import availabilityStateless from './availability/stateless.ts';
import availabilityUnhealthyEviction from './availability/unhealthy-eviction.ts';
import availabilityZoneSpread from './availability/zone-spread.ts';
import capacityBandwidth from './capacity/bandwidth.ts';
import capacityCpu from './capacity/cpu.ts';
import capacityMemory from './capacity/memory.ts';
import capacityNodeFit from './capacity/node-fit.ts';
import capacityQuota from './capacity/quota.ts';
import capacityStorage from './capacity/storage.ts';
import dataBackup from './data/backup.ts';
import dataBackupJob from './data/backup-job.ts';
import dataBackupVerification from './data/backup-verification.ts';
import dataCacheEviction from './data/cache-eviction.ts';
import dataCacheReplicas from './data/cache-replicas.ts';
import dataConnectionBudget from './data/connection-budget.ts';
import dataDatastoreDeployment from './data/datastore-deployment.ts';
import dataQueryTimeout from './data/query-timeout.ts';
import dataReadReplicas from './data/read-replicas.ts';
import dataSingleDatastore from './data/single-datastore.ts';
import dataStorageClass from './data/storage-class.ts';
import imagesConsistency from './images/consistency.ts';
import imagesDigest from './images/digest.ts';
import imagesPullPolicy from './images/pull-policy.ts';
import imagesRegistry from './images/registry.ts';
import imagesTag from './images/tag.ts';
import jobsConcurrency from './jobs/concurrency.ts';
import jobsDeadline from './jobs/deadline.ts';
import jobsRestartPolicy from './jobs/restart-policy.ts';
import jobsSchedule from './jobs/schedule.ts';
import metadataRequired from './metadata/required.ts';
import networkDatastoreIsolation from './network/datastore-isolation.ts';
import networkDnsEgress from './network/dns-egress.ts';
import networkEgress from './network/egress.ts';
import networkExposedPort from './network/exposed-port.ts';
import networkExternalName from './network/external-name.ts';
import networkInternalDns from './network/internal-dns.ts';
import networkPolicy from './network/policy.ts';
import networkPolicyBreadth from './network/policy-breadth.ts';
import networkPolicyPorts from './network/policy-ports.ts';
import networkPolicySelector from './network/policy-selector.ts';
import networkPrivilegedPort from './network/privileged-port.ts';
import observabilityAlertFor from './observability/alert-for.ts';
import observabilityAlertRunbook from './observability/alert-runbook.ts';
import observabilityAlertSeverity from './observability/alert-severity.ts';
import observabilityBackupAlert from './observability/backup-alert.ts';
import observabilityDatastoreMetrics from './observability/datastore-metrics.ts';
import observabilityLabels from './observability/labels.ts';
import observabilityLatencyAlert from './observability/latency-alert.ts';
import observabilityLogFormat from './observability/log-format.ts';
import observabilityLogToStdout from './observability/log-to-stdout.ts';
import observabilityMetrics from './observability/metrics.ts';
import observabilityMonitorTarget from './observability/monitor-target.ts';
import observabilitySaturationAlerts from './observability/saturation-alerts.ts';
import observabilityTracing from './observability/tracing.ts';
import performanceFileDescriptors from './performance/file-descriptors.ts';
import performanceSysctls from './performance/sysctls.ts';
import probesLiveness from './probes/liveness.ts';
import probesLivenessDependency from './probes/liveness-dependency.ts';
import probesPort from './probes/port.ts';
import probesReadiness from './probes/readiness.ts';
import probesSameEndpoint from './probes/same-endpoint.ts';
import probesStartup from './probes/startup.ts';
import probesTiming from './probes/timing.ts';
import rbacClusterAdmin from './rbac/cluster-admin.ts';
import rbacEscalation from './rbac/escalation.ts';
import rbacPodCreation from './rbac/pod-creation.ts';
import rbacSecretsAccess from './rbac/secrets-access.ts';
import rbacTampering from './rbac/tampering.ts';
import rbacWildcard from './rbac/wildcard.ts';
import referencesConfig from './references/config.ts';
import referencesDuplicateName from './references/duplicate-name.ts';
import referencesEnvShadowing from './references/env-shadowing.ts';
import referencesIngressBackend from './references/ingress-backend.ts';
import referencesIngressConflict from './references/ingress-conflict.ts';
import referencesRole from './references/role.ts';
import referencesSelectorLabels from './references/selector-labels.ts';
import referencesSelectorOverlap from './references/selector-overlap.ts';
import referencesServiceAccount from './references/service-account.ts';
import referencesServicePort from './references/service-port.ts';
import referencesServiceSelector from './references/service-selector.ts';
import referencesTlsSecret from './references/tls-secret.ts';
import referencesVolumeMount from './references/volume-mount.ts';
import resourcesCpuLimit from './resources/cpu-limit.ts';
import resourcesCpuRequest from './resources/cpu-request.ts';
import resourcesEmptyDirLimit from './resources/empty-dir-limit.ts';
import resourcesEphemeralStorage from './resources/ephemeral-storage.ts';
import resourcesExtended from './resources/extended.ts';
import resourcesLimitRange from './resources/limit-range.ts';
import resourcesMemoryLimit from './resources/memory-limit.ts';
import resourcesMemoryRequest from './resources/memory-request.ts';
import resourcesOvercommit from './resources/overcommit.ts';
import resourcesRequestOverLimit from './resources/request-over-limit.ts';
import resourcesRequired from './resources/required.ts';
import resourcesRuntimeMemory from './resources/runtime-memory.ts';
import resourcesTierFloor from './resources/tier-floor.ts';
import scalingAutoscaler from './scaling/autoscaler.ts';
import scalingBehavior from './scaling/behavior.ts';
import scalingBounds from './scaling/bounds.ts';
import scalingCpuTarget from './scaling/cpu-target.ts';
import scalingMemoryTarget from './scaling/memory-target.ts';
import scalingQueueMetric from './scaling/queue-metric.ts';
import scalingReplicasConflict from './scaling/replicas-conflict.ts';
import scalingRequestsNeeded from './scaling/requests-needed.ts';
import scalingTarget from './scaling/target.ts';
import scalingVertical from './scaling/vertical.ts';
import schemaDeprecatedApi from './schema/deprecated-api.ts';
import schemaDeprecatedField from './schema/deprecated-field.ts';
import schemaDuplicateResource from './schema/duplicate-resource.ts';
import schemaInvalid from './schema/invalid.ts';
import schemaName from './schema/name.ts';
import schemaQuantity from './schema/quantity.ts';
import schemaSuspiciousQuantity from './schema/suspicious-quantity.ts';
import schemaSyntax from './schema/syntax.ts';
import schemaTypeCoercion from './schema/type-coercion.ts';
import schemaUnknownKind from './schema/unknown-kind.ts';
import schemaUnknownProperty from './schema/unknown-property.ts';
import securityApparmor from './security/apparmor.ts';
import securityCapabilities from './security/capabilities.ts';
import securityDefaultNamespace from './security/default-namespace.ts';
import securityDefaultServiceAccount from './security/default-service-account.ts';
import securityHostNamespaces from './security/host-namespaces.ts';
import securityHostPath from './security/host-path.ts';
import securityHostProcess from './security/host-process.ts';
import securityLowUid from './security/low-uid.ts';
import securityPodSecurityAdmission from './security/pod-security-admission.ts';
import securityPodSecurityLevel from './security/pod-security-level.ts';
import securityPrivilegeEscalation from './security/privilege-escalation.ts';
import securityPrivileged from './security/privileged.ts';
import securityProcMount from './security/proc-mount.ts';
import securityReadOnlyRoot from './security/read-only-root.ts';
import securityRootGroup from './security/root-group.ts';
import securityRunAsNonRoot from './security/run-as-non-root.ts';
import securitySeccomp from './security/seccomp.ts';
import securitySecretEnvRef from './security/secret-env-ref.ts';
import securitySecretInEnv from './security/secret-in-env.ts';
import securitySelinux from './security/selinux.ts';
import securityServiceAccountToken from './security/service-account-token.ts';
import securitySystemNamespace from './security/system-namespace.ts';
import securityToolSandbox from './security/tool-sandbox.ts';
import securityUnsafeSysctls from './security/unsafe-sysctls.ts';
import securityUserNamespace from './security/user-namespace.ts';
import securityVolumeTypes from './security/volume-types.ts';
import tlsBackendVerify from './tls/backend-verify.ts';
import tlsCertificateAutomation from './tls/certificate-automation.ts';
import tlsHostCoverage from './tls/host-coverage.ts';
import tlsHsts from './tls/hsts.ts';
import tlsIngress from './tls/ingress.ts';
import tlsKeyInManifest from './tls/key-in-manifest.ts';
import tlsMinVersion from './tls/min-version.ts';
import tlsMutual from './tls/mutual.ts';
import tlsRedirect from './tls/redirect.ts';
import tlsWss from './tls/wss.ts';
import type { Rule } from './types.ts';

/** The rules that are declared one per file. */
export const generatedRules: readonly Rule[] = [
  apiAuthentication,
  apiBodySize,
  apiRateLimit,
  apiSessionCookie,
  apiSnippetInjection,
  apiWaf,
  apiWebsocketLimits,
  apiWebsocketTimeouts,
  availabilityCanaryAnalysis,
  availabilityDisruptionBudget,
  availabilityDisruptionDeadlock,
  availabilityGracefulShutdown,
  availabilityNodePinning,
  availabilityPriorityClass,
  availabilityReplicas,
  availabilityRollback,
  availabilityRollout,
  availabilityServiceSeparation,
  availabilitySpreadValid,
  availabilityStatefulsetService,
  availabilityStateless,
  availabilityUnhealthyEviction,
  availabilityZoneSpread,
  capacityBandwidth,
  capacityCpu,
  capacityMemory,
  capacityNodeFit,
  capacityQuota,
  capacityStorage,
  dataBackup,
  dataBackupJob,
  dataBackupVerification,
  dataCacheEviction,
  dataCacheReplicas,
  dataConnectionBudget,
  dataDatastoreDeployment,
  dataQueryTimeout,
  dataReadReplicas,
  dataSingleDatastore,
  dataStorageClass,
  imagesConsistency,
  imagesDigest,
  imagesPullPolicy,
  imagesRegistry,
  imagesTag,
  jobsConcurrency,
  jobsDeadline,
  jobsRestartPolicy,
  jobsSchedule,
  metadataRequired,
  networkDatastoreIsolation,
  networkDnsEgress,
  networkEgress,
  networkExposedPort,
  networkExternalName,
  networkInternalDns,
  networkPolicy,
  networkPolicyBreadth,
  networkPolicyPorts,
  networkPolicySelector,
  networkPrivilegedPort,
  observabilityAlertFor,
  observabilityAlertRunbook,
  observabilityAlertSeverity,
  observabilityBackupAlert,
  observabilityDatastoreMetrics,
  observabilityLabels,
  observabilityLatencyAlert,
  observabilityLogFormat,
  observabilityLogToStdout,
  observabilityMetrics,
  observabilityMonitorTarget,
  observabilitySaturationAlerts,
  observabilityTracing,
  performanceFileDescriptors,
  performanceSysctls,
  probesLiveness,
  probesLivenessDependency,
  probesPort,
  probesReadiness,
  probesSameEndpoint,
  probesStartup,
  probesTiming,
  rbacClusterAdmin,
  rbacEscalation,
  rbacPodCreation,
  rbacSecretsAccess,
  rbacTampering,
  rbacWildcard,
  referencesConfig,
  referencesDuplicateName,
  referencesEnvShadowing,
  referencesIngressBackend,
  referencesIngressConflict,
  referencesRole,
  referencesSelectorLabels,
  referencesSelectorOverlap,
  referencesServiceAccount,
  referencesServicePort,
  referencesServiceSelector,
  referencesTlsSecret,
  referencesVolumeMount,
  resourcesCpuLimit,
  resourcesCpuRequest,
  resourcesEmptyDirLimit,
  resourcesEphemeralStorage,
  resourcesExtended,
  resourcesLimitRange,
  resourcesMemoryLimit,
  resourcesMemoryRequest,
  resourcesOvercommit,
  resourcesRequestOverLimit,
  resourcesRequired,
  resourcesRuntimeMemory,
  resourcesTierFloor,
  scalingAutoscaler,
  scalingBehavior,
  scalingBounds,
  scalingCpuTarget,
  scalingMemoryTarget,
  scalingQueueMetric,
  scalingReplicasConflict,
  scalingRequestsNeeded,
  scalingTarget,
  scalingVertical,
  schemaDeprecatedApi,
  schemaDeprecatedField,
  schemaDuplicateResource,
  schemaInvalid,
  schemaName,
  schemaQuantity,
  schemaSuspiciousQuantity,
  schemaSyntax,
  schemaTypeCoercion,
  schemaUnknownKind,
  schemaUnknownProperty,
  securityApparmor,
  securityCapabilities,
  securityDefaultNamespace,
  securityDefaultServiceAccount,
  securityHostNamespaces,
  securityHostPath,
  securityHostProcess,
  securityLowUid,
  securityPodSecurityAdmission,
  securityPodSecurityLevel,
  securityPrivilegeEscalation,
  securityPrivileged,
  securityProcMount,
  securityReadOnlyRoot,
  securityRootGroup,
  securityRunAsNonRoot,
  securitySeccomp,
  securitySecretEnvRef,
  securitySecretInEnv,
  securitySelinux,
  securityServiceAccountToken,
  securitySystemNamespace,
  securityToolSandbox,
  securityUnsafeSysctls,
  securityUserNamespace,
  securityVolumeTypes,
  tlsBackendVerify,
  tlsCertificateAutomation,
  tlsHostCoverage,
  tlsHsts,
  tlsIngress,
  tlsKeyInManifest,
  tlsMinVersion,
  tlsMutual,
  tlsRedirect,
  tlsWss,
];
