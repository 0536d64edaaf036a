import type { ValueSpec } from './rules/types.ts';

/**
 * What each setting may be, by its dotted name; `rules` has one entry per rule and is specified by them. The editor's settings in
 * package.json, the schema of `.plimsoll.yaml` and the reading of both derive from it.
 */
export const settingSpecs = {
  enable: { type: 'boolean', description: 'Check and size the deployment YAML of this folder.' },
  profile: {
    type: 'string',
    enum: ['recommended', 'strict'],
    enumDescriptions: ['The rules that hold for every deployment.', 'Those and the ones that ask for more than most deployments need.'],
    description: 'Which rules are on.',
  },
  tier: {
    type: 'string',
    enum: ['auto', 'small-team', 'growing-team', 'enterprise'],
    enumDescriptions: [
      'By the number of users that the deployment plan or the setting `plimsoll.capacity.users` names.',
      '1 to 50 users.',
      '51 to 499 users.',
      '500 users and more.',
    ],
    description: 'Size of the deployment, which decides how much each part of it must have.',
  },
  kubernetesVersion: {
    type: 'string',
    pattern: { source: '^v?1\\.\\d{1,3}(\\.\\d+)?$', meaning: 'a Kubernetes version such as 1.36' },
    description: 'Kubernetes version of the cluster that the manifests are for, such as `1.36`. It decides which kinds and fields exist.',
  },
  'capacity.users': {
    type: 'number',
    integer: true,
    minimum: 1,
    maximum: 100_000_000,
    description: "Number of people who will use the deployment. Without it the deployment plan's number counts, if there is a plan.",
  },
  'capacity.conversations': {
    type: 'number',
    integer: true,
    minimum: 1,
    maximum: 100_000_000,
    description: 'Number of conversations at the same time that the deployment must carry. It stands above the number of users.',
  },
  'capacity.peakConcurrency': {
    type: 'number',
    minimum: 0.001,
    maximum: 1,
    description: 'Share of the users who have a conversation at the busiest time, from 0.001 to 1.',
  },
  'capacity.threads': {
    type: 'number',
    integer: true,
    minimum: 1,
    maximum: 1_000_000_000_000,
    description: "Number of conversation threads that the databases must hold. Without it the deployment plan's number counts.",
  },
  'capacity.nodeCpu': {
    type: 'string',
    pattern: { source: '^\\d+(\\.\\d+)?m?$', meaning: 'a CPU quantity such as 8 or 3920m' },
    description: 'CPU that the largest node of the cluster has for pods, as a Kubernetes quantity such as `8` or `3920m`.',
  },
  'capacity.nodeMemory': {
    type: 'string',
    pattern: { source: '^\\d+(\\.\\d+)?([KMGTPE]i?|k)?$', meaning: 'a memory quantity such as 32Gi' },
    description: 'Memory that the largest node of the cluster has for pods, as a Kubernetes quantity such as `32Gi`.',
  },
  exclude: {
    type: 'strings',
    description: 'Globs of files that are left alone, relative to the folder; for example `**/charts/**`.',
  },
  'schemas.enable': {
    type: 'string',
    enum: ['auto', 'on', 'off'],
    enumDescriptions: [
      'Check, unless the YAML extension by Red Hat checks manifests already (its setting `yaml.schemas` names Kubernetes).',
      'Always check.',
      'Leave schemas to others; all other rules still apply.',
    ],
    description: 'Check manifests against the schemas of Kubernetes, and use those for hovers and completion.',
  },
  'hints.enable': {
    type: 'boolean',
    description: 'Show what a workload can carry as inlay hints behind its replicas and resources.',
  },
  'codeLens.enable': {
    type: 'boolean',
    description: 'Show what the whole deployment can carry above the first workload of a file.',
  },
  maxProblems: {
    type: 'number',
    integer: true,
    minimum: 1,
    maximum: 100_000,
    description: 'Most findings that the editor shows for one file, the worst first; the command line prints them all.',
  },
} as const satisfies Readonly<Record<string, ValueSpec>>;

/** What `rules` holds. */
export const RULES_DESCRIPTION = 'Level of each rule, or its level and options.';

/** What `overrides` holds. */
export const OVERRIDES_DESCRIPTION =
  'Levels and options of rules for some files or kinds only. Later entries win over earlier ones, and all over `rules`.';

/** What an entry of `overrides` holds besides its `rules`. */
export const overrideSpecs = {
  files: { type: 'strings', description: 'Globs of the files that it holds for, relative to the folder; for example `overlays/dev/**`.' },
  kinds: {
    type: 'strings',
    description: 'Kinds of objects that it holds for, such as `CronJob`; `service` stands for the services of Compose files.',
  },
} as const satisfies Readonly<Record<string, ValueSpec>>;

/** Dotted name of a setting. */
export type SettingName = keyof typeof settingSpecs;
