import type { CompletionItem, Range } from 'vscode-languageserver-types';
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types';
import type { Analysis } from '../analyzer.ts';
import { chosenTier } from '../capacity/tiers.ts';
import type { Schemas } from '../schema/schemas.ts';
import { parseDocument } from '../yaml/parse.ts';
import type { Span } from '../yaml/types.ts';
import type { KeyTyping, ValueTyping } from './completion-context.ts';
import { MARKER, typingAt } from './completion-context.ts';
import { rangeAt } from './positions.ts';
import { besideSchema, relationProposals } from './relation-completion.ts';
import type { SchemaCompletion } from './schema-completion.ts';
import { keyProposals, valueProposals } from './schema-completion.ts';
import { headProposals, objectProposals, otherHalf } from './schema-completion-kinds.ts';
import { subjectByName } from './schema-place.ts';
import type { Snippet } from './snippets.ts';

/** What completion needs besides the analysis. */
export interface CompletionContext {
  readonly schemas: Schemas;
  /** Empty where the client takes none. */
  readonly snippets: readonly Snippet[];
  /** Whether the client takes snippets with tab stops; else proposals end where typing goes on. */
  readonly tabStops: boolean;
}

/**
 * Proposals at an offset: whole objects and the tiers' snippets in a document that is still blank, else what the workspace and
 * the schema have there.
 */
export function completions(analysis: Analysis, offset: number, { schemas, snippets, tabStops }: CompletionContext): CompletionItem[] {
  const typing = typingAt(analysis.file, offset);
  if (!typing || isInAction(typing)) return [];
  const { settings } = analysis;
  const completion: SchemaCompletion = { schemas, version: settings.kubernetesVersion, tabStops };
  const isOff = settings.schemas.enable === 'off';
  if (typing.type === 'blank') {
    const tiers = snippetProposals(analysis, snippets, rangeAt(analysis.file, typing.word));
    return isOff ? tiers : [...tiers, ...firstProposals(typing.word, analysis, completion)];
  }
  return besideSchema(relationProposals(typing, analysis, completion), isOff ? [] : schemaProposals(typing, analysis, completion));
}

/** True in an action of a template, which is no YAML. */
function isInAction(typing: NonNullable<ReturnType<typeof typingAt>>): boolean {
  const { words = [] } = (typing.type === 'blank' ? undefined : typing.document.template) ?? {};
  return typing.type !== 'blank' && words.some(({ start, end }) => start < typing.at && typing.at < end);
}

function schemaProposals(typing: KeyTyping | ValueTyping, analysis: Analysis, completion: SchemaCompletion): CompletionItem[] {
  if (typing.type === 'key') return keyProposals(typing, analysis, completion) ?? otherHalf(typing, analysis);
  return headProposals(typing, analysis, completion) ?? valueProposals(typing, analysis, completion) ?? [];
}

/** What a blank document can begin with: the root keys of what the file is by its name, else a whole object. */
function firstProposals(word: Span, analysis: Analysis, completion: SchemaCompletion): CompletionItem[] {
  const document = parseDocument(`${MARKER}:`);
  const objects = typeof subjectByName(analysis.uri) === 'string' ? [] : objectProposals(word, analysis, completion);
  if (subjectByName(analysis.uri) === undefined) return objects;
  const nothing = { hasValue: false, hasColon: false, isItem: false, flow: false, at: 0 } as const;
  const typing: KeyTyping = { type: 'key', word, parent: [], column: 0, document, ...nothing };
  return [...objects, ...(keyProposals(typing, analysis, completion) ?? [])];
}

function snippetProposals({ settings, inventory }: Analysis, snippets: readonly Snippet[], range: Range): CompletionItem[] {
  const tier = chosenTier(settings, inventory);
  return snippets.map(({ name, prefix, description, body }) => ({
    label: prefix,
    kind: CompletionItemKind.Snippet,
    detail: description === '' ? name : description,
    sortText: `${prefix.includes(tier) || name.includes(tier) ? 0 : 1}${prefix}`,
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range, newText: body },
  }));
}
