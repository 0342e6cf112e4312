import { LineTail } from './line-tail.js';
import type { TailBlock } from '../../../store/tail-block.js';
import type { RepeatableTail } from './repetition.js';

/** Maximum number of tails of ended connections per sender; one address may have many connections at once. */
const MAX_ENDED_OF_PEER = 8;
/** And for all senders of a listener: at most about 17 MB. */
const MAX_ENDED = 512;

/** A tail with its index among those of its sender. */
export interface PeerTail {
  readonly peer: string;
  readonly number: number;
  readonly tail: LineTail;
  /** The connection that it belongs to; null once that has ended. */
  owner: object | null;
  /** True when its connection was closed by the sender itself, in order. */
  endedInOrder: boolean;
}

/**
 * The tails of all senders of one listener. A connection has a tail of its own, so that several senders behind one
 * address do not interfere with each other; a connection that follows another continues its tail.
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
   * What the first lines of a new connection of this sender may repeat. One line is enough if the previous connection
   * broke. If its sender closed it in order, or if it is still open (its end may be in flight), two are needed: a
   * sender that opens a connection per line may well send the same line twice.
   */
  repeatable(peer: string): RepeatableTail[] {
    return (this.byPeer.get(peer) ?? []).map(({ tail, owner, endedInOrder }) => ({
      tail,
      leastRun: owner !== null || endedInOrder ? 2 : 1,
    }));
  }

  /**
   * The tail that a new connection continues: the one that it repeats; else the only one that its sender has, if that
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
    // Another connection has continued it meanwhile.
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
