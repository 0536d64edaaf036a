/** Where the rules' pages (docs/rules/ of the repository) can be read. */
const PAGES = 'https://github.com/plimsoll/plimsoll/blob/main/docs/rules/';

/** Address of a rule's page. */
export function rulePage(id: string): string {
  return `${PAGES}${id}.md`;
}
