import { splitHostName } from '@tunnelwatch/shared/host-name';
import { isAddress } from '../decode/header/address.js';

/** A gateway as it was stored: its name, and the domain that was left out of it. */
export interface KnownName {
  gateway: string;
  domain?: string | null;
}

/** The gateway that a name leads to, and whether an alias of the configuration led there. */
export interface GatewayLookUp {
  gateway: string;
  isAlias: boolean;
}

interface Host {
  /** Undefined until the gateway is known that a stored one has become. */
  gateway: string | undefined;
  /** In small letters; null while none has been seen. */
  domain: string | null;
}

/** Names that are remembered; a sender may invent any number of them, and what is beyond is taken as it is. */
export const MAX_NAMES = 100_000;

/**
 * The one name of each gateway, whatever case and domain a line writes it with: `GW1` and `gw1.noc.example` are `gw1` where
 * that was seen first, and what the configuration calls an alias is the gateway that it names. A second host of the same short name in another domain is another gateway and keeps its domain. Pure:
 * what was decided depends on the names so far, which are stored with the gateways.
 */
export class GatewayNames {
  /** By the name as written. */
  private readonly known = new Map<string, string>();
  /** By the whole name in small letters. */
  private readonly whole = new Map<string, string>();
  /** By the name without domain in small letters. */
  private readonly short = new Map<string, Host>();

  /** By the name as the configuration has it: what gateways are joined into. */
  private readonly targets = new Map<string, string>();
  private readonly targetKeys: ReadonlySet<string>;
  /** Of targets that have one, by the name without domain in small letters. */
  private readonly targetDomains = new Map<string, string>();
  private readonly storedKeys: ReadonlySet<string>;

  /**
   * @param stored the gateways that the store has, oldest first: they keep their names, unless an alias renames them
   * @param aliases the names of gateways by other names of theirs in small letters, from the configuration; chains are resolved
   */
  constructor(
    stored: Iterable<KnownName>,
    private readonly aliases: ReadonlyMap<string, string> = new Map(),
  ) {
    this.targetKeys = new Set(Array.from(aliases.values(), (target) => target.toLowerCase()));
    for (const target of aliases.values()) this.noteTargetDomain(target);
    const gateways = [...stored];
    this.storedKeys = new Set(gateways.map(({ gateway }) => gateway.toLowerCase()));
    const joined: { gateway: string; alias: string }[] = [];
    for (const known of gateways) {
      const alias = this.aliasOfStored(known);
      if (alias !== undefined) {
        joined.push({ gateway: known.gateway, alias });
        this.reserve(known);
        continue;
      }
      this.known.set(known.gateway, known.gateway);
      this.remember(known.gateway, known.domain ?? null);
    }
    for (const target of aliases.values()) this.addTarget(target);
    for (const { gateway, alias } of joined) this.join(gateway, alias);
  }

  /** The name of the gateway that a line calls so. */
  of(name: string): string {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    if (this.known.size >= MAX_NAMES) return this.targetOf(this.aliasOf(name)) ?? name;
    const gateway = this.decide(name);
    this.known.set(name, gateway);
    return gateway;
  }

  /** Forgets gateways and the ways to write them; what an alias names stays. */
  forget(gateways: ReadonlySet<string>): void {
    const isGone = (gateway: string | undefined) =>
      gateway !== undefined && gateways.has(gateway) && !this.targets.has(gateway);
    for (const [name, gateway] of this.known) if (isGone(gateway)) this.known.delete(name);
    for (const [key, gateway] of this.whole) if (isGone(gateway)) this.whole.delete(key);
    for (const [key, { gateway }] of this.short) if (isGone(gateway)) this.short.delete(key);
  }

  /** What `of` would make of a name, without remembering it, and whether that is a gateway that is known. */
  find(name: string): { gateway: string; isKnown: boolean } {
    const known = this.known.get(name) ?? this.targetOf(this.aliasOf(name));
    if (known !== undefined) return { gateway: known, isKnown: true };
    if (isAddress(name)) return { gateway: name, isKnown: false };
    const found = this.match(name)?.gateway;
    if (found !== undefined) return { gateway: found, isKnown: true };
    const { short } = splitHostName(name);
    return { gateway: this.short.has(short.toLowerCase()) ? name : short, isKnown: false };
  }

  /** What `of` would make of a name, without remembering it. */
  lookUp(name: string): GatewayLookUp {
    const alias = this.targetOf(this.aliasOf(name));
    const { gateway } = this.find(name);
    return { gateway, isAlias: gateway === alias && gateway !== name };
  }

  /** The name that a stored gateway has now: another one than it was stored under where an alias renames it. */
  nowOf(stored: string): string {
    return this.known.get(stored) ?? stored;
  }

