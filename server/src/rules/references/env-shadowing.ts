import { patchesOfContainer } from '../../resources/kustomize-patches.ts';
import type { Container, Inventory } from '../../resources/types.ts';
import { listAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { Problem } from '../types.ts';
import { isDirective } from './patch-directive.ts';
import { variableReferences } from './variable-references.ts';

type Found = Problem<'twice' | 'later' | 'nowhere' | 'argument', 'remove'>;

export default defineRule({
  id: 'references/env-shadowing',
  level: 'warning',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'A variable given twice, or `$(VAR)` that refers to one defined later or nowhere',
    why:
      'Of two variables with one name the last wins without a word. A reference is resolved only against what stands before it; where nothing does, the ' +
      'container starts with the literal text `$(VAR)` in its URL or command line.',
    fix: 'Keep one of the two. Define a variable above those that refer to it, or write `$$(VAR)` where the text itself is meant.',
    exceptions:
      'Silent for references in a container with `envFrom`, whose names are elsewhere; for the variables of Services (`…_SERVICE_HOST`), which the kubelet ' +
      'adds; for variables that a Kustomization or a patch of the workspace defines; for commands of a shell in lower case (`$(hostname)`); and in patches.',
    sources: [
      'Kubernetes API reference, EnvVar.value: references are expanded using the previously defined variables, and stay unchanged where they cannot be resolved',
      'Kubernetes documentation, Define Dependent Environment Variables',
    ],
  },
  messages: {
    twice: 'Container "{container}" sets {name} a second time, so the first value is never seen; keep the one that is meant.',
    later:
      'Container "{container}" refers to {name} in {in} before it is defined, so the text $({name}) stays as it is; define {name} above it.',
    nowhere:
      'Container "{container}" refers to {name} in {in}, which it does not define, so the text $({name}) stays as it is; define it above, or write ' +
      '$$({name}) where the text is meant.',
    argument:
      'Container "{container}" refers to {name} in its {in}, which it does not define, so the process is given the text $({name}); define it in env.',
  },
  *check(container, context) {
    const variables = variablesOf(container);
    yield* repetitions(container, variables);
    if (context.partial || takesFromElsewhere(container)) return;
    yield* references(container, variables, context.inventory);
  },
  fixes: {
    remove: {
      title: 'Remove the first {name}, which has no effect',
      safe: false,
      patches: ({ at, data: { first } }) => (typeof first === 'number' ? [{ op: 'remove', at: [...at.slice(0, -2), first] }] : undefined),
    },
  },
});

interface Variable {
  readonly name: string;
  readonly index: number;
  readonly route: Route;
  /** Names that its value refers to. */
  readonly refersTo: readonly string[];
}

function variablesOf(container: Container): readonly Variable[] {
  return (listAt(container.value, ['env']) ?? []).flatMap((entry, index) => {
    const name = stringAt(entry, ['name']);
    if (!name || isDirective(entry)) return [];
    const refersTo = variableReferences(stringAt(entry, ['value']) ?? '');
    return [{ name, index, route: [...container.route, 'env', index], refersTo }];
  });
}

function* repetitions(container: Container, variables: readonly Variable[]): Iterable<Found> {
  const latest = new Map<string, Variable>();
  for (const variable of variables) {
    const { name, index, route } = variable;
    const earlier = latest.get(name);
    latest.set(name, variable);
    if (earlier === undefined || isPlaceholder(name)) continue;
    // What stands between the two sees the first value.
    const isSeen = variables.some((other) => other.index > earlier.index && other.index <= index && other.refersTo.includes(name));
    yield {
      at: [...route, 'name'],
      message: 'twice',
      data: { container: container.name, name, first: earlier.index },
      related: [{ at: [...earlier.route, 'name'], message: 'The first one' }],
      fixes: isSeen ? [] : ['remove'],
    };
  }
}

/** A place whose text refers to variables. */
interface Mention {
  readonly at: Route;
  /** The variable or field that refers to them. */
  readonly in: string;
  readonly names: readonly string[];
  /** How many of the container's variables it sees; a command sees all. */
  readonly sees: number;
  /** What is said of a name that is defined nowhere. */
  readonly message: 'nowhere' | 'argument';
}

function mentionsIn({ value, route }: Container, variables: readonly Variable[]): readonly Mention[] {
  const values = variables.map(({ name, route: at, refersTo }, position) => ({
    at: [...at, 'value'],
    in: name,
    names: refersTo,
    sees: position,
    message: 'nowhere' as const,
  }));
  const words = ['command', 'args'].flatMap((field) =>
    (listAt(value, [field]) ?? []).map((text, index) => ({
      at: [...route, field, index],
      in: field,
      names: typeof text === 'string' ? variableReferences(text) : [],
      sees: Number.POSITIVE_INFINITY,
      message: 'argument' as const,
    })),
  );
  return [...values, ...words];
}

function* references(container: Container, variables: readonly Variable[], inventory: Inventory): Iterable<Found> {
  const defined = variables.map(({ name }) => name);
  // A name that is filled in later may be any.
  if (defined.some(isPlaceholder)) return;
  const isGiven = givenElsewhere(container, inventory);
  for (const mention of mentionsIn(container, variables)) {
    const unseen = mention.names.filter((name) => !defined.slice(0, mention.sees).includes(name));
    for (const name of unseen) {
      const isLater = defined.includes(name, mention.sees + 1);
      if (!isLater && (!isVariableName(name) || isGiven(name))) continue;
      yield {
        at: mention.at,
        message: isLater ? 'later' : mention.message,
        data: { container: container.name, name, in: mention.in },
        fixes: [],
      };
    }
  }
}

/** Whether a variable comes from elsewhere, looked up only once one is asked for. */
function givenElsewhere(container: Container, inventory: Inventory): (name: string) => boolean {
  let isGiven: ((name: string) => boolean) | undefined;
  return (name) => {
    isGiven ??= lookUp(container, inventory);
    return isServiceVariable(name) || isGiven(name);
  };
}

/** In lower case it is a command of a shell as likely. */
function isVariableName(name: string): boolean {
  return /^[A-Z_][A-Z0-9_]*$/.test(name);
}

/** Variables that the kubelet adds for each Service: `REDIS_SERVICE_HOST`, `REDIS_PORT_6379_TCP_ADDR` (Kubernetes documentation, Service). */
function isServiceVariable(name: string): boolean {
  return /_SERVICE_(?:HOST|PORT)(?:_|$)|_PORT_\d+_(?:TCP|UDP|SCTP)(?:_|$)/.test(name);
}

/** Variables that patches define, any that these may take from elsewhere, and those that kustomize puts in by itself (Kustomization, vars). */
function lookUp(container: Container, inventory: Inventory): (name: string) => boolean {
  const patches = patchesOfContainer(container, inventory);
  if (patches.some(takesFromElsewhere)) return () => true;
  const kustomized = ['Kustomization', 'Component']
    .flatMap((kind) => inventory.ofKind(kind))
    .flatMap(({ resource }) => listAt(resource.value, ['vars']) ?? [])
    .map((entry) => stringAt(entry, ['name']));
  const names = new Set([...patches.flatMap(variablesOf).map(({ name }) => name), ...kustomized]);
  return (name) => names.has(name);
}

function takesFromElsewhere({ value }: Container): boolean {
  return (listAt(value, ['envFrom']) ?? []).length > 0;
}
