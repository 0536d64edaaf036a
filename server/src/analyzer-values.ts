import type { RenderedFinding } from './analyzer-rendered.ts';
import { severityOf } from './rules/finding.ts';
import invalid from './rules/schema/invalid.ts';
import type { ValuesSchema } from './schema/values-schema.ts';
import type { Settings } from './settings.ts';
import { parseFile } from './yaml/parse.ts';
import { spanOf } from './yaml/route.ts';
import { valueOf } from './yaml/value.ts';

/** Name of the schema that stands beside a chart's values. */
export const VALUES_SCHEMA_FILE = 'values.schema.json';

/** True for the file that holds a chart's own values; other values are laid over those, and need not be whole. */
export function isValuesFile(uri: string): boolean {
  return /(?:^|\/)values\.ya?ml$/.test(uri);
}

/** What a chart's schema rejects in its values, as far as they can be read. */
export function findingsInValues(uri: string, text: string, schema: ValuesSchema, settings: Settings): readonly RenderedFinding[] {
  const level = settings.enable ? severityOf(invalid, undefined, settings) : undefined;
  const [placed, ...others] = parseFile(text).documents;
  if (level === undefined || placed === undefined || others.length > 0 || placed.document.problems.length > 0) return [];
  const { document } = placed;
  const value = valueOf(document);
  return schema(value ?? {}).map(({ at, message }) => {
    const nothing = { data: {}, fixes: [], related: [], tags: [], resource: undefined };
    const finding = { ...nothing, rule: invalid.id, level, message, at, span: spanOf(document, at) };
    return { uri, placed, documentIndex: 0, finding, value };
  });
}
