/**
 * The names that a text refers to as `$(NAME)`, each once. `$$` stands for a dollar sign, so that `$$(NAME)` refers to nothing (Kubernetes
 * documentation, Define Dependent Environment Variables).
 */
export function variableReferences(text: string): readonly string[] {
  const names = new Set<string>();
  for (const [, escaped, name] of text.matchAll(/(\$\$)|\$\(([^()\s]*)\)/g)) {
    if (escaped === undefined && name) names.add(name);
  }
  return [...names];
}
