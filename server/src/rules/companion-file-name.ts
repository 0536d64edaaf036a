import type { Resource } from '../resources/types.ts';

/** A file of manifests as far as its name tells how the files of its folder are called. */
export interface NamedFile {
  /** Without its folder. */
  readonly name: string;
  /** The objects in it. */
  readonly resources: readonly Pick<Resource, 'kind' | 'name'>[];
}

type Spelling = 'short' | 'flat' | 'kebab';

/** How a file of one object is named after it: `api-pdb` is its name, `-`, and the short form of its kind. */
interface Pattern {
  readonly order: 'kind' | 'name-kind' | 'kind-name';
  readonly separator: string;
  /** What the name says of the object besides its kind. */
  readonly subject: string;
  /** Undefined where the kind is one word that has no other spelling, and so tells nothing. */
  readonly spelling: Spelling | undefined;
}

/** Kinds by the short forms that people use in the names of files; most are those of kubectl. */
const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ['ConfigMap', 'cm'],
  ['CronJob', 'cj'],
  ['DaemonSet', 'ds'],
  ['Deployment', 'deploy'],
  ['HorizontalPodAutoscaler', 'hpa'],
  ['Ingress', 'ing'],
  ['Namespace', 'ns'],
  ['NetworkPolicy', 'netpol'],
  ['PersistentVolumeClaim', 'pvc'],
  ['PodDisruptionBudget', 'pdb'],
  ['Service', 'svc'],
  ['ServiceAccount', 'sa'],
  ['StatefulSet', 'sts'],
]);

/** Kinds whose short form is what people write unless a file beside it is spelled out. */
const USUALLY_SHORT: ReadonlySet<string> = new Set(['HorizontalPodAutoscaler', 'PersistentVolumeClaim', 'PodDisruptionBudget']);

/**
 * The name of a new file for an object, as the files beside it are named: `pdb.yaml` beside `deployment.yaml`, `api-pdb.yaml` beside
 * `api-deployment.yaml` and wherever no custom shows.
 * @param own the file of the object that it belongs to
 * @param siblings the other files of the folder
 */
export function companionFileName(object: Pick<Resource, 'kind' | 'name'>, own: NamedFile, siblings: readonly NamedFile[]): string {
  const patterns = [own, ...siblings].map(patternOf).filter((pattern) => pattern !== undefined);
  const custom = mostFrequent(patterns);
  const kind = spelled(object.kind, patterns.find(({ spelling }) => spelling !== undefined)?.spelling);
  const subject = subjectFor(object, own);
  const extension = /\.ya?ml$/i.exec(own.name)?.[0] ?? '.yaml';
  const taken = new Set([own, ...siblings].map(({ name }) => name.toLowerCase()));
  const separator = custom?.separator || '-';
  const long = subject === kind || subject.endsWith(`${separator}${kind}`) ? subject : `${subject}${separator}${kind}`;
  const wanted = custom?.order === 'kind' ? [kind, long] : [custom?.order === 'kind-name' ? `${kind}${separator}${subject}` : long];
  const free = [...wanted, ...Array.from(taken, (_, index) => `${long}-${index + 2}`)].find(
    (stem) => !taken.has(`${stem}${extension}`.toLowerCase()),
  );
  return `${free ?? `${long}-new`}${extension}`;
}

/** What the file of the owner calls it, where that is all its name says besides the kind; else the object's own name. */
function subjectFor({ name = '' }: Pick<Resource, 'name'>, own: NamedFile): string {
  const pattern = patternOf(own);
  const isOwners = own.resources[0]?.name === name;
  const subject = pattern && pattern.order !== 'kind' && isOwners ? pattern.subject : name;
  return subject.replace(/[^A-Za-z0-9._-]+/g, '-');
}

function patternOf({ name, resources }: NamedFile): Pattern | undefined {
  const [only, ...others] = resources;
  if (only === undefined || others.length > 0) return undefined;
  const stem = name.replace(/\.ya?ml$/i, '');
  for (const spelling of ['short', 'kebab', 'flat'] as const) {
    const kind = spellingOf(only.kind, spelling);
    const found = kind === undefined ? undefined : matchStem(stem, kind);
    if (found) return { ...found, spelling: kind === spellingOf(only.kind, 'flat') && isOneWord(only.kind) ? undefined : spelling };
  }
  return undefined;
}

function matchStem(stem: string, kind: string): Pick<Pattern, 'order' | 'separator' | 'subject'> | undefined {
  if (stem === kind) return { order: 'kind', separator: '', subject: '' };
  const before = /^(.+)([-._])$/.exec(stem.endsWith(kind) ? stem.slice(0, -kind.length) : '');
  if (before) return { order: 'name-kind', separator: before[2] ?? '', subject: before[1] ?? '' };
  const after = /^([-._])(.+)$/.exec(stem.startsWith(kind) ? stem.slice(kind.length) : '');
  return after ? { order: 'kind-name', separator: after[1] ?? '', subject: after[2] ?? '' } : undefined;
}

function spelled(kind: string, custom: Spelling | undefined): string {
  const spelling = custom ?? (USUALLY_SHORT.has(kind) ? 'short' : 'flat');
  return spellingOf(kind, spelling) ?? spellingOf(kind, 'flat') ?? kind;
}

function spellingOf(kind: string, spelling: Spelling): string | undefined {
  if (spelling === 'short') return SHORT_FORMS.get(kind);
  return spelling === 'flat' ? kind.toLowerCase() : kind.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

function isOneWord(kind: string): boolean {
  return spellingOf(kind, 'kebab') === spellingOf(kind, 'flat');
}

/** The pattern whose order and separator most files have; of several the first. */
function mostFrequent(patterns: readonly Pattern[]): Pattern | undefined {
  const likeness = (pattern: Pattern) =>
    patterns.filter(({ order, separator }) => order === pattern.order && separator === pattern.separator).length;
  return patterns.reduce<Pattern | undefined>((best, pattern) => (best && likeness(best) >= likeness(pattern) ? best : pattern), undefined);
}
