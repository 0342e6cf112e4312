import { readPattern } from '@tunnelwatch/shared/inventory-pattern';
import { otherNotation } from '@tunnelwatch/shared/matchkey-notation';
import type { LiveModel, TunnelEntry } from '../../core/aggregate/live-model.js';
import type { InventoryList } from '../../core/inventory/inventory-list.js';
import { searchLine, TextBlock } from '../../core/search/text-block.js';
import { Slices } from './slices.js';

/** Small enough that one is built, or searched, within a slice. */
const BLOCK_ITEMS = 512;

/** A tunnel that can be found. */
export interface FindableTunnel {
  gateway: string;
  matchkey: string;
  /** Null for one that only the inventory knows. */
  entry: TunnelEntry | null;
}

/** What the index was built from. */
interface Basis {
  listed: number;
  left: number;
  inventory: number;
}

/**
 * The texts of all tunnels: those with events, and those that only the inventory names. It is kept: a new tunnel costs its own
 * line, one that leaves its block, and only a change of the inventory all of them.
 */
export class TunnelIndex {
  private seen: TextBlock<FindableTunnel>[] = [];
  private unseen: TextBlock<FindableTunnel>[] = [];
  private basis: Basis = { listed: -1, left: -1, inventory: -1 };
  private refreshing: Promise<void> = Promise.resolve();

  constructor(
    private readonly model: () => LiveModel,
    private readonly inventory: () => InventoryList,
  ) {}

  /** All blocks, as of now. */
  async blocks(): Promise<readonly TextBlock<FindableTunnel>[]> {
    // One refresh after the other: each begins with what the one before has left, and its error is for who asked for it.
    this.refreshing = this.refreshing.catch(() => undefined).then(() => this.refresh());
    await this.refreshing;
    return [...this.seen, ...this.unseen];
  }

  /** Whether a tunnel is still what the index says. */
  isCurrent({ gateway, matchkey, entry }: FindableTunnel): boolean {
    const model = this.model();
    if (entry !== null) return model.tunnels.get(entry.id) === entry;
    return model.gateways.get(gateway)?.tunnel(matchkey) === undefined;
  }

  private async refresh(): Promise<void> {
    const { listed, left } = this.model().revisions;
    const now: Basis = { listed, left, inventory: this.inventory().revision };
    const { basis } = this;
    const isRenamed = now.inventory !== basis.inventory;
    if (!isRenamed && now.listed === basis.listed && now.left === basis.left) return;
    const slices = new Slices();
    if (isRenamed) this.seen = [];
    else if (now.left !== basis.left) await this.dropThoseThatLeft(slices);
    await this.addNew(slices);
    if (isRenamed || now.left !== basis.left) await this.listUnseen(slices);
    this.basis = now;
  }

  private async dropThoseThatLeft(slices: Slices): Promise<void> {
    const kept: TextBlock<FindableTunnel>[] = [];
    for (const block of this.seen) {
      await slices.next();
      const items = block.items.filter((item) => this.isCurrent(item));
      if (items.length === block.items.length) kept.push(block);
      else if (items.length > 0) kept.push(this.blockOf(items));
    }
    this.seen = kept;
  }

  /** The model lists tunnels in the order in which they came, so those that are not indexed yet are the last. */
  private async addNew(slices: Slices): Promise<void> {
    const indexed = this.seen.reduce((sum, { items }) => sum + items.length, 0);
    const fresh = [...this.model().tunnels.values()].slice(indexed).map(findable);
    const last = this.seen.at(-1);
    if (last !== undefined && last.items.length < BLOCK_ITEMS) {
      this.seen.pop();
      fresh.unshift(...last.items);
    }
    await this.addBlocks(this.seen, fresh, slices);
  }

  private async listUnseen(slices: Slices): Promise<void> {
    const model = this.model();
    const items: FindableTunnel[] = [];
    let count = 0;
    for (const { kind, gateway, pattern } of [...this.inventory().entries()]) {
      if (++count % BLOCK_ITEMS === 0) await slices.next();
      if (kind !== 'matchkey') continue;
      const [name, key] = [readPattern(gateway).exact, readPattern(pattern).exact];
      if (name === undefined || key === undefined) continue;
      if (model.gateways.get(name)?.tunnel(key) === undefined)
        items.push({ gateway: name, matchkey: key, entry: null });
    }
    this.unseen = [];
    await this.addBlocks(this.unseen, items, slices);
  }

  private async addBlocks(
    blocks: TextBlock<FindableTunnel>[],
    items: readonly FindableTunnel[],
    slices: Slices,
  ): Promise<void> {
    for (let at = 0; at < items.length; at += BLOCK_ITEMS) {
      await slices.next();
      blocks.push(this.blockOf(items.slice(at, at + BLOCK_ITEMS)));
    }
  }

  private blockOf(items: readonly FindableTunnel[]): TextBlock<FindableTunnel> {
    const { names } = this.inventory();
    return new TextBlock(items, ({ gateway, matchkey }) => {
      const named = names.tunnelName(gateway, matchkey);
      const called = named === null ? [] : [named.name, named.site, named.peer];
      return searchLine([...called, matchkey, otherNotation(matchkey) ?? '', gateway]);
    });
  }
}

function findable(entry: TunnelEntry): FindableTunnel {
  return { gateway: entry.gateway, matchkey: entry.matchkey, entry };
}
