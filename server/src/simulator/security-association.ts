import { AntiReplayWindow, type WindowVerdict } from './anti-replay-window.js';
import { completedNumber, sentHalf } from './packets/extended-number.js';
import { type PacketFlow, sentAt, sentUntil } from './packets/packet-flow.js';

/** The highest sequence number without extended numbers (RFC 4303 section 2.2). */
export const MAX_SEQNO_32 = 0xffff_ffff;

/** A gateway rekeys by volume before the counter ends; 19/20 of it, as usual for a soft lifetime. */
const SOFT_VOLUME = Math.floor(MAX_SEQNO_32 * 0.95);

export interface InboundSettings {
  windowSize: number;
  packetsPerSecond: number;
  usesEsn: boolean;
  /** When the SA was negotiated, epoch ms. */
  createdAtMs: number;
  /** Time between rekeys, milliseconds. */
  lifetimeMs: number;
  /** Number of the first packet; above 1 only for an extended counter that is already past 2^32. */
  firstSeqno: number;
}

/** How the receiving end reads an arriving packet: the number it takes it for, and what its window says of that. */
interface Reading {
  seqno: number;
  verdict: WindowVerdict;
  /** True when an extended number was rebuilt wrongly, so that the integrity check fails (RFC 4303 appendix A2). */
  isMisread: boolean;
}

/** The receiving side of one tunnel: its packets come at a steady rate and move a real window; a rekey starts anew. */
export class InboundSa {
  readonly usesEsn: boolean;
  readonly #windowSize: number;
  readonly #lifetimeMs: number;
  #window: AntiReplayWindow;
  #flow: PacketFlow;
  #rekeyAtMs: number;
  #generation = 1;

  constructor(settings: InboundSettings) {
    const { createdAtMs, packetsPerSecond } = settings;
    this.usesEsn = settings.usesEsn;
    this.#windowSize = settings.windowSize;
    this.#lifetimeMs = settings.lifetimeMs;
    this.#window = new AntiReplayWindow(settings.windowSize);
    this.#flow = flowFrom(createdAtMs, packetsPerSecond, settings.firstSeqno - 1);
    this.#rekeyAtMs = createdAtMs + settings.lifetimeMs;
  }

  get window(): AntiReplayWindow {
    return this.#window;
  }

  /** The packets of the peer, as it sends them. */
  get flow(): PacketFlow {
    return this.#flow;
  }

  get packetsPerSecond(): number {
    return this.#flow.packetsPerSecond;
  }

  /** Rises by one with every rekey. */
  get generation(): number {
    return this.#generation;
  }

  /** When a new SA is due, by age or by volume, epoch ms. */
  get rekeysAtMs(): number {
    return this.usesEsn ? this.#rekeyAtMs : Math.min(this.#rekeyAtMs, sentAt(this.#flow, SOFT_VOLUME));
  }

  /** Lets all packets up to this moment (epoch ms) arrive, rekeying where the lifetime or the volume ends. */
  advanceTo(atMs: number): void {
    if (atMs >= this.#rekeyAtMs) {
      const periods = Math.floor((atMs - this.#rekeyAtMs) / this.#lifetimeMs);
      this.rekey(this.#rekeyAtMs + periods * this.#lifetimeMs);
    }
    const seqno = sentUntil(this.#flow, atMs);
    if (!this.usesEsn && seqno > SOFT_VOLUME) this.rekey(atMs);
    else this.#window.advanceTo(seqno);
  }

  /** A new SA: its numbers and its window start from 1 at this moment, at this rate from now on. */
  rekey(atMs: number, packetsPerSecond = this.packetsPerSecond): void {
    this.#window = new AntiReplayWindow(this.#windowSize);
    this.#flow = flowFrom(atMs, packetsPerSecond, 0);
    this.#rekeyAtMs = atMs + this.#lifetimeMs;
    this.#generation += 1;
  }

  /** The number of the packet that comes next, not yet seen by the window. */
  get nextSeqno(): number {
    return this.#window.highest + 1;
  }

  /**
   * Judges a packet that was sent with this number, without taking it. With extended numbers only the low 32 bits
   * travel: the receiver rebuilds the rest from its window, so a late packet is taken for one of the next subspace
   * and fails the integrity check, not the replay check (RFC 4303 appendix A2.2).
   */
  read(seqno: number): Reading {
    const taken = this.usesEsn ? completedNumber(this.#window, sentHalf(seqno)) : seqno;
    const verdict = this.#window.verdict(taken);
    const isRefused = verdict === 'late' || verdict === 'duplicate';
    return { seqno: taken, verdict, isMisread: taken !== seqno && !isRefused };
  }
}

/** The sending side of one tunnel: a counter that ends at 2^32 - 1 unless it is extended. */
export class OutboundSa {
  readonly #limit: number;
  readonly #lifetimeMs: number;
  #flow: PacketFlow;
  #rekeyAtMs: number;
  #isHeld = false;
  #wasSeen = false;

  constructor(settings: Omit<InboundSettings, 'windowSize' | 'firstSeqno'>) {
    const { createdAtMs, lifetimeMs, packetsPerSecond } = settings;
    this.#limit = settings.usesEsn ? Number.MAX_SAFE_INTEGER : MAX_SEQNO_32;
    this.#lifetimeMs = lifetimeMs;
    this.#flow = flowFrom(createdAtMs, packetsPerSecond, 0);
    this.#rekeyAtMs = createdAtMs + lifetimeMs;
  }

  /** The packets that we send. */
  get flow(): PacketFlow {
    return this.#flow;
  }

  /** True once the log may have told where it stands. */
  get wasSeen(): boolean {
    return this.#wasSeen;
  }

  /** The log is about to tell where it stands. */
  noteSeen(): void {
    this.#wasSeen = true;
  }

  /** Number of the packet sent at this moment (epoch ms), at least 1, at most the end of the counter. */
  seqnoAt(atMs: number): number {
    this.#wasSeen = true;
    this.advanceTo(atMs);
    return Math.min(Math.max(sentUntil(this.#flow, atMs), 1), this.#limit);
  }

  /** Rekeys where its lifetime has ended by this moment (epoch ms). */
  advanceTo(atMs: number): void {
    if (atMs < this.#rekeyAtMs || this.#isHeld) return;
    const periods = Math.floor((atMs - this.#rekeyAtMs) / this.#lifetimeMs);
    this.rekey(this.#rekeyAtMs + periods * this.#lifetimeMs);
  }

  /** Puts the counter so near its end that it runs out after `seconds`, and lets no rekey save it. */
  exhaustAfter(atMs: number, seconds: number): void {
    const { packetsPerSecond } = this.#flow;
    this.#flow = flowFrom(atMs, packetsPerSecond, this.#limit - Math.ceil(seconds * packetsPerSecond));
    this.#isHeld = true;
  }

  /** A new SA: the counter starts again at this moment. */
  rekey(atMs: number): void {
    this.#flow = flowFrom(atMs, this.#flow.packetsPerSecond, 0);
    this.#rekeyAtMs = atMs + this.#lifetimeMs;
    this.#isHeld = false;
  }
}

/** Packets that go on for ever, the one of this number sent at this moment (epoch ms). */
function flowFrom(anchorMs: number, packetsPerSecond: number, anchorSeqno: number): PacketFlow {
  return { packetsPerSecond, anchorMs, anchorSeqno, stopsMs: Number.POSITIVE_INFINITY };
}
