/** A word, string or punctuation mark of a declaration file. */
export interface Token {
  readonly text: string;
  /** The JSDoc comment right before it, without its stars. */
  readonly doc?: string;
}

const TOKEN = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[\w$]+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|=>|./gy;

/** Splits a declaration file into tokens; a documentation comment stays with the token it precedes. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let doc: string | undefined;
  for (const [match] of text.matchAll(TOKEN)) {
    if (match.startsWith('/**')) doc = commentText(match);
    else if (!/^\s|^\/[/*]/.test(match)) {
      tokens.push(doc === undefined ? { text: match } : { text: match, doc });
      doc = undefined;
    }
  }
  return tokens;
}

/** The text of a JSDoc comment, up to its first tag that stands alone on a line. */
function commentText(comment: string): string {
  return comment
    .slice(3, -2)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}
