/** Members that take any value, by design of the API or because no source gives them a type. */
export const FREE_FORM: ReadonlySet<string> = new Set([
  'V1AllocatedDeviceStatus.data',
  'V1ControllerRevision.data',
  'V1CustomResourceSubresources.status',
  'V1JSONSchemaProps.additionalItems',
  'V1JSONSchemaProps.additionalProperties',
  'V1JSONSchemaProps.default',
  'V1JSONSchemaProps.dependencies',
  'V1JSONSchemaProps.enum',
  'V1JSONSchemaProps.example',
  'V1JSONSchemaProps.items',
  'V1ManagedFieldsEntry.fieldsV1',
  'V1OpaqueDeviceConfiguration.parameters',
  'V1alpha1StorageVersion.spec',
  'V1alpha2DriverAllocationResult.vendorRequestParameters',
  'V1alpha2DriverRequests.vendorParameters',
  'V1alpha2PodGroupSchedulingPolicy.basic',
  'V1alpha2ResourceRequest.vendorParameters',
  'V1alpha2StructuredResourceHandle.vendorClaimParameters',
  'V1alpha2StructuredResourceHandle.vendorClassParameters',
  'V1alpha2VendorParameters.parameters',
  'V1alpha3AllocatedDeviceStatus.data',
  'V1alpha3OpaqueDeviceConfiguration.parameters',
  'V1beta1AllocatedDeviceStatus.data',
  'V1beta1OpaqueDeviceConfiguration.parameters',
  'V1beta2AllocatedDeviceStatus.data',
  'V1beta2OpaqueDeviceConfiguration.parameters',
]);

/** Members that a version dropped while it kept what they belong to. */
export const LOST_MEMBERS: ReadonlySet<string> = new Set([
  'V1PodResourceClaim.source',
  'V1alpha3DeviceTaintSelector.deviceClassName',
  'V1alpha3DeviceTaintSelector.selectors',
]);

/** The first and last minor version that have a kind. Source: Kubernetes' release notes and deprecation guide. */
export const EXPECTED_KINDS: ReadonlyMap<string, string> = new Map([
  ['v1/Pod', '1.30-1.36'],
  ['v1/Secret', '1.30-1.36'],
  ['v1/Service', '1.30-1.36'],
  ['apps/v1/Deployment', '1.30-1.36'],
  ['apps/v1/StatefulSet', '1.30-1.36'],
  ['autoscaling/v2/HorizontalPodAutoscaler', '1.30-1.36'],
  ['batch/v1/CronJob', '1.30-1.36'],
  ['networking.k8s.io/v1/Ingress', '1.30-1.36'],
  ['policy/v1/PodDisruptionBudget', '1.30-1.36'],
  ['apiextensions.k8s.io/v1/CustomResourceDefinition', '1.30-1.36'],
  ['admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy', '1.30-1.36'],
  ['admissionregistration.k8s.io/v1/MutatingAdmissionPolicy', '1.36-1.36'],
  ['networking.k8s.io/v1/ServiceCIDR', '1.33-1.36'],
  ['resource.k8s.io/v1/ResourceClaim', '1.34-1.36'],
  ['storage.k8s.io/v1/VolumeAttributesClass', '1.34-1.36'],
  ['certificates.k8s.io/v1beta1/PodCertificateRequest', '1.35-1.36'],
  ['flowcontrol.apiserver.k8s.io/v1beta3/FlowSchema', '1.30-1.31'],
]);

/** The first and last minor version that have a member. Source: Kubernetes' release notes. */
export const EXPECTED_MEMBERS: ReadonlyMap<string, string> = new Map([
  ['V1DeploymentSpec.selector', '1.30-1.36'],
  ['V1Container.resources', '1.30-1.36'],
  ['V1Container.restartPolicy', '1.30-1.36'],
  ['V1PodSpec.hostnameOverride', '1.34-1.36'],
  ['V1PodSpec.resources', '1.32-1.36'],
  ['V1Volume.image', '1.31-1.36'],
  ['V1Lifecycle.stopSignal', '1.33-1.36'],
  ['V2HPAScalingRules.tolerance', '1.33-1.36'],
]);
