import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isList, isMap, stringAt } from '../yaml/json.ts';
import type { Json } from '../yaml/types.ts';
import { errorCode, UsageError } from './exit.ts';
import { replaceFile } from './replace-file.ts';

/** Version of the format; what makes fingerprints is part of it. */
const VERSION = 1;

/** A finding that a baseline accepts. */
export interface KnownFinding {
  /** From the baseline's folder, with forward slashes, so that the baseline holds wherever it is run from; `<stdin>` for standard input. */
  readonly file: string;
  readonly rule: string;
  /** `Deployment/api`, for those who read the baseline; absent where the finding belongs to no object. */
  readonly resource?: string;
  readonly fingerprint: string;
}

/**
 * Reads a baseline; its shape is schemas/baseline.schema.json.
 * @throws UsageError where it can't be read, or isn't one
 */
export function readBaseline(given: string, cwd: string): readonly KnownFinding[] {
  return findingsIn(jsonOf(textOf(path.resolve(cwd, given), given), given), given);
}

/** A key that is the same for the same finding only. */
export function keyOf({ file, fingerprint }: Pick<KnownFinding, 'file' | 'fingerprint'>): string {
  return `${file}\0${fingerprint}`;
}

/**
 * Writes a baseline, in an order that leaves it as it is where only lines have moved.
 * @throws where the file can't be written
 */
export function writeBaseline(file: string, findings: readonly KnownFinding[]): void {
  const orderOf = ({ file, rule, resource = '', fingerprint }: KnownFinding) => [file, rule, resource, fingerprint].join('\0');
  const keyed = findings.map((finding) => ({ key: orderOf(finding), finding })).sort((a, b) => (a.key < b.key ? -1 : 1));
  replaceFile(file, `${JSON.stringify({ version: VERSION, findings: keyed.map(({ finding }) => finding) }, null, 2)}\n`);
}

/** A file as a baseline names it. */
export function nameInBaseline(file: string, baseline: string): string {
  return path.relative(path.dirname(baseline), file).replaceAll(path.sep, '/');
}

function textOf(file: string, given: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') throw new UsageError(`--baseline ${given}: no such file; --write-baseline ${given} makes it.`);
    throw new UsageError(`--baseline ${given} cannot be read: ${code}.`);
  }
}

function jsonOf(text: string, given: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const position = /position (\d+)/.exec((error as Error).message)?.[1];
    const line = position === undefined ? '' : `:${text.slice(0, Number(position)).split('\n').length}`;
    throw new UsageError(`--baseline ${given}${line} is not JSON; restore it, or write it anew with --write-baseline ${given}.`);
  }
}

function findingsIn(json: Json, given: string): readonly KnownFinding[] {
  if (!isMap(json) || !isList(json.findings)) throw new UsageError(`--baseline ${given} is no baseline: it has no list of findings.`);
  if (json.version !== VERSION) {
    const version = JSON.stringify(json.version ?? null);
    throw new UsageError(`--baseline ${given} has the version ${version}, not ${VERSION}; write it anew with --write-baseline ${given}.`);
  }
  return json.findings.map((finding, index) => {
    const missing = ['file', 'rule', 'fingerprint'].find((key) => stringAt(finding, [key]) === undefined);
    if (missing === undefined) return finding as unknown as KnownFinding;
    throw new UsageError(`--baseline ${given} is no baseline: findings[${index}].${missing} is not a text.`);
  });
}
