import { chosenTier } from '../../capacity/tiers.ts';
import { missingFigureFor } from '../figures.ts';
import type { ListName, ResourceName } from '../provision.ts';
import { levelFor, provisionOf } from '../provision.ts';
import type { Fix, OptionSpecs, Rule, RuleDocs } from '../types.ts';

/** One of the four figures that a container should state: what the rules about them differ in. */
export interface Figure {
  readonly id: string;
  readonly level: 'warning' | 'info';
  readonly list: ListName;
  readonly resource: ResourceName;
  /** Sentence with `{container}`. */
  readonly message: string;
  readonly docs: Omit<RuleDocs, 'exceptions'>;
}

const SINGULAR = { requests: 'request', limits: 'limit' } as const;
/** The resources as titles name them. */
export const WORDS = { cpu: 'CPU', memory: 'memory' } as const;

const EXCEPTIONS =
  'A container without any resources is reported by `resources/required` instead. Silent where the pod states the figure for all of its containers, ' +
  'where a LimitRange or a kustomize patch of the workspace gives it, and in such a patch. A limit without a request is a request, as Kubernetes has it. ' +
  'Ordinary init containers are reported one level lower, since they end before the pod serves.';

/** A rule about one figure of containers. */
export type FigureRule = Rule<'container', 'missing', 'add', OptionSpecs> & { readonly fixes: Readonly<Record<'add', Fix>> };

/** The declaration of the rule about one figure that is missing from a container that has others. */
export function missingFigure({ id, level, list, resource, message, docs }: Figure): FigureRule {
  return {
    id,
    guide: ['resource-limits'],
    level,
    scope: 'container',
    workspace: true,
    docs: { ...docs, exceptions: EXCEPTIONS },
    messages: { missing: message },
    *check(container, context) {
      const provision = provisionOf(container, context.inventory);
      if (context.partial || !provision.hasSome || provision.isGiven(list, resource)) return;
      const tier = chosenTier(context.settings, context.inventory);
      // What a pod states for all of its containers bounds theirs, and how it is meant to be shared out only its authors know.
      const wanted = provision.isPodLevel ? undefined : missingFigureFor(container, provision, list, resource, tier);
      yield {
        at: [...container.route, 'resources', list, resource],
        message: 'missing',
        data: { container: container.name, ...(wanted === undefined ? {} : { wanted }) },
        level: levelFor(container, level),
        fixes: wanted === undefined ? [] : ['add'],
      };
    },
    fixes: {
      add: {
        title: `Add a ${WORDS[resource]} ${SINGULAR[list]} of {wanted}`,
        safe: false,
        patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted, after: ['cpu'] }],
      },
    },
  };
}
