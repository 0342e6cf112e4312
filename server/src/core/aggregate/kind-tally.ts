/** Restrictions of a count; absent parts do not restrict it. */
export interface TallyFilter {
  gateway?: string;
  /** True for kinds of events that are counted. */
  fits: (kindId: number) => boolean;
}

/** Counts by kind. */
type KindCounts = Map<number, number>;

/** All stored events by kind, and by gateway and kind: few numbers, which give the total behind a live tail. */
export class KindTally {
  private readonly all: KindCounts = new Map();
  private readonly byGateway = new Map<string, KindCounts>();

  /** Counts events of any gateway. */
  add(kindId: number, count: number): void {
    this.all.set(kindId, (this.all.get(kindId) ?? 0) + count);
  }

  /** Counts events of one gateway, which `add` counts too. */
  addOf(gateway: string, kindId: number, count: number): void {
    const kinds: KindCounts = this.byGateway.get(gateway) ?? new Map();
    this.byGateway.set(gateway, kinds);
    kinds.set(kindId, (kinds.get(kindId) ?? 0) + count);
  }

  /** Forgets the counts of one gateway; they remain in the sum of all. */
  forget(gateway: string): void {
    this.byGateway.delete(gateway);
  }

  count({ gateway, fits }: TallyFilter): number {
    let total = 0;
    for (const [kindId, count] of (gateway === undefined ? this.all : this.byGateway.get(gateway)) ?? []) {
      if (fits(kindId)) total += count;
    }
    return total;
  }
}
