import type { Container } from '../../resources/types.ts';
import { getAt, listAt, stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import type { Problem } from '../types.ts';

export default defineRule({
  id: 'security/secret-env-ref',
  level: 'strict',
  scope: 'container',
  docs: {
    summary: 'A Secret that is handed to a container as environment variables rather than as files',
    why:
      'Environment variables go to every child process, into crash reports, debug pages and the output of `env`, and a changed Secret ' +
      'does not reach them until the pod starts again. A file can be limited to its reader, and follows the Secret.',
    fix: 'Mount the Secret as a volume, and let the application read the file; many take its path in a variable that ends in _FILE.',
    exceptions: 'Literal credentials are `security/secret-in-env`.',
    sources: [
      'Kubernetes documentation, Good practices for Kubernetes Secrets',
      'CIS Kubernetes Benchmark: prefer Secrets as files over Secrets as environment variables',
    ],
  },
  messages: {
    variable:
      'Container "{container}" has {secret} in the variable {name}, from where it gets into child processes, crash reports and logs; ' +
      'as a file it stays with its reader.',
    all:
      'Container "{container}" has all of {secret} in its environment, from where it gets into child processes, crash reports and ' +
      'logs; as files they stay with their reader.',
  },
  *check(container) {
    yield* variables(container);
    for (const [index, source] of (listAt(container.value, ['envFrom']) ?? []).entries()) {
      if ((getAt(source, ['secretRef']) ?? null) === null) continue;
      const data = { container: container.name, secret: secretTitle(stringAt(source, ['secretRef', 'name'])) };
      yield { at: [...container.route, 'envFrom', index, 'secretRef'], part: 'key', message: 'all', data };
    }
  },
});

function* variables(container: Container): Iterable<Problem<'variable', never>> {
  for (const [index, variable] of (listAt(container.value, ['env']) ?? []).entries()) {
    if ((getAt(variable, ['valueFrom', 'secretKeyRef']) ?? null) === null) continue;
    const secret = secretTitle(stringAt(variable, ['valueFrom', 'secretKeyRef', 'name']));
    yield {
      at: [...container.route, 'env', index, 'valueFrom', 'secretKeyRef'],
      part: 'key',
      message: 'variable',
      data: { container: container.name, secret, name: stringAt(variable, ['name']) ?? `#${index}` },
    };
  }
}

function secretTitle(name: string | undefined): string {
  return name === undefined ? 'a Secret' : `Secret "${name}"`;
}
