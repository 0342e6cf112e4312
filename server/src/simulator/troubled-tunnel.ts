import { dropMessage } from './drop-message.js';
import type { LineSource } from './line-source.js';
import type { SimulatedMessage } from './message.js';
import type { CausedPackets, PacketCause } from './packets/cause.js';
import type { LoggedDrop } from './packets/packet-flow.js';
import { windowRun } from './packets/window-run.js';
import { Random } from './random.js';
import type { Tally } from './truth/tally.js';
import type { TruthBook } from './truth/truth-book.js';
import type { Tunnel } from './tunnel.js';

export interface Trouble {
  tunnel: Tunnel;
  cause: PacketCause;
  /** Epoch ms. */
  fromMs: number;
  untilMs: number;
  perSecond: number;
  /** Drawn from for its own seed alone: what one tunnel draws must not hang on another, nor on a window. */
  random: Random;
  truth: TruthBook;
  overflowAtMs?: number;
}

const LARGEST_SEED = Number.MAX_SAFE_INTEGER;

/** A tunnel whose packets meet with a cause, judged by the window of its SA: it gives the lines of those that are dropped. */
export class TroubledTunnel implements LineSource {
  readonly tunnel: Tunnel;
  readonly tally: Tally;
  readonly #trouble: Trouble;
  readonly #packets: Random;
  readonly #words: Random;
  readonly #drops: Generator<LoggedDrop, void>;
  #next: IteratorResult<LoggedDrop, void>;

  constructor(trouble: Trouble) {
    const { tunnel, cause, fromMs, random, truth, overflowAtMs } = trouble;
    const seed = random.integer(0, LARGEST_SEED);
    this.tunnel = tunnel;
    this.#trouble = trouble;
    this.#packets = new Random(seed, 1);
    this.#words = new Random(seed, 2);
    const begins = cause.sa === 'new';
    if (begins) tunnel.inbound.rekey(fromMs);
    const first = this.#packetsFrom(fromMs, this.#untilNewSa(fromMs));
    this.tally = truth.open({
      gateway: tunnel.gateway,
      tunnel,
      cause: cause.name,
      verdict: cause.truth,
      fromMs,
      packetsPerSecond: first.flow.packetsPerSecond,
      ...(overflowAtMs === undefined ? {} : { overflowAtMs }),
    });
    if (begins) this.tally.rekeysMs.push(fromMs);
    this.#drops = this.#run(first);
    this.#next = this.#drops.next();
  }

  get dueMs(): number {
    return this.#next.done === true ? Number.POSITIVE_INFINITY : this.#next.value.atMs;
  }

  take(): SimulatedMessage | undefined {
    const { value } = this.#next;
    if (value === undefined) return undefined;
    const message = dropMessage(this.tunnel, value, this.#words);
    message.tally = this.tally;
    message.needed = value.needed;
    this.#next = this.#drops.next();
    return message;
  }

  /** Lets go of the tunnel at this moment (epoch ms), with a new SA where the old one is of no use. */
  end(atMs: number): void {
    const { sa, name } = this.#trouble.cause;
    if (sa === 'kept') this.tunnel.inbound.advanceTo(atMs);
    else this.tunnel.inbound.rekey(atMs);
    if (name === 'overflow') this.tunnel.outbound.rekey(atMs);
  }

  /** The drops until the end, from one SA to the next. */
  *#run(first: CausedPackets): Generator<LoggedDrop, void> {
    const { tunnel, untilMs, fromMs } = this.#trouble;
    let caused = first;
    let newSaMs = this.#untilNewSa(fromMs);
    for (;;) {
      for (const drop of dropsOf(caused, tunnel)) {
        // What is under way when the SA ends comes to nobody.
        if (newSaMs < untilMs && drop.atMs >= newSaMs) break;
        yield drop;
      }
      if (newSaMs >= untilMs) return;
      tunnel.inbound.rekey(newSaMs);
      this.tally.rekeysMs.push(newSaMs);
      const beginsMs = newSaMs;
      newSaMs = this.#untilNewSa(beginsMs);
      caused = this.#packetsFrom(beginsMs, newSaMs);
    }
  }

  /** When the SA gives way to a new one, or the end. */
  #untilNewSa(fromMs: number): number {
    const { cause, tunnel, untilMs } = this.#trouble;
    return cause.sa === 'kept' ? Math.max(fromMs, Math.min(untilMs, tunnel.inbound.rekeysAtMs)) : untilMs;
  }

  #packetsFrom(fromMs: number, untilMs: number): CausedPackets {
    const { tunnel, cause, perSecond } = this.#trouble;
    const { inbound, outbound, usualWindow } = tunnel;
    outbound.advanceTo(fromMs);
    const caused = cause.packets({
      random: this.#packets,
      flow: inbound.flow,
      own: outbound.flow,
      windowSize: usualWindow,
      fromMs,
      untilMs,
      perSecond,
      mostDrops: Number.POSITIVE_INFINITY,
    });
    if (caused.own !== undefined) outbound.noteSeen();
    return caused;
  }
}

/** Drops of both directions in order of time. */
function* dropsOf({ flow, arrivals, own }: CausedPackets, { inbound }: Tunnel): Generator<LoggedDrop, void> {
  const received = windowRun(inbound.window, flow, arrivals);
  if (own === undefined) yield* received;
  else yield* merged(received, own);
}

function* merged(one: Iterable<LoggedDrop>, other: Iterable<LoggedDrop>): Generator<LoggedDrop, void> {
  const [a, b] = [one[Symbol.iterator](), other[Symbol.iterator]()];
  let [nextA, nextB] = [a.next(), b.next()];
  for (;;) {
    const isA = nextB.done === true || (nextA.done !== true && nextA.value.atMs <= nextB.value.atMs);
    const next = isA ? nextA : nextB;
    if (next.done === true) return;
    yield next.value;
    if (isA) nextA = a.next();
    else nextB = b.next();
  }
}
