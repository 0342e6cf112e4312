import type { VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { Gateway } from '../gateway.js';
import type { Tunnel } from '../tunnel.js';

const SMALLEST_WINDOW = 32;

/** What is known from the beginning of a cause and its subject. Times are epoch ms. */
export interface TallyFacts {
  gateway: Gateway;
  tunnel?: Tunnel;
  iface?: string;
  cause: string;
  verdict: VerdictName | null;
  fromMs: number;
  /** What the peer sends while it lasts, where that is not what it usually does. */
  packetsPerSecond?: number;
  overflowAtMs?: number;
}

/** Counts the lines that the log gets of one cause and one subject. */
export class Tally {
  readonly facts: TallyFacts;
  readonly rekeysMs: number[] = [];
  readonly messages = new Map<number, number>();
  drops = 0;
  late = 0;
  /** Late packets by the smallest power of two of a window that would have accepted them. */
  readonly #needed = new Map<number, number>();

  constructor(facts: TallyFacts) {
    this.facts = facts;
  }

  /** Takes a line that was written. `needed` is the window that would have just accepted its packet, were there one. */
  note(messageId: number, needed: number | undefined): void {
    this.drops += 1;
    this.messages.set(messageId, (this.messages.get(messageId) ?? 0) + 1);
    if (needed === undefined) return;
    this.late += 1;
    const window = Math.max(SMALLEST_WINDOW, 2 ** Math.ceil(Math.log2(needed)));
    this.#needed.set(window, (this.#needed.get(window) ?? 0) + 1);
  }

  /** How many late packets each window of a power of two would have accepted, up to the one that takes them all. */
  acceptedBy(): Record<string, number> {
    const accepted: Record<string, number> = {};
    let sum = 0;
    for (let window = SMALLEST_WINDOW; sum < this.late; window *= 2) {
      sum += this.#needed.get(window) ?? 0;
      if (sum > 0) accepted[String(window)] = sum;
    }
    return accepted;
  }
}
