/** Counts of one bucket: `key` is a subject or a gateway, as requested, or 0 for neither. */
export interface CountRow {
  bucket: number;
  key: number;
  /** 0 when counts by kind were not requested. */
  kindId: number;
  count: number;
}

/** Subjects up to this number are summed in an array. */
const MAX_DENSE = 1_048_576;

/** Sums counts by bucket, key and kind. */
export class CountSums {
  private readonly sums = new Map<number, Map<number, Map<number, number>>>();
  /** Counts by key in bucket 0, all kinds together: used by rankings, millions of times. */
  private dense = new Float64Array(1024);

  /** The same as `add` for bucket 0 and kind 0. */
  addDense(key: number, count: number): void {
    if (key >= this.dense.length) {
      if (key >= MAX_DENSE) {
        this.add(0, key, 0, count);
        return;
      }
      const larger = new Float64Array(Math.max(key + 1, this.dense.length * 2));
      larger.set(this.dense);
      this.dense = larger;
    }
    this.dense[key] = (this.dense[key] ?? 0) + count;
  }

  add(bucket: number, key: number, kindId: number, count: number): void {
    const byKind = childOf(childOf(this.sums, bucket), key);
    byKind.set(kindId, (byKind.get(kindId) ?? 0) + count);
  }

  rows(): CountRow[] {
    this.dense.forEach((count, key) => {
      if (count > 0) this.add(0, key, 0, count);
    });
    this.dense = new Float64Array(0);
    const rows: CountRow[] = [];
    for (const [bucket, byKey] of this.sums) {
      for (const [key, byKind] of byKey) {
        for (const [kindId, count] of byKind) rows.push({ bucket, key, kindId, count });
      }
    }
    return rows;
  }
}

function childOf<Child>(parent: Map<number, Map<number, Child>>, key: number): Map<number, Child> {
  let child = parent.get(key);
  if (child === undefined) {
    child = new Map<number, Child>();
    parent.set(key, child);
  }
  return child;
}

/** Counts in numbered cells; draining it visits only the cells that were counted in. */
export class CellCounter {
  private readonly counts: Uint32Array;
  private readonly touched: number[] = [];

  constructor(cells: number) {
    this.counts = new Uint32Array(cells);
  }

  add(cell: number, count = 1): void {
    const before = this.counts[cell] ?? 0;
    if (before === 0) this.touched.push(cell);
    this.counts[cell] = before + count;
  }

  /** Yields each cell with its count, and resets. */
  empty(give: (cell: number, count: number) => void): void {
    for (const cell of this.touched) {
      give(cell, this.counts[cell] ?? 0);
      this.counts[cell] = 0;
    }
    this.touched.length = 0;
  }
}
