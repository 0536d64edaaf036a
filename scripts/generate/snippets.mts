import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Tier, TierFigures } from '../../server/src/capacity/tiers.ts';
import { TIERS } from '../../server/src/capacity/tiers.ts';

/** A snippet in the editor's own format: tab stops as `${1:default}`. */
export interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

interface Template {
  readonly file: string;
  readonly name: string;
  readonly description: (tier: string) => string;
}

/** How far above its floor an autoscaler may go: twice the tier's replicas. */
const SCALE_OUT = 2;

const TEMPLATES: readonly Template[] = [
  { file: 'plan', name: 'plan', description: (tier) => `Deployment plan: ${tier}` },
  {
    file: 'api-server',
    name: 'api-server',
    description: (tier) => `API server, ${tier}: Deployment, Service, autoscaler, disruption budget, probes, limits, TLS ingress`,
  },
  {
    file: 'worker',
    name: 'worker',
    description: (tier) => `Worker, ${tier}: Deployment, autoscaler on CPU and queue depth, disruption budget, probes, limits`,
  },
];

/** All tier snippets by name, from the templates in `snippets/templates` and the figures of the capacity model. */
export function tierSnippets(root: string): Record<string, Snippet> {
  const pairs = TIERS.flatMap((tier) =>
    TEMPLATES.map((template) => [`${tier.name}-${template.name}`, snippetOf(root, template, tier)] as const),
  );
  return Object.fromEntries(pairs);
}

/** A snippet's text with its defaults in place of the tab stops. */
export function expandSnippet(snippet: Snippet): string {
  return `${snippet.body.join('\n').replace(/\$\{\d+:([^}]*)\}/g, '$1')}\n`;
}

function snippetOf(root: string, { file, name, description }: Template, tier: Tier): Snippet {
  const text = readFileSync(path.join(root, 'snippets/templates', `${file}.yaml`), 'utf8');
  return {
    prefix: `plimsoll-${tier.name}-${name}`,
    description: description(tier.title),
    body: fill(text, figuresOf(tier)).trimEnd().split('\n'),
  };
}

function fill(text: string, figures: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const figure = figures[name];
    if (figure === undefined) throw new Error(`A snippet template asks for ${name}, which no tier has`);
    return String(figure);
  });
}

function figuresOf({ name, title, users, apiServer, worker }: Tier): Record<string, string | number> {
  return {
    title: title.replace(/^./, (letter) => letter.toUpperCase()),
    plan_key: `${name.replaceAll('-', '_')}_deployment`,
    typical_users: users.to ?? users.from,
    ...prefixed('api', apiServer),
    ...prefixed('worker', worker),
  };
}

function prefixed(prefix: string, { replicas, cpu, memory }: TierFigures): Record<string, string | number> {
  return {
    [`${prefix}_replicas`]: replicas,
    [`${prefix}_max`]: replicas * SCALE_OUT,
    [`${prefix}_cpu`]: cpu,
    [`${prefix}_memory`]: memory,
  };
}
