import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RenderedFinding } from '../analyzer-rendered.ts';
import { findingsInValues, isValuesFile, VALUES_SCHEMA_FILE } from '../analyzer-values.ts';
import type { ValuesSchema } from '../schema/values-schema.ts';
import { valuesSchemaOf } from '../schema/values-schema.ts';
import { readText } from './read.ts';
import type { Session, SessionFile } from './session.ts';

/** True for a chart's values with a schema beside them. */
export function hasValuesSchema({ uri, path: file }: SessionFile): boolean {
  return file !== undefined && isValuesFile(uri) && existsSync(schemaBeside(file));
}

/** What charts' schemas reject in the values among a session's files, by their URIs. */
export function checkValues({ analyzer, files }: Session): ReadonlyMap<string, readonly RenderedFinding[]> {
  const values = files.filter(hasValuesSchema).map((file) => {
    const analysis = analyzer.analysisOf(file.uri);
    const schema = file.path === undefined ? undefined : readSchema(file.path);
    const found = analysis && schema ? findingsInValues(file.uri, analysis.file.text, schema, analysis.settings) : [];
    return [file.uri, found] as const;
  });
  return new Map(values);
}

function readSchema(values: string): ValuesSchema | undefined {
  const result = readText(schemaBeside(values));
  return 'text' in result ? valuesSchemaOf(result.text) : undefined;
}

function schemaBeside(values: string): string {
  return path.join(path.dirname(values), VALUES_SCHEMA_FILE);
}
