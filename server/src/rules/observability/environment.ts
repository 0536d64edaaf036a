import type { Inventory, Workload } from '../../resources/types.ts';
import { listAt, stringAt } from '../../yaml/json.ts';

/** What people call an environment that is not production. */
const WORDS: ReadonlySet<string> = new Set(
  'dev develop development local test tests testing qa ci e2e staging stage sandbox preview demo example examples minikube kind debug'.split(
    ' ',
  ),
);

/** Labels and variables that state the environment. */
const LABELS = ['environment', 'env', 'stage', 'app.kubernetes.io/environment'];
const VARIABLE = /^(?:(?:APP|NODE|RAILS|FLASK|DJANGO|GO|ASPNETCORE|DEPLOY(?:MENT)?|SENTRY)_)?ENV(?:IRONMENT)?$|^SPRING_PROFILES_ACTIVE$/;

/**
 * True for a workload that something says is not for production: its namespace, a label, a variable of its containers, or the name of its
 * file or of the folder that this is in.
 */
export function isForDevelopment(workload: Workload, inventory: Inventory): boolean {
  const { resource, podLabels, containers } = workload;
  const labels = LABELS.map((label) => resource.labels[label] ?? podLabels[label]);
  const variables = containers
    .flatMap(({ value }) => listAt(value, ['env']) ?? [])
    .flatMap((entry) => (VARIABLE.test(stringAt(entry, ['name']) ?? '') ? [stringAt(entry, ['value'])] : []));
  const path = inventory.entryOf(resource)?.uri.split('/').slice(-2) ?? [];
  return [inventory.namespaceOf(resource), ...labels, ...variables, ...path].some(isDevelopmentName);
}

function isDevelopmentName(name: string | undefined): boolean {
  return (name ?? '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .some((word) => WORDS.has(word));
}
