/**
 * A map with a bound, for what can be found again elsewhere: an entry that is not used while others come leaves it. Two
 * generations cost less per use than an exact order of use would: what is used moves to the young one, and once that is
 * full, the old one goes.
 */
export class AgeingMap<Key, Value extends NonNullable<unknown>> {
  private young = new Map<Key, Value>();
  private old = new Map<Key, Value>();

  /** @param most the most entries that it holds */
  constructor(private readonly most: number) {}

  get(key: Key): Value | undefined {
    const known = this.young.get(key);
    if (known !== undefined) return known;
    const aged = this.old.get(key);
    if (aged !== undefined) this.set(key, aged);
    return aged;
  }

  set(key: Key, value: Value): void {
    this.old.delete(key);
    this.young.set(key, value);
    if (this.young.size * 2 <= this.most) return;
    this.old = this.young;
    this.young = new Map();
  }

  delete(key: Key): void {
    this.young.delete(key);
    this.old.delete(key);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }

  *values(): Iterable<Value> {
    yield* this.old.values();
    yield* this.young.values();
  }
}
