import { join } from 'node:path';
import { conflictSurprises, surprisesIn } from './checks.ts';
import { enrich, markEnumerations } from './enrich.ts';
import { learnFromStable } from './lookalikes.ts';
import { readCdk8s } from './sources/cdk8s.ts';
import { readClientNode } from './sources/client-node.ts';
import { readKubernetesModels } from './sources/kubernetes-models.ts';
import { readPulumi } from './sources/pulumi.ts';
import type { Union } from './union.ts';
import { fillMinor, mergeMinors } from './union.ts';

/** The minor versions with a complete source, newest first: the official client's releases. */
const COMPLETE = ['1.36', '1.34', '1.33', '1.32', '1.30'];

/** All minor versions, oldest first. */
export const VERSIONS: readonly string[] = ['1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'];

/** The union of all minor versions, and what in the sources is not as expected. */
export interface Built {
  readonly union: Union;
  readonly surprises: readonly string[];
}

/** Reads all sources below a `node_modules` folder and merges them. */
export function build(packages: string): Built {
  const source = (version: string): string => join(packages, `kubernetes-${version.replace('.', '-')}`);
  const union = mergeMinors(COMPLETE.map((version) => ({ version, api: readClientNode(source(version)) })));
  const cdk8s = readCdk8s(source('1.31'));
  fillMinor(union, { version: '1.31', api: cdk8s }, '1.30', '1.32');
  fillMinor(union, { version: '1.35', api: readPulumi(source('1.35')) }, '1.34', '1.36');

  const newest = readKubernetesModels(join(packages, 'kubernetes-models'));
  const older = readKubernetesModels(join(packages, 'kubernetes-models-1-33'));
  const conflicts = [
    ...enrich(union, cdk8s),
    ...enrich(union, markEnumerations(newest, older, { firstAfter: '1.34', lastBefore: '1.35' })),
  ];
  learnFromStable(union);
  return { union, surprises: [...conflictSurprises(conflicts), ...surprisesIn(union, newest, VERSIONS)] };
}
