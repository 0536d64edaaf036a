/** A format that the API server asks of names. Sources: Kubernetes documentation, Object Names and IDs, Labels and Selectors; apimachinery's validation package. */
export interface NameFormat {
  /** Why a text is refused, as the end of a sentence behind "because"; undefined where it is fine. */
  fault(text: string): string | undefined;
  /** The nearest text that is fine; undefined where there is none. */
  nearest(text: string): string | undefined;
}

interface Characters {
  /** Most characters that it may have. */
  readonly longest: number;
  /** A character that it may not have. */
  readonly stranger: RegExp;
  /** What it may have, in words; undefined where that is almost anything. */
  readonly words?: string;
  /** Characters that it may begin and end with; undefined where all may. */
  readonly ends?: string;
  /** What stands in for a character that is not allowed. */
  readonly filler: string;
  readonly lowerCase: boolean;
  /** Mends what {@link other} finds wrong, as far as that can be. */
  readonly mend?: (text: string) => string;
  /** What else is wrong with a text of the right characters. */
  readonly other?: (text: string) => string | undefined;
}

const LOWER_CASE = { ends: 'a-z0-9', filler: '-', lowerCase: true };

/** Parts of lower-case letters, digits and dashes, joined by dots: the names of most objects. */
export const dnsSubdomain: NameFormat = format({
  ...LOWER_CASE,
  longest: 253,
  stranger: /[^a-z0-9.-]/,
  words: 'lower-case letters, digits, dashes and dots',
  other: (text) => (/\.\.|-\.|\.-/.test(text) ? 'each part between dots must begin and end with a letter or a digit' : undefined),
  mend: (text) => text.replace(/-*\.[.-]*/g, '.'),
});

/** As {@link dnsSubdomain}, but shorter. */
export const dnsSubdomainOf = (longest: number): NameFormat => ({
  fault: (text) => dnsSubdomain.fault(text) ?? lengthFault(text, longest),
  nearest: (text) => dnsSubdomain.nearest(text.slice(0, longest)),
});

const LABEL: Characters = { ...LOWER_CASE, longest: 63, stranger: /[^a-z0-9-]/, words: 'lower-case letters, digits and dashes' };

/** One part of a {@link dnsSubdomain}. */
export const dnsLabel: NameFormat = format(LABEL);

/** A {@link dnsLabel} that begins with a letter (RFC 1035). */
export const rfc1035Label: NameFormat = format({ ...LABEL, other: (text) => (/^\d/.test(text) ? 'it begins with a digit' : undefined) });

/** A part of a URL's path: the names of RBAC objects. */
export const pathSegment: NameFormat = format({
  longest: 253,
  stranger: /[/%]/,
  filler: '-',
  lowerCase: false,
  other: (text) => (text === '.' || text === '..' ? 'it means a folder' : undefined),
});

const MIXED_CASE = { longest: 63, ends: 'A-Za-z0-9', filler: '-', lowerCase: false };

/** The value of a label, which may be empty. */
export const labelValue: NameFormat = format({
  ...MIXED_CASE,
  stranger: /[^A-Za-z0-9_.-]/,
  words: 'letters, digits, dashes, underscores and dots',
});

/** The key of a label: a name, or a domain, a slash and a name. */
export const qualifiedName: NameFormat = {
  fault: (text) => {
    const { prefix, name, isNested } = splitKey(text);
    if (isNested) return 'it has more than one slash';
    if (name === '') return 'nothing stands behind its slash';
    const faultOfPrefix = prefix === undefined ? undefined : prefix === '' ? 'nothing stands before its slash' : dnsSubdomain.fault(prefix);
    return faultOfPrefix ?? labelValue.fault(name);
  },
  nearest: (text) => {
    const { prefix, name } = splitKey(text);
    const wantedPrefix = prefix === undefined || prefix === '' ? '' : dnsSubdomain.nearest(prefix);
    const wantedName = labelValue.nearest(name);
    if (wantedPrefix === undefined || wantedName === undefined) return undefined;
    return wantedPrefix === '' ? wantedName : `${wantedPrefix}/${wantedName}`;
  },
};

/** The key of an annotation, whose domain may have capitals. */
export const annotationKey: NameFormat = {
  fault: (text) => qualifiedName.fault(text.toLowerCase()),
  nearest: qualifiedName.nearest,
};

/** The name of a container's port (RFC 6335). */
export const portName: NameFormat = format({
  ...LABEL,
  longest: 15,
  other: (text) => {
    if (/^\d+$/.test(text)) return 'in quotes it is a name, and a name has a letter at least';
    if (!/[a-z]/.test(text)) return 'it has no letter';
    return text.includes('--') ? 'it has two dashes together' : undefined;
  },
  mend: (text) => text.replace(/-{2,}/g, '-'),
});

