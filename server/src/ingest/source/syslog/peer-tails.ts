import { LineTail } from './line-tail.js';
import type { TailBlock } from '../../../store/tail-block.js';
import type { RepeatableTail } from './repetition.js';

/** Tails of ended connections of one sender; more come from many connections at once behind one address. */
const MAX_ENDED_OF_PEER = 8;
/** And of all senders of a listener: some 17 MB at the most. */
const MAX_ENDED = 512;

/** A tail with its place among those of its sender. */
export interface PeerTail {
  readonly peer: string;
  readonly number: number;
  readonly tail: LineTail;
  /** The connection that it belongs to; null once that has ended. */
  owner: object | null;
  /** True when its connection was ended by the sender itself, in order. */
  endedInOrder: boolean;
}

/**
 * The tails of all senders of one listener. A connection has a tail of its own, so that several senders behind one
 * address do not spoil each other's; one that comes after another goes on with the tail of that one.
 */
export class PeerTails {
  private readonly byPeer = new Map<string, PeerTail[]>();
  /** Ended ones, the longest ended first. */
  private readonly ended = new Set<PeerTail>();
  private readonly changed = new Set<PeerTail>();

  constructor(stored: readonly TailBlock[]) {
    const groups = new Map<string, TailBlock[]>();
    for (const block of stored) {
      const key = `${String(block.tail)} ${block.peer}`;
      groups.set(key, [...(groups.get(key) ?? []), block]);
    }
    for (const blocks of groups.values()) this.restore(blocks);
  }

  /**
   * What the first lines of a new connection of this sender may repeat. One line is enough where the connection before
   * broke. Where its sender ended it in order, or where it is open still (its end may be on its way), two are needed: a
   * sender that opens a connection for every line may well send the same line twice.
   */
  repeatable(peer: string): RepeatableTail[] {
    return (this.byPeer.get(peer) ?? []).map(({ tail, owner, endedInOrder }) => ({
      tail,
      leastRun: owner !== null || endedInOrder ? 2 : 1,
    }));
  }

  /**
   * The tail that a new connection goes on with: the one that it repeats; else the only one that its sender has, if that
   * has ended; else a new one.
   */
  adopt(peer: string, owner: object, repeated: LineTail | undefined): PeerTail {
    const all = this.byPeer.get(peer) ?? [];
    const only = all.length === 1 && all[0]?.owner === null ? all[0] : undefined;
    const known = repeated === undefined ? only : all.find(({ tail }) => tail === repeated);
    const adopted =
      known ?? this.add(peer, new LineTail(), all.reduce((most, each) => Math.max(most, each.number), 0) + 1);
    adopted.owner = owner;
    adopted.endedInOrder = false;
    this.ended.delete(adopted);
    return adopted;
  }

  push(peerTail: PeerTail, hash: number): void {
    peerTail.tail.push(hash);
    this.changed.add(peerTail);
  }

  /** The connection of a tail has ended. */
  end(peerTail: PeerTail, owner: object, isOrderly: boolean): void {
    // Another connection has gone on with it meanwhile.
    if (peerTail.owner !== owner) return;
    peerTail.owner = null;
    peerTail.endedInOrder = isOrderly;
    this.ended.add(peerTail);
    const ofPeer = [...(this.byPeer.get(peerTail.peer) ?? [])].filter((each) => each.owner === null);
    if (ofPeer.length > MAX_ENDED_OF_PEER) this.forgetFirst((each) => each.peer === peerTail.peer);
    if (this.ended.size > MAX_ENDED) this.forgetFirst(() => true);
  }

  /** Blocks that changed since the last call, for the transaction that stores the lines behind them. */
  takeChanges(sourceId: number): TailBlock[] {
    const changes = [...this.changed].flatMap(({ peer, number, tail }) =>
      tail.takeChanges().map((change) => ({ sourceId, peer, tail: number, ...change })),
    );
    this.changed.clear();
    return changes;
  }

  private restore(blocks: readonly TailBlock[]): void {
    const [first] = blocks;
    if (first === undefined) return;
    const usable = blocks.flatMap(({ block, hashes }) => (hashes === null ? [] : [{ block, hashes }]));
    this.ended.add(this.add(first.peer, LineTail.restore(usable), first.tail));
  }

  private add(peer: string, tail: LineTail, number: number): PeerTail {
    const added: PeerTail = { peer, number, tail, owner: null, endedInOrder: false };
    const all = this.byPeer.get(peer);
    if (all === undefined) this.byPeer.set(peer, [added]);
    else all.push(added);
    return added;
  }

  private forgetFirst(isMeant: (each: PeerTail) => boolean): void {
    const oldest = [...this.ended].find(isMeant);
    if (oldest === undefined) return;
    oldest.tail.clear();
    this.changed.add(oldest);
    this.ended.delete(oldest);
    const rest = (this.byPeer.get(oldest.peer) ?? []).filter((each) => each !== oldest);
    if (rest.length === 0) this.byPeer.delete(oldest.peer);
    else this.byPeer.set(oldest.peer, rest);
  }
}
