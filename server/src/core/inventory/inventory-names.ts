import type { InventoryEntry, InventoryKind, InventoryName } from '@tunnelwatch/shared/inventory';
import { readPattern } from '@tunnelwatch/shared/inventory-pattern';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { AnchoredPatterns } from './anchored-patterns.js';
import { type Matcher, matcherOf } from './match-pattern.js';

/** Size limit of the cache of pattern matches, in characters of names plus an overhead for each; then it is cleared. */
const MAX_REMEMBERED = 20_000_000;
const EACH_REMEMBERED = 64;

/** An entry that matches by a pattern. */
interface Rule {
  entry: InventoryEntry;
  literals: number;
  fitsGateway: Matcher;
  fitsName: Matcher;
}

type ByGateway<Value> = Map<string, Map<string, Value>>;

/**
 * Finds the entry of a tunnel or an interface: the one that names exactly it, else the closest pattern, which is the one
 * with the most literal characters, and among equals the oldest. Fast enough to be called for every row of every page.
 */
export class InventoryNames {
  private readonly exact: Record<InventoryKind, ByGateway<InventoryEntry>> = { matchkey: new Map(), iface: new Map() };
  private readonly patterns = new Map<number, InventoryEntry>();
  private remembered: Record<InventoryKind, ByGateway<InventoryEntry | null>> = {
    matchkey: new Map(),
    iface: new Map(),
  };
  private rememberedSize = 0;
  /** Names of entries, created on demand. */
  private readonly names = new WeakMap<InventoryEntry, InventoryName>();
  /** Built from the patterns on demand. */
  private rules: Record<InventoryKind, AnchoredPatterns<Rule>> | undefined;

  /** Adds an entry, replacing its previous version. */
  put(entry: InventoryEntry, before: InventoryEntry | undefined): void {
    if (before !== undefined) this.remove(before);
    const names = exactNames(entry);
    if (names === undefined) {
      this.patterns.set(entry.id, entry);
      this.forgetRules();
      return;
    }
    const ofGateway = this.exact[entry.kind].get(names.gateway);
    if (ofGateway === undefined) this.exact[entry.kind].set(names.gateway, new Map([[names.name, entry]]));
    else ofGateway.set(names.name, entry);
  }

  remove(entry: InventoryEntry): void {
    const names = exactNames(entry);
    if (names !== undefined) this.exact[entry.kind].get(names.gateway)?.delete(names.name);
    else if (this.patterns.delete(entry.id)) this.forgetRules();
  }

  /** Entries with a pattern. */
  get patternCount(): number {
    return this.patterns.size;
  }

  /** The closest entry; undefined if none matches. */
  closest(kind: InventoryKind, gateway: string, name: string): InventoryEntry | undefined {
    const exact = this.exact[kind].get(gateway)?.get(name);
    if (exact !== undefined || this.patterns.size === 0) return exact;
    const known = this.remembered[kind].get(gateway)?.get(name);
    if (known !== undefined) return known ?? undefined;
    const found = this.search(kind, gateway, name);
    this.remember(kind, gateway, name, found);
    return found;
  }

  /** Whether an entry names a gateway, without a pattern. */
  hasGateway(gateway: string): boolean {
    return (this.exact.matchkey.get(gateway)?.size ?? 0) + (this.exact.iface.get(gateway)?.size ?? 0) > 0;
  }

  /** The entry for the subject of an event or alert; a gateway or a source has none. */
  entryOf(subject: AlertSubject): InventoryEntry | undefined {
    if (subject.kind === 'tunnel') return this.closest('matchkey', subject.gateway, subject.matchkey);
    if (subject.kind === 'interface') return this.closest('iface', subject.gateway, subject.iface);
    return undefined;
  }

  /** Its name. */
  nameOf(subject: AlertSubject): InventoryName | null {
    return this.toName(this.entryOf(subject));
  }

  /** The name of a tunnel. */
  tunnelName(gateway: string, matchkey: string): InventoryName | null {
    return this.toName(this.closest('matchkey', gateway, matchkey));
  }

  private toName(entry: InventoryEntry | undefined): InventoryName | null {
    if (entry === undefined) return null;
    const known = this.names.get(entry);
    if (known !== undefined) return known;
    const { id, name, site, peer, priority, gateway, pattern } = entry;
    const rule = exactNames(entry) === undefined ? { gateway, pattern } : null;
    const made: InventoryName = { id, name, site, peer, priority, rule };
    this.names.set(entry, made);
    return made;
  }

  private search(kind: InventoryKind, gateway: string, name: string): InventoryEntry | undefined {
    this.rules ??= this.makeRules();
    let best: Rule | undefined;
    this.rules[kind].visit(name, (rule) => {
      if (best !== undefined && !isCloser(rule, best)) return;
      if (rule.fitsGateway(gateway) && rule.fitsName(name)) best = rule;
    });
    return best?.entry;
  }

  private makeRules(): Record<InventoryKind, AnchoredPatterns<Rule>> {
    const rules = { matchkey: new AnchoredPatterns<Rule>(), iface: new AnchoredPatterns<Rule>() };
    for (const entry of this.patterns.values()) {
      const [gateway, name] = [readPattern(entry.gateway), readPattern(entry.pattern)];
      rules[entry.kind].add(entry.pattern, {
        entry,
        literals: gateway.literals + name.literals,
        fitsGateway: matcherOf(gateway),
        fitsName: matcherOf(name),
      });
    }
    return rules;
  }

  private remember(kind: InventoryKind, gateway: string, name: string, entry: InventoryEntry | undefined): void {
    if (this.rememberedSize >= MAX_REMEMBERED) this.forgetFound();
    let ofGateway = this.remembered[kind].get(gateway);
    if (ofGateway === undefined) {
      ofGateway = new Map();
      this.remembered[kind].set(gateway, ofGateway);
    }
    ofGateway.set(name, entry ?? null);
    this.rememberedSize += EACH_REMEMBERED + name.length;
  }

  private forgetRules(): void {
    this.rules = undefined;
    this.forgetFound();
  }

  private forgetFound(): void {
    if (this.rememberedSize === 0) return;
    this.remembered = { matchkey: new Map(), iface: new Map() };
    this.rememberedSize = 0;
  }
}

/** The gateway and the name that an entry names exactly; undefined for one with a pattern. */
export function exactNames(
  entry: Pick<InventoryEntry, 'gateway' | 'pattern'>,
): { gateway: string; name: string } | undefined {
  const gateway = readPattern(entry.gateway).exact;
  const name = readPattern(entry.pattern).exact;
  return gateway === undefined || name === undefined ? undefined : { gateway, name };
}

function isCloser(a: Rule, b: Rule): boolean {
  return a.literals > b.literals || (a.literals === b.literals && a.entry.id < b.entry.id);
}
