import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import { SEVERITIES, severityRank } from '@tunnelwatch/shared/severity';
import { seededRandom } from '../../support/random.js';
import { parameterMaker } from './log-parameters.js';
import { weighted, zipf } from './zipf.js';

/**
 * Lines of some 190 bytes with an RFC 5424 prefix: 10,000 tunnels (Zipf) behind 4 gateways; 60 % are 278, 20 % are 611
 * and the rest is spread evenly over the other ids of the catalogue. The same seed gives the same bytes.
 */
export const TUNNELS = 10_000;
const GATEWAYS = 4;
const REPLAY_ID = 278;
const INTEGRITY_ID = 611;
const REPLAY_SHARE = 0.6;
const INTEGRITY_SHARE = 0.2;
/** 100 million lines a day. */
export const LINES_PER_SECOND = 100_000_000 / 86_400;
const FIRST_TIME = Date.parse('2026-02-10T17:00:00Z');
const WINDOW = 64;
/** Local use 0 (RFC 5424 section 6.2.1). */
const FACILITY = 16;

/** What stands in a file, counted while it was made. */
export interface LogFacts {
  lines: number;
  bytes: number;
  /** Lines by message id. */
  byId: Record<string, number>;
  /** Lines of 278 by rank of the tunnel. */
  replayByTunnel: number[];
  /** Lines of any id by rank of the tunnel. */
  byTunnel: number[];
  firstTime: number;
  lastTime: number;
}

/** The matchkey of a tunnel, by its rank: 0 is the busiest. */
export function matchkeyOf(rank: number): string {
  return String(2_400_000 + rank * 37);
}

/** The gateway of a tunnel, by its rank. */
export function gatewayOf(rank: number): string {
  return `stream-gw-${String((rank % GATEWAYS) + 1)}`;
}

interface MessageKind {
  entry: CatalogueEntry;
  /** All before the parameters but time and gateway. */
  pri: string;
  head: string;
  parameters: (tunnel: TunnelState) => string;
}

interface TunnelState {
  rank: number;
  /** Lowest number that the anti-replay window takes. */
  base: number;
}

export interface LogOptions {
  /** Leaves out what opens an alert, for when nothing but the traffic is meant. */
  isCalm?: boolean;
  tunnels?: number;
}

/** Makes lines one after the other; it goes on where it stopped, so that a long log can be made in parts. */
export class LogMaker {
  private readonly random: () => number;
  private readonly rank: () => number;
  private readonly kinds: readonly MessageKind[];
  private readonly kind: () => number;
  private readonly tunnels: TunnelState[];
  private time = FIRST_TIME;
  private stampedSecond = Number.NaN;
  private stamp = '';

  constructor(seed: number, { isCalm = false, tunnels = TUNNELS }: LogOptions = {}) {
    this.random = seededRandom(seed);
    this.rank = zipf(tunnels, this.random);
    this.kinds = BUILTIN_CATALOGUE.map((entry) => this.kindOf(entry));
    const others = BUILTIN_CATALOGUE.length - 2;
    const weights = new Map([
      [REPLAY_ID, REPLAY_SHARE],
      [INTEGRITY_ID, INTEGRITY_SHARE],
    ]);
    const rest = (1 - REPLAY_SHARE - INTEGRITY_SHARE) / others;
    this.kind = weighted(
      this.kinds.map(({ entry }) => (isCalm && opensAlert(entry) ? 0 : (weights.get(entry.id) ?? rest))),
      this.random,
    );
    this.tunnels = Array.from({ length: tunnels }, (_, rank) => ({ rank, base: Math.floor(this.random() * 4e9) }));
  }

  /** Writes lines into a buffer, as many as fit and at the most `lines`, and counts them. */
  fill(buffer: Buffer, lines: number, facts: LogFacts): { bytes: number; lines: number } {
    let [at, made] = [0, 0];
    while (made < lines && at + MAX_LINE_BYTES < buffer.length) {
      at += buffer.write(this.next(facts), at, 'latin1');
      made += 1;
    }
    facts.lines += made;
    facts.bytes += at;
    return { bytes: at, lines: made };
  }