  /** The domain that was left out of a gateway's name; null when none was. */
  domainOf(gateway: string): string | null {
    const { short, domain } = splitHostName(gateway);
    return domain === null ? (this.short.get(short.toLowerCase())?.domain ?? null) : null;
  }

  private decide(name: string): string {
    const alias = this.targetOf(this.aliasOf(name));
    if (alias !== undefined) return alias;
    if (isAddress(name)) return name;
    const known = this.recognise(name);
    if (known !== undefined) return known;
    const { short, domain } = splitHostName(name);
    return this.short.has(short.toLowerCase()) ? this.remember(name, null) : this.remember(short, domain);
  }

  /** The gateway that a name is that of but for case and domain; undefined when there is none yet. */
  private recognise(name: string): string | undefined {
    const found = this.match(name);
    if (found?.host !== undefined) found.host.domain ??= splitHostName(name).domain;
    return found?.gateway;
  }

  /** As `recognise`, with the host if it is one by its short name; nothing is learned. */
  private match(name: string): { gateway: string; host?: Host } | undefined {
    const whole = this.whole.get(name.toLowerCase());
    if (whole !== undefined) return { gateway: whole };
    const { short, domain } = splitHostName(name);
    const host = this.short.get(short.toLowerCase());
    if (host?.gateway === undefined) return undefined;
    const isSameHost = domain === null || host.domain === null || host.domain === domain;
    return isSameHost ? { gateway: host.gateway, host } : undefined;
  }

  private aliasOf(name: string): string | undefined {
    const { aliases } = this;
    if (aliases.size === 0) return undefined;
    const key = name.toLowerCase();
    const exact = aliases.get(key);
    if (exact !== undefined || this.targetKeys.has(key)) return exact;
    const { short, domain } = splitHostName(name);
    const host = this.short.get(short.toLowerCase());
    // Stored names are read before the targets: those of another domain than a target's are no other ways to write it.
    const itsDomain = host?.domain ?? this.targetDomains.get(short.toLowerCase());
    const isOtherHost = domain !== null && itsDomain != null && itsDomain !== domain;
    return isOtherHost ? undefined : aliases.get(short.toLowerCase());
  }

  /** A stored name may lack the domain with which an alias has it, or be that of a second host of the same short name. */
  private aliasOfStored({ gateway, domain }: KnownName): string | undefined {
    const { short } = splitHostName(gateway);
    const isSecond = short !== gateway && this.storedKeys.has(short.toLowerCase());
    const alias =
      (isSecond ? this.aliases.get(gateway.toLowerCase()) : this.aliasOf(gateway)) ??
      (domain == null ? undefined : this.aliasOf(`${gateway}.${domain}`));
    return alias === gateway ? undefined : alias;
  }

  private targetOf(alias: string | undefined): string | undefined {
    return alias === undefined ? undefined : this.targets.get(alias);
  }

  private noteTargetDomain(target: string): void {
    const { short, domain } = splitHostName(target);
    if (domain === null || isAddress(target) || this.targetDomains.has(short.toLowerCase())) return;
    this.targetDomains.set(short.toLowerCase(), domain);
  }

  /** What an alias names is a gateway that is known, in whatever case and domain; or a new one of exactly that name. */
  private addTarget(target: string): void {
    if (this.targets.has(target)) return;
    const isSpelled = this.known.has(target) || this.aliasOf(target) === target || isAddress(target);
    const gateway = (isSpelled ? undefined : this.recognise(target)) ?? target;
    this.targets.set(target, gateway);
    this.known.set(target, gateway);
    if (gateway === target) this.remember(target, null);
  }

  /** A stored gateway has become another one: so have the other ways to write its name. */
  private join(stored: string, alias: string): void {
    const gateway = this.targetOf(alias) ?? alias;
    this.known.set(stored, gateway);
    const key = stored.toLowerCase();
    if (!this.whole.has(key)) this.whole.set(key, gateway);
    const host = this.short.get(splitHostName(stored).short.toLowerCase());
    if (host !== undefined) host.gateway ??= gateway;
  }

  /** What a renamed gateway was called without its domain is not left to another one. */
  private reserve({ gateway, domain: leftOut }: KnownName): void {
    const { short, domain } = splitHostName(gateway);
    if (isAddress(gateway) || this.short.has(short.toLowerCase())) return;
    this.short.set(short.toLowerCase(), { gateway: undefined, domain: domain ?? leftOut ?? null });
  }

  private remember(gateway: string, leftOut: string | null): string {
    const key = gateway.toLowerCase();
    if (!this.whole.has(key)) this.whole.set(key, gateway);
    const { short, domain } = splitHostName(gateway);
    if (!isAddress(gateway) && !this.short.has(short.toLowerCase())) {
      this.short.set(short.toLowerCase(), { gateway, domain: domain ?? leftOut });
    }
    return gateway;
  }
}
