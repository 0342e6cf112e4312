/** Work for whoever asks for it, so that one asker's work never makes another wait for all of it. */
export interface Asked {
  /** Who asks: work of one asker waits for that asker's earlier work, and in turn with that of others. */
  key: string;
}

/** The key of the server's own work, which goes first: there is little of it, and everybody sees its result. */
export const SERVER_KEY = 'server';

/** A queue that is served in turn by asker: first in, first out for one, round robin among them. */
export class FairQueue<Item extends Asked> {
  /** In the order of turns. */
  private readonly lines = new Map<string, Item[]>();
  private length = 0;

  get size(): number {
    return this.length;
  }

  add(item: Item): void {
    const line = this.lines.get(item.key);
    if (line === undefined) this.lines.set(item.key, [item]);
    else line.push(item);
    this.length += 1;
  }

  /** The next item, which is no longer in the queue; undefined when it is empty. */
  next(): Item | undefined {
    const key = this.lines.has(SERVER_KEY) ? SERVER_KEY : this.lines.keys().next().value;
    const line = key === undefined ? undefined : this.lines.get(key);
    const item = line?.shift();
    if (key === undefined || line === undefined || item === undefined) return undefined;
    // Whoever had a turn is the last to have another.
    this.lines.delete(key);
    if (line.length > 0) this.lines.set(key, line);
    this.length -= 1;
    return item;
  }

  /** Takes an item out; false when it is not waiting. */
  remove(item: Item): boolean {
    const line = this.lines.get(item.key);
    const at = line?.indexOf(item) ?? -1;
    if (line === undefined || at < 0) return false;
    line.splice(at, 1);
    if (line.length === 0) this.lines.delete(item.key);
    this.length -= 1;
    return true;
  }
}
