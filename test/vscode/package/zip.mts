import { readFile } from 'node:fs/promises';

/** A file in a zip archive, and its compressed size in bytes. */
export interface ZipEntry {
  readonly name: string;
  readonly compressed: number;
}

/** Signatures, sizes and offsets of PKWARE's APPNOTE.TXT 6.3, sections 4.3.12 and 4.3.16. */
const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_SIZE = 46;

/** Lists a zip archive by its central directory. */
export async function listZip(path: string): Promise<ZipEntry[]> {
  const zip = await readFile(path);
  const end = findEnd(zip);
  const entries: ZipEntry[] = [];
  let offset = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(offset) !== ENTRY_SIGNATURE) throw new Error(`No entry of the central directory at byte ${offset} of ${path}.`);
    const nameLength = zip.readUInt16LE(offset + 28);
    const name = zip.toString('utf8', offset + ENTRY_SIZE, offset + ENTRY_SIZE + nameLength);
    entries.push({ name, compressed: zip.readUInt32LE(offset + 20) });
    offset += ENTRY_SIZE + nameLength + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32);
  }
  return entries;
}

/** The end record comes last, but a comment of any length may follow it. */
function findEnd(zip: Buffer): number {
  for (let offset = zip.length - END_SIZE; offset >= 0; offset--) {
    if (zip.readUInt32LE(offset) === END_SIGNATURE) return offset;
  }
  throw new Error('This is no zip archive.');
}
