import type { VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { Gateway } from '../gateway.js';
import type { ScenarioName } from '../scenarios/scenario-names.js';
import type { Tunnel } from '../tunnel.js';
import { Tally, type TallyFacts } from './tally.js';
import type { TruthLine } from './truth-line.js';

/** What tunnels of one gateway share. */
export interface SharedCause {
  gateway: Gateway;
  cause: string;
  verdict: VerdictName | null;
  fromMs: number;
}

interface Group {
  shared: SharedCause;
  of: readonly Tally[];
}

/** Keeps what really goes on in a simulation beside what its log tells, and hands it on as each thing ends. */
export class TruthBook {
  readonly #scenario: ScenarioName;
  readonly #onLine: ((line: TruthLine) => void) | undefined;
  readonly #startMs: number;
  readonly #open = new Set<Tally>();
  readonly #groups = new Set<Group>();
  readonly #everyday = new Map<Tunnel, Tally>();

  /** Without `onLine` nobody wants to know, and everyday drops are not counted. */
  constructor(scenario: ScenarioName, startMs: number, onLine: ((line: TruthLine) => void) | undefined) {
    this.#scenario = scenario;
    this.#startMs = startMs;
    this.#onLine = onLine;
  }

  /** False where nobody wants to know, so that what only the truth needs may be left out. */
  get isWanted(): boolean {
    return this.#onLine !== undefined;
  }

  /** Something begins. */
  open(facts: TallyFacts): Tally {
    const tally = new Tally(facts);
    this.#open.add(tally);
    return tally;
  }

  /** Tunnels of a gateway share a cause: it ends when the first of them ends. */
  share(shared: SharedCause, of: readonly Tally[]): void {
    this.#groups.add({ shared, of });
  }

  /** Counts the everyday drops of a tunnel; undefined where nobody wants to know. */
  everyday(tunnel: Tunnel): Tally | undefined {
    if (!this.isWanted) return undefined;
    let tally = this.#everyday.get(tunnel);
    if (tally === undefined) {
      tally = new Tally({ gateway: tunnel.gateway, tunnel, cause: 'everyday', verdict: null, fromMs: this.#startMs });
      this.#everyday.set(tunnel, tally);
    }
    return tally;
  }

  /** Something has ended, epoch ms. */
  close(tallies: readonly Tally[], atMs: number): void {
    for (const tally of tallies) {
      this.#open.delete(tally);
      this.#write(tally, atMs);
    }
    for (const group of this.#groups) {
      if (!group.of.some((tally) => tallies.includes(tally))) continue;
      this.#groups.delete(group);
      this.#writeGroup(group, atMs);
    }
  }

  /** The simulation has ended, and with it all that went on, epoch ms. */
  end(atMs: number): void {
    this.close([...this.#open], atMs);
    for (const tally of this.#everyday.values()) this.#write(tally, atMs);
    this.#everyday.clear();
  }

  #write(tally: Tally, atMs: number): void {
    // Of what the log has no line, nobody could know.
    if (tally.drops === 0) return;
    const { gateway, tunnel, iface, cause, verdict, fromMs, packetsPerSecond, overflowAtMs } = tally.facts;
    this.#onLine?.({
      gateway: gateway.name,
      matchkey: tunnel?.matchkey ?? null,
      iface: iface ?? null,
      scenario: this.#scenario,
      cause,
      verdict,
      from: iso(fromMs),
      to: iso(atMs),
      drops: tally.drops,
      messages: Object.fromEntries(tally.messages),
      tunnels: null,
      windowSize: tunnel?.inbound.window.size ?? null,
      packetsPerSecond: packetsPerSecond ?? tunnel?.inbound.packetsPerSecond ?? null,
      edge: tunnel === undefined ? null : 'left',
      late: tally.late,
      acceptedBy: tally.acceptedBy(),
      overflowAt: overflowAtMs === undefined ? null : iso(overflowAtMs),
      // An SA that is due later may have been made ready already.
      rekeys: tally.rekeysMs.filter((rekeyMs) => rekeyMs <= atMs).map(iso),
    });
  }

  #writeGroup({ shared, of }: Group, atMs: number): void {
    const { gateway, cause, verdict, fromMs } = shared;
    const messages = new Map<number, number>();
    for (const tally of of) {
      for (const [id, count] of tally.messages) messages.set(id, (messages.get(id) ?? 0) + count);
    }
    const drops = of.reduce((sum, tally) => sum + tally.drops, 0);
    if (drops === 0) return;
    this.#onLine?.({
      gateway: gateway.name,
      matchkey: null,
      iface: null,
      scenario: this.#scenario,
      cause,
      verdict,
      from: iso(fromMs),
      to: iso(atMs),
      drops,
      messages: Object.fromEntries(messages),
      tunnels: of.length,
      windowSize: null,
      packetsPerSecond: null,
      edge: null,
      late: 0,
      acceptedBy: {},
      overflowAt: null,
      rekeys: [],
    });
  }
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
