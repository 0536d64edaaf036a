import { isIngress } from '../../resources/ingress.ts';
import { isSnippet } from '../../resources/ingress-controller.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { annotationAt } from './annotations.ts';

/**
 * Annotations of ingress-nginx that are one URL, host or pattern each, and which it once wrote into its configuration unchecked
 * (CVE-2025-24514, CVE-2025-1097, CVE-2025-1098).
 */
const PLAIN: ReadonlySet<string> = new Set(
  [
    'auth-url',
    'auth-signin',
    'auth-tls-match-cn',
    'mirror-target',
    'mirror-host',
    'permanent-redirect',
    'proxy-redirect-from',
    'proxy-redirect-to',
    'rewrite-target',
    'x-forwarded-prefix',
  ].map((name) => `nginx.ingress.kubernetes.io/${name}`),
);

/** What ends a directive, begins a block or a comment in nginx's configuration, and so has no place in such a value. */
const DIRECTIVE = /[;\n\r]|\s#|#[;}]|\b(?:lua_|load_module|ssl_engine)\w*/;

export default defineRule({
  id: 'api/snippet-injection',
  level: 'warning',
  scope: 'resource',
  kinds: ['Ingress'],
  docs: {
    summary: "An annotation of an Ingress that is a piece of the proxy's configuration, or smuggles one in",
    why:
      'The proxy reads the Secrets of all namespaces. Whoever may write an Ingress with a snippet runs code in it, and with that can ' +
      'read them all (CVE-2021-25742, CVE-2025-1974), or break every other host with one wrong line.',
    fix:
      "Use the controller's own annotations for what the snippet does: headers, redirects, authentication, limits. Where none fits, set " +
      "it for all in the controller's ConfigMap, which only its operators write, and switch snippets off (`allow-snippet-annotations: " +
      '"false"`).',
    exceptions: 'Annotations of any controller are looked at, whatever the class. Empty ones are silent.',
    sources: [
      'Kubernetes security announcements, CVE-2021-25742 (snippets) and CVE-2025-1097, CVE-2025-1098, CVE-2025-24514 (values that become ' +
        'directives)',
      'Reference documentation: ingress-nginx (annotations of critical risk), F5 NGINX (snippets), HAProxy (config snippets)',
    ],
  },
  messages: {
    snippet:
      "{object} puts its own text into the proxy's configuration ({annotation}), by which whoever may edit it can read the Secrets of " +
      "all namespaces; use the controller's annotations instead.",
    injected:
      "{object} has more than a plain value in {annotation}, which becomes directives of the proxy's configuration; leave only the value.",
  },
  *check(resource) {
    if (!isIngress(resource)) return;
    for (const [annotation, text] of Object.entries(resource.annotations)) {
      const message =
        isSnippet(annotation) && text.trim() !== ''
          ? 'snippet'
          : PLAIN.has(annotation) && DIRECTIVE.test(text.trim())
            ? 'injected'
            : undefined;
      if (message === undefined) continue;
      const at = annotationAt(resource, annotation);
      yield { at, part: 'key', message, data: { object: titleOf(resource), annotation } };
    }
  },
});