  private next(facts: LogFacts): string {
    // Between nothing and twice the mean, so that times are uneven and never go back.
    this.time += (this.random() * 2000) / LINES_PER_SECOND;
    const kind = this.kinds[this.kind()];
    const tunnel = this.tunnels[this.rank()];
    if (kind === undefined || tunnel === undefined) throw new Error('a draw outside of what there is');
    tunnel.base += 1 + Math.floor(this.random() * 400);
    this.count(kind.entry, tunnel, facts);
    return `${kind.pri}${this.stampNow()} ${gatewayOf(tunnel.rank)}${kind.head}${kind.parameters(tunnel)}\n`;
  }

  private count(entry: CatalogueEntry, { rank }: TunnelState, facts: LogFacts): void {
    facts.byId[entry.id] = (facts.byId[entry.id] ?? 0) + 1;
    if (facts.lines === 0 && facts.firstTime === 0) facts.firstTime = Math.floor(this.time);
    facts.lastTime = Math.floor(this.time);
    if (!entry.parameters.includes('matchkey')) return;
    facts.byTunnel[rank] = (facts.byTunnel[rank] ?? 0) + 1;
    if (entry.id === REPLAY_ID) facts.replayByTunnel[rank] = (facts.replayByTunnel[rank] ?? 0) + 1;
  }

  /** The time as RFC 5424 writes it; all but the milliseconds is made once a second. */
  private stampNow(): string {
    const whole = Math.floor(this.time);
    const second = Math.floor(whole / 1000);
    if (second !== this.stampedSecond) {
      this.stampedSecond = second;
      this.stamp = new Date(second * 1000).toISOString().slice(0, -4);
    }
    return `${this.stamp}${String(whole % 1000).padStart(3, '0')}Z`;
  }

  private kindOf(entry: CatalogueEntry): MessageKind {
    const severity = severityRank(entry.severity);
    const syslog = SEVERITIES.length - 1 - severity;
    const action = entry.gatewayAction === 'none' ? '' : ` action=${entry.gatewayAction}`;
    const id = String(entry.id).padStart(8, '0');
    const make = entry.parameters.map((name) => parameterMaker(name, this.random));
    return {
      entry,
      pri: `<${String(FACILITY * 8 + syslog)}>1 `,
      head: ` EFW - - - ${entry.categories.join(',')}: prio=${String(severity)} id=${id} rev=1 event="${entry.message}"${action}`,
      parameters: (tunnel) => {
        const seqno = entry.id === REPLAY_ID ? this.lateNumber(tunnel) : tunnel.base + WINDOW;
        const facts = { seqno, base: tunnel.base, window: WINDOW, matchkey: matchkeyOf(tunnel.rank) };
        let text = '';
        for (const each of make) text += each(facts);
        return text;
      },
    };
  }

  /** Mostly just behind the window, as packets that took another way are. */
  private lateNumber({ base }: TunnelState): number {
    const behind = 1 + Math.floor(this.random() ** 4 * 2000);
    return Math.max(1, base - behind);
  }
}

function opensAlert({ severity, isLatching }: CatalogueEntry): boolean {
  return isLatching || severityRank(severity) >= severityRank('error');
}

/** Longer than any line. */
const MAX_LINE_BYTES = 512;

/** Where the time stands in every line, so that it can be set anew. */
export const STAMP_AT = '<133>1 '.length;

/** Nothing counted yet. */
export function noFacts(): LogFacts {
  return {
    lines: 0,
    bytes: 0,
    byId: {},
    firstTime: 0,
    lastTime: 0,
    replayByTunnel: new Array<number>(TUNNELS).fill(0),
    byTunnel: new Array<number>(TUNNELS).fill(0),
  };
}
