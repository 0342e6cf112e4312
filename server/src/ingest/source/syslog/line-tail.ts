/** Hashes per block; a block is the unit that the store writes. */
export const BLOCK_HASHES = 256;
/** At least this many of the newest lines are remembered; rsyslog retransmits at most 1,024 by default. */
export const TAIL_HASHES = 4096;

const BYTES = 8;

/** Hashes of the newest lines of one connection, and of those that it continues. */
export class LineTail {
  private readonly blocks = new Map<number, number[]>();
  private readonly changed = new Set<number>();
  private readonly dropped = new Set<number>();
  private firstBlock = 0;
  /** Number of lines ever added. */
  total = 0;

  /** A tail from its stored blocks; those before a missing one are left out. */
  static restore(blocks: readonly { block: number; hashes: Uint8Array }[]): LineTail {
    const tail = new LineTail();
    for (const { block, hashes } of [...blocks].sort((a, b) => a.block - b.block)) {
      if (tail.total !== block * BLOCK_HASHES) {
        for (const older of tail.blocks.keys()) tail.dropped.add(older);
        tail.blocks.clear();
        tail.firstBlock = block;
      }
      const values = fromBytes(hashes);
      tail.blocks.set(block, values);
      tail.total = block * BLOCK_HASHES + values.length;
    }
    return tail;
  }

  /** Number of the oldest line that is remembered; the newest has `total - 1`. */
  get first(): number {
    return this.firstBlock * BLOCK_HASHES;
  }

  push(hash: number): void {
    const block = Math.floor(this.total / BLOCK_HASHES);
    const values = this.blocks.get(block);
    if (values === undefined) this.blocks.set(block, [hash]);
    else values.push(hash);
    this.total += 1;
    this.changed.add(block);
    if (this.total - this.first < TAIL_HASHES + BLOCK_HASHES) return;
    this.forget(this.firstBlock);
    this.firstBlock += 1;
  }

  /** The hash of a line by its number; undefined outside of what is remembered. */
  at(number: number): number | undefined {
    return this.blocks.get(Math.floor(number / BLOCK_HASHES))?.[number % BLOCK_HASHES];
  }

  /** Clears everything: the store removes it with the next commit. */
  clear(): void {
    for (const block of this.blocks.keys()) this.forget(block);
    this.firstBlock = Math.ceil(this.total / BLOCK_HASHES);
    this.total = this.first;
  }

  /** Blocks that changed since the last call. */
  takeChanges(): { block: number; hashes: Buffer | null }[] {
    const changes = [
      ...[...this.dropped].map((block) => ({ block, hashes: null })),
      ...[...this.changed].map((block) => ({ block, hashes: toBytes(this.blocks.get(block) ?? []) })),
    ];
    this.dropped.clear();
    this.changed.clear();
    return changes;
  }

  private forget(block: number): void {
    this.blocks.delete(block);
    this.changed.delete(block);
    this.dropped.add(block);
  }
}

function toBytes(values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * BYTES);
  values.forEach((value, index) => bytes.writeDoubleLE(value, index * BYTES));
  return bytes;
}

function fromBytes({ buffer, byteOffset, byteLength }: Uint8Array): number[] {
  const view = new DataView(buffer, byteOffset, byteLength);
  return Array.from({ length: Math.floor(byteLength / BYTES) }, (_, index) => view.getFloat64(index * BYTES, true));
}
