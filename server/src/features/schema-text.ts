import type { Deprecation, Description, KindInfo } from '../schema/types.ts';
import { code, paragraphs } from './markdown.ts';

/** Type and standing of a field in a few words, as plain text: `integer, required`. */
export function typeLine({ type, required, deprecated }: Description): string {
  return [type, ...(required ? ['required'] : []), ...(deprecated ? ['deprecated'] : [])].join(', ');
}

/** What a schema says of a field besides its type, as Markdown. */
export function documentationText({ description, allowed, default: standard, since, until }: Description): string {
  return paragraphs(
    description && prose(description),
    allowed && `One of ${allowed.map((value) => code(String(value))).join(', ')}.`,
    standard === undefined || typeof standard === 'object' ? undefined : `Default: ${code(String(standard))}`,
    versionsText(since, until),
  );
}

/** What becomes of an API version of a kind, as Markdown; undefined where it is served as ever. */
export function lifecycleText(info: KindInfo | undefined, deprecation: Deprecation | undefined): string | undefined {
  const source = info?.custom?.from === 'release' ? `From ${info.custom.project} ${info.custom.version}.` : undefined;
  const scope = info && (info.namespaced ? 'In a namespace.' : 'For the whole cluster.');
  return paragraphs(
    deprecation && endText(deprecation),
    [scope, source, versionsText(info?.since, info?.until)].filter((text) => text !== undefined).join(' '),
  );
}

function endText({ state, version, event, replacement }: Deprecation): string {
  const instead = replacement ? ` Use ${code(`${replacement.apiVersion} ${replacement.kind}`)}.` : '';
  if (state === 'removed') return `**Removed in Kubernetes ${version}.**${instead}`;
  return event === 'removal'
    ? `**Deprecated; removed in Kubernetes ${version}.**${instead}`
    : `**Deprecated since Kubernetes ${version}.**${instead}`;
}

function versionsText(since: string | undefined, until: string | undefined): string | undefined {
  if (since !== undefined && until !== undefined) return `Kubernetes ${since} to ${until}`;
  if (since !== undefined) return `Kubernetes ${since} and newer`;
  return until === undefined ? undefined : `Kubernetes up to ${until}`;
}

/**
 * A schema's text, which is Markdown more or less. What looks like HTML in it is none, outside of code, and links and images are left as
 * text: the schema may be anybody's.
 */
function prose(text: string): string {
  const parts = text.split(/(`[^`]*`)/);
  return parts.map((part, index) => (index % 2 === 1 ? part : part.replace(/<(?=\S)/g, '\\<').replaceAll('](', ']\\('))).join('');
}
