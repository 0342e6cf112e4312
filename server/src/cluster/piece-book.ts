import type { StreamPlace } from '../store/store.js';
import type { InputPiece } from './input-envelope.js';

/** Whoever sends pieces does so within seconds; what is older by the clock of the cluster was given up. */
const GIVEN_UP_MS = 600_000;
/** More that are incomplete at once are nobody's honest work: the oldest goes. */
const MOST_INCOMPLETE = 16;

/** An input of which some pieces have come. */
interface Incomplete {
  /** The last message before its first piece, and the clock of the cluster then. */
  before: StreamPlace;
  since: number;
  pieces: Uint8Array[];
}

/**
 * Puts inputs together that came in pieces. What it holds follows from the stream alone: a node that starts again takes it from
 * `start` on, and comes to the same.
 */
export class PieceBook {
  private readonly incomplete = new Map<string, Incomplete>();

  /**
   * Takes a piece; those of an input come in order, and one that comes again is left out.
   * @param sender who has sent it, and which of their inputs it is of
   * @param before the message before it
   * @param at the clock of the cluster, epoch ms
   * @returns the whole input with its last piece
   */
  take(
    sender: { incarnation: string; request: number },
    { number, count, bytes }: InputPiece,
    before: StreamPlace,
    at: number,
  ): Uint8Array | undefined {
    this.giveUp(at);
    const key = `${sender.incarnation} ${String(sender.request)}`;
    let known = this.incomplete.get(key);
    if (known === undefined && number === 1) {
      known = { before, since: at, pieces: [] };
      this.incomplete.set(key, known);
      if (this.incomplete.size > MOST_INCOMPLETE) this.forgetOldest();
    }
    if (known?.pieces.length !== number - 1) return undefined;
    // A copy: the bytes may be part of a large buffer.
    known.pieces.push(Uint8Array.from(bytes));
    if (number < count) return undefined;
    this.incomplete.delete(key);
    return Buffer.concat(known.pieces);
  }

  /** After which message somebody has to begin who is to have the same; undefined where nothing is incomplete. @param at epoch ms */
  start(at: number): StreamPlace | undefined {
    this.giveUp(at);
    const [oldest] = this.incomplete.values();
    return oldest?.before;
  }

  private giveUp(at: number): void {
    for (const [key, { since }] of this.incomplete) if (at - since > GIVEN_UP_MS) this.incomplete.delete(key);
  }

  private forgetOldest(): void {
    const [oldest] = this.incomplete.keys();
    if (oldest !== undefined) this.incomplete.delete(oldest);
  }
}
