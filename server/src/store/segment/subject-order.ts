/** Subjects above this are found by search instead of by a table: only a hostile sender gets here. */
const MAX_TABLED = 4_194_304;

/** The order in which a segment stores its events: by subject, then in the order of storing. Arrays are reused. */
export class SubjectOrder {
  /** The subjects that occur, ascending; only the first `subjectCount` are valid. */
  subjects = new Uint32Array(1024);
  /** First row of each subject, followed by the number of rows. */
  starts = new Uint32Array(1025);
  subjectCount = 0;
  /** For each row the position of its event. */
  positions = new Uint32Array(0);
  /** For each row the index of its subject in `subjects`. */
  keys = new Uint32Array(0);
  private table = new Uint32Array(1024);

  /** Sorts the first `count` events. */
  sort(subjectIds: Uint32Array, count: number): void {
    if (this.positions.length < count) {
      this.positions = new Uint32Array(count);
      this.keys = new Uint32Array(count);
    }
    let most = 0;
    for (let at = 0; at < count; at++) most = Math.max(most, subjectIds[at] ?? 0);
    if (most < MAX_TABLED) this.sortByTable(subjectIds, count, most);
    else this.sortBySearch(subjectIds, count);
  }

  /** Counting sort: no comparison, no object. */
  private sortByTable(subjectIds: Uint32Array, count: number, most: number): void {
    if (this.table.length <= most) this.table = new Uint32Array(Math.max(most + 1, this.table.length * 2));
    const { table } = this;
    table.fill(0, 0, most + 1);
    for (let at = 0; at < count; at++) {
      const id = subjectIds[at] ?? 0;
      table[id] = (table[id] ?? 0) + 1;
    }
    this.subjectCount = 0;
    let row = 0;
    for (let id = 0; id <= most; id++) {
      const own = table[id] ?? 0;
      if (own === 0) continue;
      this.addSubject(id, row);
      table[id] = row;
      row += own;
    }
    this.starts[this.subjectCount] = row;
    for (let at = 0; at < count; at++) {
      const id = subjectIds[at] ?? 0;
      const next = table[id] ?? 0;
      this.positions[next] = at;
      table[id] = next + 1;
    }
    this.fillKeys();
  }

  private sortBySearch(subjectIds: Uint32Array, count: number): void {
    const order = Uint32Array.from({ length: count }, (_, at) => at);
    order.sort((a, b) => (subjectIds[a] ?? 0) - (subjectIds[b] ?? 0) || a - b);
    this.positions.set(order);
    this.subjectCount = 0;
    let last = -1;
    for (let row = 0; row < count; row++) {
      const id = subjectIds[order[row] ?? 0] ?? 0;
      if (id !== last) this.addSubject(id, row);
      last = id;
    }
    this.starts[this.subjectCount] = count;
    this.fillKeys();
  }

  private addSubject(id: number, firstRow: number): void {
    if (this.subjectCount + 1 >= this.subjects.length) {
      this.subjects = larger(this.subjects);
      this.starts = larger(this.starts);
    }
    this.subjects[this.subjectCount] = id;
    this.starts[this.subjectCount] = firstRow;
    this.subjectCount += 1;
  }

  private fillKeys(): void {
    for (let key = 0; key < this.subjectCount; key++) {
      this.keys.fill(key, this.starts[key], this.starts[key + 1]);
    }
  }
}

function larger(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(array.length * 2);
  longer.set(array);
  return longer;
}
