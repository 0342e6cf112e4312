import { isAddress } from '../decode/header/address.js';

/** A gateway as it was stored: its name, and the domain that was left out of it. */
export interface KnownName {
  gateway: string;
  domain?: string | null;
}

interface Host {
  gateway: string;
  /** In small letters; null while none has been seen. */
  domain: string | null;
}

/** Names that are remembered; a sender may invent any number of them, and what is beyond is taken as it is. */
const MAX_NAMES = 100_000;
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

/**
 * The one name of each gateway, whatever case and domain a line writes it with: `GW1` and `gw1.noc.example` are `gw1` where
 * that was seen first. A second host of the same short name in another domain is another gateway and keeps its domain. Pure:
 * what was decided depends on the names so far, which are stored with the gateways.
 */
export class GatewayNames {
  /** By the name as written. */
  private readonly known = new Map<string, string>();
  /** By the whole name in small letters. */
  private readonly whole = new Map<string, string>();
  /** By the name without domain in small letters. */
  private readonly short = new Map<string, Host>();

  /**
   * @param stored the gateways that the store has, oldest first: they keep their names
   * @param aliases other names of gateways, from the configuration; their case and domain do not matter
   */
  constructor(
    stored: Iterable<KnownName>,
    private readonly aliases: ReadonlyMap<string, string> = new Map(),
  ) {
    for (const { gateway, domain } of stored) {
      this.known.set(gateway, gateway);
      this.remember(gateway, domain ?? null);
    }
  }

  /** The name of the gateway that a line calls so. */
  of(name: string): string {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    if (this.known.size >= MAX_NAMES) return name;
    const gateway = this.decide(name);
    this.known.set(name, gateway);
    return gateway;
  }

  /** The domain that was left out of a gateway's name; null when none was. */
  domainOf(gateway: string): string | null {
    const { short, domain } = splitName(gateway);
    return domain === null ? (this.short.get(short.toLowerCase())?.domain ?? null) : null;
  }

  private decide(name: string): string {
    const alias = this.aliasOf(name);
    if (alias !== undefined) return alias;
    if (isAddress(name)) return name;
    const whole = this.whole.get(name.toLowerCase());
    if (whole !== undefined) return whole;
    const { short, domain } = splitName(name);
    const host = this.short.get(short.toLowerCase());
    if (host === undefined) return this.remember(short, domain);
    if (domain === null || host.domain === domain) return host.gateway;
    if (host.domain !== null) return this.remember(name, null);
    host.domain = domain;
    return host.gateway;
  }

  private aliasOf(name: string): string | undefined {
    const { aliases } = this;
    if (aliases.size === 0) return undefined;
    return aliases.get(name.toLowerCase()) ?? aliases.get(splitName(name).short.toLowerCase());
  }

  private remember(gateway: string, leftOut: string | null): string {
    const key = gateway.toLowerCase();
    if (!this.whole.has(key)) this.whole.set(key, gateway);
    const { short, domain } = splitName(gateway);
    if (!isAddress(gateway) && !this.short.has(short.toLowerCase())) {
      this.short.set(short.toLowerCase(), { gateway, domain: domain ?? leftOut });
    }
    return gateway;
  }
}

/** A host's name and its domain in small letters. A dot alone makes no domain: `fw.paris` is a name. */
function splitName(name: string): { short: string; domain: string | null } {
  const dot = name.indexOf('.');
  if (dot <= 0 || isAddress(name)) return { short: name, domain: null };
  const domain = name
    .slice(dot + 1)
    .toLowerCase()
    .replace(/\.$/, '');
  const short = name.slice(0, dot);
  const isDomain = domain.includes('.') || PRIVATE_DOMAINS.has(domain);
  const isHost = /[a-z]/i.test(short) && isDomain && /^[a-z\d-]+(?:\.[a-z\d-]+)*$/.test(domain);
  return isHost ? { short, domain } : { short: name, domain: null };
}
