/**
 * True where a text is filled in before or while the container starts, and so says nothing yet: `$(VAR)` of the kubelet, `${VAR}` and `$VAR` of
 * envsubst, Flux and shells, `$secret:key` of Argo CD, `{{ … }}` of templates, `%VAR%` and `@VAR@` of build tools.
 */
export function isPlaceholder(text: string): boolean {
  return /\$[({]|\{\{|^\$[A-Za-z_][\w.:-]*$|^%\w+%$|^@\w+@$/.test(text);
}
