import type { PlacedFinding } from './analyzer.ts';
import type { FixSource } from './analyzer-fixes.ts';
import { splicesOf } from './analyzer-fixes.ts';
import { folderOf, isKustomizationFile } from './resources/kustomize.ts';
import { resourcesOf } from './resources/resource.ts';
import type { NamedFile } from './rules/companion-file-name.ts';
import { companionFileName } from './rules/companion-file-name.ts';
import { fileNameOf, listingPatch } from './rules/companion-listing.ts';
import type { FixChange } from './rules/fix.ts';
import { fixChange } from './rules/fix.ts';
import { stringify } from './yaml/format.ts';
import { stringAt } from './yaml/json.ts';
import { styleAt } from './yaml/style.ts';
import type { JsonMap, PlacedDocument, Splice, YamlDocument, YamlFile } from './yaml/types.ts';

/** What a fix with companions needs besides what every fix does: the files of the workspace. */
export interface CompanionSource extends FixSource {
  readonly uri: string;
  readonly file: YamlFile;
  uris(): Iterable<string>;
  fileOf(uri: string): YamlFile | undefined;
}

/** The edits of a file by its offsets. */
export interface FileEdit {
  readonly uri: string;
  readonly file: YamlFile;
  readonly splices: readonly Splice[];
}

/** Where a fix puts its companions if not into the file that it mends. */
export interface PlaceBeside {
  /** Of the new file, in the folder of the one that is fixed. */
  readonly name: string;
  /** True where the folder keeps each object in a file of its own, so that this is the better place. */
  readonly preferred: boolean;
}

/** A fix whose companions go to a file of their own. */
export interface FixBeside extends Pick<PlaceBeside, 'preferred'> {
  /** The new file, in the folder of the one that is fixed. */
  readonly created: { readonly uri: string; readonly name: string; readonly text: string };
  /** The edits of the file that is fixed. */
  readonly splices: readonly Splice[];
  /** The kustomizations that list the file that is fixed, and now the new one too. */
  readonly listings: readonly FileEdit[];
}

/** What a finding's fix is with its companions in a new file; undefined where it has none, or there is no folder to put it into. */
export function fixBeside(source: CompanionSource, found: PlacedFinding, fixId: string): FixBeside | undefined {
  const beside = besideOf(source, found, fixId);
  const splices = beside && splicesOf(beside.placed, beside.change.patches);
  if (beside === undefined || splices === undefined) return undefined;
  const { change, placed, name, folder, listings, preferred } = beside;
  const text = textOf(change.companions, placed.document, source.file);
  return { created: { uri: folder + encodeURIComponent(name), name, text }, splices, listings, preferred };
}

/** Where {@link fixBeside} puts its companions; nothing is written for it, so it costs less. */
export function placeBeside(source: CompanionSource, found: PlacedFinding, fixId: string): PlaceBeside | undefined {
  const beside = besideOf(source, found, fixId);
  return beside && { name: beside.name, preferred: beside.preferred };
}

interface Beside extends PlaceBeside, Pick<FixBeside, 'listings'> {
  readonly placed: PlacedDocument;
  readonly change: FixChange;
  readonly folder: string;
}

function besideOf(source: CompanionSource, { finding, documentIndex }: PlacedFinding, fixId: string): Beside | undefined {
  const placed = source.documents[documentIndex];
  const rule = source.rules.get(finding.rule);
  const folder = source.uri.slice(0, source.uri.lastIndexOf('/') + 1);
  if (placed === undefined || rule === undefined || folder === '') return undefined;
  const change = fixChange(rule, fixId, finding, { settings: source.settings, inventory: source.inventory, document: placed.document });
  const [first] = change?.companions ?? [];
  if (change === undefined || first === undefined) return undefined;
  const own = namedFile(source.uri, source.file);
  const siblings = siblingsOf(source);
  const name = companionFileName({ kind: stringAt(first, ['kind']) ?? '', name: stringAt(first, ['metadata', 'name']) }, own, siblings);
  const listings = listingsOf(source, name);
  return { placed, change, folder, name, listings, preferred: listings.length > 0 && holdsOne(own) && siblings.every(holdsOne) };
}

/** As the document that they belong to is written, with a line of dashes at the top where its file begins with one. */
function textOf(companions: readonly JsonMap[], document: YamlDocument, { text }: YamlFile): string {
  const style = styleAt(document, document.text.length);
  const bodies = companions.map((companion) => stringify(companion, style) + style.lineBreak);
  const dashes = `---${style.lineBreak}`;
  return (/^\uFEFF?---/.test(text) ? dashes : '') + bodies.join(dashes);
}

/** The other files of the folder that hold objects. */
function siblingsOf({ uri, uris, fileOf }: CompanionSource): readonly NamedFile[] {
  const folder = folderOf(uri);
  const others = [...uris()].filter((other) => other !== uri && folderOf(other) === folder && !isKustomizationFile(other));
  return others.flatMap((other) => {
    const file = fileOf(other);
    return file ? [namedFile(other, file)] : [];
  });
}

function namedFile(uri: string, { documents }: YamlFile): NamedFile {
  return { name: fileNameOf(uri), resources: documents.flatMap(({ document }) => resourcesOf(document)) };
}

function holdsOne({ resources }: NamedFile): boolean {
  return resources.length <= 1;
}

function listingsOf({ uri, uris, fileOf }: CompanionSource, name: string): readonly FileEdit[] {
  return [...uris()].filter(isKustomizationFile).flatMap((kustomization) => {
    const file = fileOf(kustomization);
    const placed = file?.documents[0];
    const patch = placed && listingPatch(kustomization, placed.document, uri, name);
    const splices = patch && splicesOf(placed, [patch]);
    return file && splices ? [{ uri: kustomization, file, splices }] : [];
  });
}
