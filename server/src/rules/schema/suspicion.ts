import { parseQuantity } from '../../resources/quantity.ts';
import type { Json } from '../../yaml/types.ts';

/** A legal quantity that means something else than its author does. */
export interface Suspicion {
  /** What it means: `0.512 bytes`, `1000 cores`. */
  readonly meaning: string;
  /** What is surely meant. */
  readonly wanted: string;
}

const MEBIBYTE = 1024 ** 2;

/**
 * Whole cores from which a figure without a unit is taken for millicores. Machines with as many exist, but requests for them are written in
 * multiples of their size (96, 128, 192), and millicores in round figures (100, 250, 500).
 */
const MANY_CORES = 100;
const ROUND = 50;
const TOO_MANY_CORES = 1000;

/** A bare number of bytes up to this is taken for gibibytes, above for mebibytes: nobody gives a container 128 GiB or 32 MiB by such a figure. */
const GIBIBYTES_UP_TO = 64;

/** Whether an amount of a resource is suspicious. Names are Kubernetes': `cpu`, `memory`, `storage`, `ephemeral-storage`, `hugepages-2Mi`. */
export function suspicionOf(resource: string, amount: Json | undefined): Suspicion | undefined {
  const quantity = parseQuantity(amount);
  const parts = quantity && /^(\d+(?:\.\d+)?)([A-Za-z]{0,2})$/.exec(quantity.text);
  if (!parts || quantity.value <= 0) return undefined;
  const [, figure = '', unit = ''] = parts;
  if (resource === 'cpu') return suspiciousCores(quantity.value, figure, unit);
  return isBytes(resource) ? suspiciousBytes(resource, quantity.value, figure, unit) : undefined;
}

function isBytes(resource: string): boolean {
  return resource === 'memory' || resource === 'storage' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-');
}

function suspiciousCores(cores: number, figure: string, unit: string): Suspicion | undefined {
  const meaning = `${cores} cores`;
  if (unit === 'M' || unit === 'Mi') return { meaning, wanted: `${figure}m` };
  if (unit !== '' && unit !== 'm' && unit !== 'n' && unit !== 'u') return { meaning, wanted: figure };
  const isMilli = cores >= TOO_MANY_CORES || (cores >= MANY_CORES && cores % ROUND === 0);
  return unit === '' && isMilli ? { meaning, wanted: `${figure}m` } : undefined;
}

function suspiciousBytes(resource: string, bytes: number, figure: string, unit: string): Suspicion | undefined {
  const meaning = `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  if (bytes >= MEBIBYTE) return undefined;
  if (unit === 'm' || unit === 'u' || unit === 'n') return { meaning, wanted: `${figure}Mi` };
  if (unit === '') return { meaning, wanted: `${figure}${resource === 'storage' || bytes <= GIBIBYTES_UP_TO ? 'Gi' : 'Mi'}` };
  // Less than a mebibyte of memory starts no process at all; as disk space it may be meant.
  return resource === 'memory' ? { meaning, wanted: `${figure}${unit === 'Ki' ? 'Mi' : 'M'}` } : undefined;
}