/** The name of a variable before Kubernetes 1.32. */
export const variableName: NameFormat = format({
  longest: Number.POSITIVE_INFINITY,
  stranger: /[^A-Za-z0-9_.-]/,
  words: 'letters, digits, underscores, dashes and dots',
  filler: '_',
  lowerCase: false,
  other: (text) => (/^\d/.test(text) ? 'it begins with a digit' : undefined),
});

/** The name of a variable since Kubernetes 1.32 (feature RelaxedEnvironmentVariableValidation). */
export const relaxedVariableName: NameFormat = format({
  longest: Number.POSITIVE_INFINITY,
  stranger: /[^ -<>-~]/,
  filler: '_',
  lowerCase: false,
});

/** A key of a ConfigMap or Secret, which becomes the name of a file. */
export const dataKey: NameFormat = format({
  longest: 253,
  stranger: /[^A-Za-z0-9_.-]/,
  words: 'letters, digits, dashes, underscores and dots',
  filler: '-',
  lowerCase: false,
  other: (text) => (text === '.' || text.startsWith('..') ? 'it means a folder' : undefined),
});

/** A host of an Ingress: a domain name, whose first part may be `*`. */
export const hostName: NameFormat = {
  fault: (text) => {
    const domain = text.replace(/^\*\./, '');
    if (/^[a-z]+:\/\//i.test(text)) return 'it is a URL and not a host';
    if (/^\d+(\.\d+){3}$/.test(domain)) return 'it is an address and not a name';
    if (text === '*') return 'a wildcard needs a domain, and for all hosts the field is left out';
    if (domain.includes('*')) return '* may only be the whole first part';
    return /^[^:]+:\d+$/.test(text) ? 'it has a port' : dnsSubdomain.fault(domain);
  },
  nearest: (text) => {
    const host = text.replace(/^[a-z]+:\/\//i, '').replace(/[/:].*$/s, '');
    const wildcard = host.startsWith('*.') ? '*.' : '';
    if (/^\d+(\.\d+){3}$/.test(host) || host.slice(wildcard.length).includes('*')) return undefined;
    const domain = dnsSubdomain.nearest(host.slice(wildcard.length));
    return domain && wildcard + domain;
  },
};

/** The format for `generateName`, which more characters follow: it may end in a dash. */
export function prefixOf(whole: NameFormat): NameFormat {
  return {
    fault: (text) => whole.fault(text.replace(/-$/, 'x')),
    nearest: (text) => {
      const found = whole.nearest(text.replace(/-+$/, ''));
      return found && text.endsWith('-') ? `${found}-` : found;
    },
  };
}

function format(characters: Characters): NameFormat {
  const { longest, stranger, ends = '', words, filler, lowerCase, other, mend = (text) => text } = characters;
  const strangers = new RegExp(stranger, 'g');
  const badEnds = ends === '' ? undefined : new RegExp(`^[^${ends}]+|[^${ends}]+$`, 'g');
  const fault = (text: string): string | undefined => {
    const found = stranger.exec(text)?.[0];
    if (found !== undefined) return strangerFault(found, words, lowerCase);
    if (badEnds !== undefined && text.search(badEnds) >= 0) return 'it must begin and end with a letter or a digit';
    return lengthFault(text, longest) ?? other?.(text);
  };
  const nearest = (text: string): string | undefined => {
    const cased = lowerCase ? text.toLowerCase() : text;
    const filled = mend(cased.replace(strangers, filler)).slice(0, longest);
    const trimmed = badEnds === undefined ? filled : filled.replace(badEnds, '');
    return trimmed !== '' && fault(trimmed) === undefined ? trimmed : undefined;
  };
  return { fault, nearest };
}

function strangerFault(found: string, words: string | undefined, lowerCase: boolean): string {
  if (lowerCase && /[A-Z]/.test(found)) return `it has capital letters, and only ${words} are allowed`;
  const named = found === ' ' ? 'a blank' : `"${found}"`;
  return words === undefined ? `${named} is not allowed` : `${named} is not allowed, only ${words} are`;
}

function lengthFault({ length }: string, longest: number): string | undefined {
  return length > longest ? `it has ${length} characters, and ${longest} are the most` : undefined;
}

function splitKey(key: string): { readonly prefix: string | undefined; readonly name: string; readonly isNested: boolean } {
  const slash = key.indexOf('/');
  if (slash < 0) return { prefix: undefined, name: key, isNested: false };
  const name = key.slice(slash + 1);
  return { prefix: key.slice(0, slash), name, isNested: name.includes('/') };
}
