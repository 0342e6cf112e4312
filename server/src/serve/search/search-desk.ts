import { type Alert, compareAlerts, isOver } from '@tunnelwatch/shared/alert';
import { readPattern } from '@tunnelwatch/shared/inventory-pattern';
import { otherNotation } from '@tunnelwatch/shared/matchkey-notation';
import type { SearchAnswer, TunnelHit } from '@tunnelwatch/shared/search';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { GatewayEntry, LiveModel } from '../../core/aggregate/live-model.js';
import { ACTIVITY_MINUTES } from '../../core/aggregate/minute-ring.js';
import type { Catalogue } from '../../core/classify/catalogue.js';
import type { InventoryList } from '../../core/inventory/inventory-list.js';
import { BestHits } from '../../core/search/best-hits.js';
import { lineScore, searchLine, searchWords } from '../../core/search/text-block.js';
import { Slices } from './slices.js';
import { type FindableTunnel, TunnelIndex } from './tunnel-index.js';

export interface SearchSources {
  model: () => LiveModel;
  inventory: () => InventoryList;
  alerts: () => Iterable<Alert>;
  catalogue: Catalogue;
  /** The time that windows end at, epoch ms. */
  referenceTime: () => number;
  onError: (error: unknown) => void;
}

/** How often the index is brought up to date, ms; a search does it too. */
const FRESHEN_MS = 1000;
/** For how long after a search, and how many times the time that it takes it rests. */
const IN_USE_MS = 600_000;
const REST_SHARE = 20;

/** Lines that are compared between two looks at the clock. */
const LINES_AT_ONCE = 256;

interface Interface {
  gateway: string;
  iface: string;
}

/** Finds tunnels, interfaces, gateways, open alerts and messages by any of their names, on the main thread in short slices. */
export class SearchDesk {
  private readonly tunnels: TunnelIndex;
  /** Alerts are replaced when they change, so what is kept for one is true as long as the inventory is. */
  private alertLines = new WeakMap<Alert, string>();
  private alertLinesOf = -1;

  private readonly timer: NodeJS.Timeout;
  private usedAt = Number.NEGATIVE_INFINITY;
  private restsUntil = 0;

  constructor(private readonly sources: SearchSources) {
    this.tunnels = new TunnelIndex(sources.model, sources.inventory);
    // Half a second of work for 100,000 tunnels, which must not wait for the first search.
    this.timer = setInterval(() => void this.freshen(), FRESHEN_MS).unref();
  }

  /** While somebody searches now and then, and as a small part of the work of the thread. */
  private async freshen(): Promise<void> {
    const begun = performance.now();
    if (begun < this.restsUntil) return;
    this.restsUntil = Number.POSITIVE_INFINITY;
    try {
      await this.tunnels.blocks();
    } catch (error) {
      this.sources.onError(error);
    }
    const now = performance.now();
    const isInUse = now - this.usedAt < IN_USE_MS;
    this.restsUntil = isInUse ? now + REST_SHARE * (now - begun) : Number.POSITIVE_INFINITY;
  }

  close(): void {
    clearInterval(this.timer);
  }

  /**
   * The best hits of each kind for all words of a text.
   * @throws the signal's reason, when nobody waits for the answer any more
   */
  readonly search = async (text: string, limit: number, signal?: AbortSignal): Promise<SearchAnswer> => {
    this.usedAt = performance.now();
    if (this.restsUntil === Number.POSITIVE_INFINITY) this.restsUntil = this.usedAt;
    const words = searchWords(text);
    const slices = new Slices();
    const step = (): Promise<void> => slices.next(signal);
    return {
      tunnels: await this.findTunnels(words, limit, step),
      interfaces: await this.findInterfaces(words, limit, step),
      gateways: await this.findGateways(words, limit, step),
      alerts: await this.findAlerts(words, limit, step),
      messages: this.findMessages(words, limit),
    };
  };

  private async findTunnels(words: readonly string[], limit: number, step: () => Promise<void>) {
    const hits = new BestHits<FindableTunnel>(limit);
    for (const block of await this.tunnels.blocks()) {
      await step();
      block.find(words, (tunnel, score) => {
        hits.add(tunnel, score);
      });
    }
    const last = Math.floor(this.sources.referenceTime() / MINUTE_MS);
    const recent = new Map<FindableTunnel, number>();
    const recentOf = (tunnel: FindableTunnel): number => {
      const known = recent.get(tunnel) ?? tunnel.entry?.activity.failures(last, ACTIVITY_MINUTES) ?? 0;
      recent.set(tunnel, known);
      return known;
    };
    const { items, hasMore } = hits.best((a, b) => recentOf(b) - recentOf(a) || byName(a, b));
    const current = items.filter((tunnel) => this.tunnels.isCurrent(tunnel));
    return { items: current.map((tunnel) => this.presentTunnel(tunnel, recentOf(tunnel))), hasMore };
  }

