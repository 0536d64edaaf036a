import type { CompletionItem } from 'vscode-languageserver-types';
import type { Schemas } from '../schema/schemas.ts';
import type { Route } from '../yaml/types.ts';
import type { SchemaSubject } from './schema-place.ts';
import { placeOf } from './schema-place.ts';
import { documentationText, typeLine } from './schema-text.ts';

/** What a proposal carries along, so that its documentation is looked up only when it is shown. */
export interface ProposalData {
  readonly of: SchemaSubject;
  /** From the object's root. */
  readonly route: Route;
  readonly version: string;
}

/** The proposal with its type and its documentation. */
export function describeCompletion(item: CompletionItem, schemas: Schemas): CompletionItem {
  const data: unknown = item.data;
  const description = isProposalData(data) ? placeOf(data.of, { schemas, version: data.version }).describe(data.route) : undefined;
  if (!description) return item;
  const value = documentationText(description);
  return { detail: typeLine(description), ...item, ...(value !== '' && { documentation: { kind: 'markdown', value } }) };
}

function isProposalData(data: unknown): data is ProposalData {
  const { of, route, version } = (data ?? {}) as Partial<ProposalData>;
  return of !== undefined && Array.isArray(route) && typeof version === 'string';
}
