import type { Arrival } from './packet-flow.js';

/** Packets under way, the one that arrives first on top: a binary heap. */
export class ArrivalHeap {
  readonly #items: Arrival[] = [];

  /** The packet that arrives first; undefined when none is under way. */
  get first(): Arrival | undefined {
    return this.#items[0];
  }

  push(arrival: Arrival): void {
    const items = this.#items;
    let at = items.length;
    items.push(arrival);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent];
      if (above === undefined || above.atMs <= arrival.atMs) break;
      items[at] = above;
      at = parent;
    }
    items[at] = arrival;
  }

  /** Takes the first one out. */
  pop(): Arrival | undefined {
    const items = this.#items;
    const [first] = items;
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.#sink(last);
    return first;
  }

  #sink(arrival: Arrival): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const right = items[child + 1];
      let below = items[child];
      if (below !== undefined && right !== undefined && right.atMs < below.atMs) {
        child += 1;
        below = right;
      }
      if (below === undefined || below.atMs >= arrival.atMs) break;
      items[at] = below;
      at = child;
    }
    items[at] = arrival;
  }
}
