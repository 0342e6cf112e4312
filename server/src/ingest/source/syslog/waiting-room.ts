/** A connection that was accepted and is not read yet. */
export interface Waiting {
  /** Address of its sender. */
  peer: string;
  /** When it was accepted, epoch ms. */
  acceptedAt: number;
}

/** Connections that wait for a place, in the order of their arrival for each sender. */
export class WaitingRoom<T extends Waiting> {
  private readonly byPeer = new Map<string, T[]>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(waiting: T): void {
    const queue = this.byPeer.get(waiting.peer);
    if (queue === undefined) this.byPeer.set(waiting.peer, [waiting]);
    else queue.push(waiting);
    this.count += 1;
  }

  /** All that wait, each sender's in order. */
  *all(): Iterable<T> {
    for (const queue of this.byPeer.values()) yield* queue;
  }

  /** How many have been waiting since then, or longer. */
  waitedSince(time: number): number {
    let waited = 0;
    for (const { acceptedAt } of this.all()) if (acceptedAt <= time) waited += 1;
    return waited;
  }

  /** Takes the first one of the sender with the fewest places, among those that may have one more; undefined if none may. */
  takeNext(places: (peer: string) => number, limit: number): T | undefined {
    let next: { queue: T[]; held: number } | undefined;
    for (const [peer, queue] of this.byPeer) {
      const held = places(peer);
      if (held < limit && (next === undefined || held < next.held)) next = { queue, held };
    }
    return next === undefined ? undefined : this.remove(next.queue, 'first');
  }

  /** Takes the newest one of the sender with the most waiting. */
  takeFromLargest(): T | undefined {
    let largest: T[] | undefined;
    for (const queue of this.byPeer.values()) if (queue.length > (largest?.length ?? 0)) largest = queue;
    return largest === undefined ? undefined : this.remove(largest, 'last');
  }

  private remove(queue: T[], which: 'first' | 'last'): T | undefined {
    const taken = which === 'first' ? queue.shift() : queue.pop();
    if (taken === undefined) return undefined;
    this.count -= 1;
    if (queue.length === 0) this.byPeer.delete(taken.peer);
    return taken;
  }
}
