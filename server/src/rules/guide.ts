import { TIERS } from '../capacity/tiers.ts';
import type { PlanSchema } from '../schema/plan.ts';
import { continuitySections } from './guide-continuity.ts';
import { dataSections } from './guide-data.ts';
import { deploymentSections } from './guide-deployment.ts';
import { observabilitySections } from './guide-observability.ts';
import { operationsSections } from './guide-operations.ts';
import { securitySections } from './guide-security.ts';
import type { GuideEntry, GuideSection, GuideStatement } from './guide-types.ts';
import { allRules } from './registry.ts';

/** The deployment guide, statement by statement, in its own order. */
export const guideSections: readonly GuideSection[] = [
  ...deploymentSections,
  ...dataSections,
  ...securitySections,
  ...observabilitySections,
  ...continuitySections,
  ...operationsSections,
];

/** Where to look for what makes statements real besides rules. */
export interface GuideSources {
  readonly plan: Pick<PlanSchema, 'schemaAt'>;
  /** Names of all snippets. */
  readonly snippets: readonly string[];
}

/** A statement, and what in the product makes it real so far. */
export interface GuideRow {
  readonly id: string;
  /** The section's id. */
  readonly section: string;
  readonly text: string;
  readonly zh: string;
  /** `rule:<id>` for each rule that names the statement, then `plan:`, `snippet:` and `hover:` entries; empty where there is nothing yet. */
  readonly by: readonly string[];
}

/** The whole guide with what makes each statement real, as the rules' own declarations, the plan's schema and the snippets tell. */
export function guideTable(sources: GuideSources): readonly GuideRow[] {
  return guideSections.flatMap((section) =>
    section.statements.map((statement) => ({
      id: statement.id,
      section: section.id,
      text: statement.text,
      zh: statement.zh,
      by: [...rulesOf(statement), ...(statement.by ?? []).filter((entry) => exists(entry, statement, sources))],
    })),
  );
}

const byId: ReadonlyMap<string, GuideStatement> = new Map(
  guideSections.flatMap(({ statements }) => statements.map((statement) => [statement.id, statement])),
);

/** The statement of an id, or undefined where the guide has none. */
export function guideStatement(id: string): GuideStatement | undefined {
  return byId.get(id);
}

/** The statements that the hovers explain, by topic: the sizing's figures rest on the first two, and it compares with the tiers. */
const HOVERS: Readonly<Record<string, readonly string[]>> = {
  capacity: ['cpu', 'memory'],
  tier: ['tier-small', 'tier-enterprise'],
};

function rulesOf({ id }: GuideStatement): string[] {
  return allRules.filter(({ guide = [] }) => guide.includes(id)).map((rule) => `rule:${rule.id}`);
}

function exists(entry: GuideEntry, { id }: GuideStatement, { plan, snippets }: GuideSources): boolean {
  const name = entry.slice(entry.indexOf(':') + 1);
  if (entry.startsWith('plan:')) return planRoutes(name).every((route) => plan.schemaAt(route) !== undefined);
  if (entry.startsWith('snippet:')) return hasSnippet(name, snippets);
  return HOVERS[name]?.includes(id) ?? false;
}

/** `tiers` stands for the deployments that a plan holds by tier; any other name is the field's own path, with `*` for a name of one's own. */
function planRoutes(field: string): readonly (readonly string[])[] {
  return field === 'tiers' ? TIERS.map(({ name }) => [`${name.replaceAll('-', '_')}_deployment`]) : [field.split('.')];
}

/** `tier-enterprise` stands for the family `enterprise-…`, and `tier` for the families of all tiers. */
function hasSnippet(name: string, snippets: readonly string[]): boolean {
  const families = TIERS.map((tier) => tier.name).filter((tier) => name === 'tier' || name === `tier-${tier}`);
  if (families.length === 0) return snippets.includes(name);
  return families.every((family) => snippets.some((snippet) => snippet.startsWith(`${family}-`)));
}