  private presentTunnel({ gateway, matchkey, entry }: FindableTunnel, recentTotal: number): TunnelHit {
    const inventory = this.sources.inventory().names.tunnelName(gateway, matchkey);
    return {
      gateway,
      matchkey,
      inventory,
      otherNotation: otherNotation(matchkey),
      isSeen: entry !== null,
      recentTotal,
    };
  }

  private async findInterfaces(words: readonly string[], limit: number, step: () => Promise<void>) {
    const { names } = this.sources.inventory();
    const nameOf = ({ gateway, iface }: Interface) => names.nameOf({ kind: 'interface', gateway, iface });
    const lineOf = (each: Interface): string => {
      const named = nameOf(each);
      return searchLine([...(named === null ? [] : [named.name, named.site, named.peer]), each.iface, each.gateway]);
    };
    const hits = await findLines(this.interfaces(), lineOf, words, limit, step);
    const { items, hasMore } = hits.best((a, b) => compareText(a.iface, b.iface) || compareText(a.gateway, b.gateway));
    return { items: items.map((each) => ({ ...each, inventory: nameOf(each) })), hasMore };
  }

  /** Those with events, and those that only the inventory knows. */
  private interfaces(): Interface[] {
    const all = new Map<string, Interface>();
    for (const { gateway, iface } of this.sources.model().interfaces())
      all.set(`${gateway}\n${iface}`, { gateway, iface });
    for (const { kind, gateway, pattern } of this.sources.inventory().entries()) {
      if (kind !== 'iface') continue;
      const [name, iface] = [readPattern(gateway).exact, readPattern(pattern).exact];
      if (name !== undefined && iface !== undefined) all.set(`${name}\n${iface}`, { gateway: name, iface });
    }
    return [...all.values()];
  }

  private async findGateways(words: readonly string[], limit: number, step: () => Promise<void>) {
    const lineOf = ({ gateway }: GatewayEntry): string => searchLine([gateway]);
    const hits = await findLines([...this.sources.model().gateways.values()], lineOf, words, limit, step);
    const { items, hasMore } = hits.best((a, b) => compareText(a.gateway, b.gateway));
    return { items: items.map(({ gateway, tunnelCount }) => ({ gateway, tunnels: tunnelCount })), hasMore };
  }

  private async findAlerts(words: readonly string[], limit: number, step: () => Promise<void>) {
    const open = [...this.sources.alerts()].filter((alert) => !isOver(alert));
    const hits = await findLines(open, (alert) => this.alertLine(alert), words, limit, step);
    const { items, hasMore } = hits.best(compareAlerts);
    const { names } = this.sources.inventory();
    return {
      items: items.map(({ id, state, priority, message, subject }) => {
        return { id, state, priority, message, subject, inventory: names.nameOf(subject) };
      }),
      hasMore,
    };
  }

  private alertLine(alert: Alert): string {
    const inventory = this.sources.inventory();
    if (inventory.revision !== this.alertLinesOf) {
      this.alertLines = new WeakMap();
      this.alertLinesOf = inventory.revision;
    }
    const known = this.alertLines.get(alert);
    if (known !== undefined) return known;
    const { id, message, messageId, subject } = alert;
    const named = inventory.names.nameOf(subject);
    const other = subject.kind === 'tunnel' ? (otherNotation(subject.matchkey) ?? '') : '';
    const numbers = [String(id), messageId === null ? '' : String(messageId)];
    const line = searchLine([
      message,
      subjectLabel(subject, named),
      named?.peer ?? '',
      named?.site ?? '',
      other,
      ...numbers,
    ]);
    this.alertLines.set(alert, line);
    return line;
  }

  private findMessages(words: readonly string[], limit: number) {
    const hits = new BestHits<{ id: number; message: string; severity: Alert['severity'] }>(limit);
    for (const { id, message, severity } of this.sources.catalogue.entries) {
      // Words of a message may be joined: `anti_replay_check_failed` is found by each of them.
      const score = lineScore(searchLine([String(id), message, message.replaceAll('_', ' ')]), words);
      if (score > 0) hits.add({ id, message, severity }, score);
    }
    return hits.best((a, b) => a.id - b.id);
  }
}

async function findLines<Item>(
  items: readonly Item[],
  lineOf: (item: Item) => string,
  words: readonly string[],
  limit: number,
  step: () => Promise<void>,
): Promise<BestHits<Item>> {
  const hits = new BestHits<Item>(limit);
  for (const [index, item] of items.entries()) {
    if (index % LINES_AT_ONCE === 0) await step();
    const score = lineScore(lineOf(item), words);
    if (score > 0) hits.add(item, score);
  }
  return hits;
}

const collator = new Intl.Collator('en', { numeric: true });

function compareText(a: string, b: string): number {
  return collator.compare(a, b);
}

function byName(a: FindableTunnel, b: FindableTunnel): number {
  return compareText(a.gateway, b.gateway) || compareText(a.matchkey, b.matchkey);
}
