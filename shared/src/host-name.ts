/** A single label behind a host's name that is a domain all the same, and no part of the name. */
const PRIVATE_DOMAINS: ReadonlySet<string> = new Set([
  'local',
  'localdomain',
  'lan',
  'home',
  'corp',
  'internal',
  'intranet',
  'private',
]);

/** A host's name, and its domain in small letters; null where it has none. */
export interface HostName {
  short: string;
  domain: string | null;
}

/** Separates a host's name from its domain. A dot alone makes no domain: `fw.paris` is a name, and so is an address. */
export function splitHostName(name: string): HostName {
  const dot = name.indexOf('.');
  if (dot <= 0) return { short: name, domain: null };
  const domain = name
    .slice(dot + 1)
    .toLowerCase()
    .replace(/\.$/, '');
  const short = name.slice(0, dot);
  const isDomain = domain.includes('.') || PRIVATE_DOMAINS.has(domain);
  const isHost = !/[\s:]/.test(short) && /[a-z]/i.test(short) && isDomain && /^[a-z\d-]+(?:\.[a-z\d-]+)*$/.test(domain);
  return isHost ? { short, domain } : { short: name, domain: null };
}
