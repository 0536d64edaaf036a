/** Words in names, namespaces and labels of what is only tried out, and may lose its data. */
const TRIAL_WORDS: ReadonlySet<string> = new Set(
  'ci demo dev devel development e2e ephemeral example examples local playground preview sample sandbox test testing tests'.split(' '),
);

/** Labels that name an environment. */
const ENVIRONMENT_LABELS = ['env', 'environment', 'stage', 'tier', 'app.kubernetes.io/environment'];

/** What tells whether something is only tried out. */
interface Named {
  readonly name: string | undefined;
  readonly namespace?: string | undefined;
  readonly labels?: Readonly<Record<string, string>>;
}

/** True for what its name, its namespace or a label of its environment calls a test, a sample or a developer's own. */
export function isTrial({ name, namespace, labels = {} }: Named): boolean {
  const texts = [name, namespace, ...ENVIRONMENT_LABELS.map((label) => labels[label])];
  return texts.some(
    (text) =>
      text
        ?.toLowerCase()
        .split(/[-_.]/)
        .some((word) => TRIAL_WORDS.has(word)) === true,
  );
}
