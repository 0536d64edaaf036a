/** A snippet for a whole document, in the syntax of the Language Server Protocol. */
export interface Snippet {
  readonly name: string;
  /** What is typed to find it. */
  readonly prefix: string;
  readonly description: string;
  readonly body: string;
}

/**
 * The snippets of a snippet file as VS Code defines it: a mapping of names to `prefix`, `body` (a text or its lines) and `description`.
 * What isn't one is left out.
 */
export function readSnippets(json: unknown): Snippet[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, snippet]: [string, unknown]) => {
    const { prefix, body, description } = (snippet ?? {}) as { prefix?: unknown; body?: unknown; description?: unknown };
    if (typeof prefix !== 'string' || !(typeof body === 'string' || isLines(body))) return [];
    return [
      {
        name,
        prefix,
        description: typeof description === 'string' ? description : '',
        body: typeof body === 'string' ? body : body.join('\n'),
      },
    ];
  });
}

function isLines(body: unknown): body is readonly string[] {
  return Array.isArray(body) && body.every((line) => typeof line === 'string');
}
