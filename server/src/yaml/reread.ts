import { scanComments } from './comments.ts';
import { toDocument } from './document.ts';
import type { Built } from './events.ts';
import { buildFast, isLeftAlone } from './events.ts';
import { withEntries, withoutEntry } from './graft.ts';
import { keyName } from './keys.ts';
import { someNode } from './leaves.ts';
import { maximumDepth } from './limits.ts';
import { movedSpan, moverBy } from './moved.ts';
import { lineAt, lineStartsOf } from './position.ts';
import { buildAround, maximumPart } from './recover.ts';
import type { Region, Step } from './region.ts';
import { regionAround } from './region.ts';
import { onSound, textAfter } from './sound.ts';
import { skipBlanks } from './spans.ts';
import { encodingProblem } from './text-problems.ts';
import type { EditedDocument, MapNode, Pair, SeqNode, Splice, YamlDocument, YamlNode } from './types.ts';

/** An edit that stays within a region of a sound document. */
interface Change {
  readonly document: YamlDocument;
  readonly region: Region;
  /** The region's new text. */
  readonly lines: string;
  /** The document's new text. */
  readonly text: string;
  /** How many characters further on what follows comes to stand. */
  readonly shift: number;
}

/**
 * The document after an edit that stays within one entry of a block collection, of which only that entry is read: exactly what reading
 * the whole new text in the same dialect gives. What stands before it is taken over; what stands behind is copied to its new place and
 * keeps its values. Undefined where the edit may mean something beyond the entry.
 * @param longest how many characters may be read
 */
export function reread(document: YamlDocument, edit: Splice, longest = maximumPart): YamlDocument | undefined {
  const sound = onSound(document, edit);
  const change = sound && changeOf(sound, longest);
  if (sound === undefined || change === undefined) return undefined;
  const built = buildFast(change.lines, change.document.dialect);
  if (typeof built === 'number') return withBroken(change, sound, built);
  return built && withSound(change, built);
}

/** What may mean something beyond the lines that it stands in: marks of documents, templates, byte order marks. */
const reachesOut = /^(?:---|\.\.\.)(?!\S)|\{\{|\uFEFF/m;

function changeOf({ document, edit }: EditedDocument, longest: number): Change | undefined {
  const region = regionAround(document, edit, longest);
  if (region === undefined || region.path.some(({ node }) => node.anchor !== undefined) || holdsAnchor(region)) return undefined;
  const lines = document.text.slice(region.start, edit.start) + edit.text + document.text.slice(edit.end, region.end);
  const isWhole = region.end === document.text.length || lines.endsWith('\n');
  if (!isWhole || lines.length > longest || reachesOut.test(lines)) return undefined;
  const text = textAfter(document.text, edit);
  if (encodingProblem(text) !== undefined) return undefined;
  return { document, region, lines, text, shift: text.length - document.text.length };
}

/** True where an alias behind a region may refer into it. */
function holdsAnchor({ path }: Region): boolean {
  const { node, index } = path.at(-1) as Step;
  const nodes = node.kind === 'map' ? Object.values(node.pairs[index] as Pair) : [node.items[index] as YamlNode];
  return nodes.some((root) => someNode(root, ({ anchor }) => anchor !== undefined));
}

function withSound(change: Change, built: Built): YamlDocument | undefined {
  const { document, region, lines, text, shift } = change;
  const entries = entriesFor(region, built);
  const root = entries && withEntries(region, moverBy(region.start)(entries), moverBy(shift));
  if (entries === undefined || root === undefined) return undefined;
  const comments = [
    ...document.comments.filter(({ start }) => start < region.start),
    ...scanComments(lines, entries).map((comment) => movedSpan(comment, region.start)),
    ...document.comments.filter(({ start }) => start >= region.end).map((comment) => movedSpan(comment, shift)),
  ];
  return { text, dialect: document.dialect, root, problems: [], comments, lineStarts: lineStartsAfter(change), templated: false };
}

function lineStartsAfter({ document, region, lines, shift }: Change): readonly number[] {
  const { lineStarts } = document;
  return [
    ...lineStarts.slice(0, lineAt(document, region.start)),
    ...lineStartsOf(lines).map((start) => start + region.start),
    ...lineStarts.slice(lineAt(document, region.end) + 1).map((start) => start + shift),
  ];
}

/** What was read of a region, where that can take the place of its entry: entries that begin where it begins, and nothing else. */
function entriesFor({ path, column }: Region, { assembly, root }: Built): MapNode | SeqNode | undefined {
  if (root === undefined || root.kind === 'scalar' || root.kind === 'alias' || root.flow) return undefined;
  if (root.start !== column || skipBlanks(assembly.text, 0) !== column) return undefined;
  if (assembly.problems.length > 0 || assembly.anchors.size > 0 || path.length + depthOf(root) > maximumDepth / 2) return undefined;
  return root.kind === 'map' && repeatsKey(path.at(-1) as Step, root) ? undefined : root;
}

/** True where one of these entries has the key of another one of the mapping. */
function repeatsKey({ node, index }: Step, entries: MapNode): boolean {
  if (node.kind !== 'map') return false;
  const added = new Set(entries.pairs.map(({ key }) => keyName(key)));
  return node.pairs.some(({ key }, at) => at !== index && added.has(keyName(key)));
}

function depthOf(node: YamlNode): number {
  if (node.kind === 'seq') return 1 + Math.max(0, ...node.items.map(depthOf));
  return node.kind === 'map' ? 1 + Math.max(0, ...node.pairs.map(({ value }) => depthOf(value))) : 0;
}

/** The document where a region can't be read as it should: with what the tolerant parser makes of it. */
function withBroken({ document, region, lines, text, shift }: Change, sound: EditedDocument, brokenAt: number): YamlDocument | undefined {
  // What was only noticed at the end may look different with what follows.
  if (brokenAt >= lines.length && region.end < document.text.length) return undefined;
  const rest = document.root && withoutEntry(region, moverBy(shift), shift);
  if (rest === undefined || isLeftAlone(text) || someNode(rest, ({ kind }) => kind === 'alias')) return undefined;
  const part = { start: region.start, end: region.end + shift };
  const built = buildAround(text, document.dialect, region.start + brokenAt, part, rest);
  return built && { ...toDocument(text, document.dialect, built), sound };
}
