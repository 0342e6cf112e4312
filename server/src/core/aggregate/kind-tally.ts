/** Restrictions of a count; absent parts do not restrict it. */
export interface TallyFilter {
  gateway?: string;
  /** True for kinds of events that are counted. */
  fits: (kindId: number) => boolean;
}

/** All stored events by gateway and kind: few numbers, which give the total behind a live tail. */
export class KindTally {
  private readonly byGateway = new Map<string, Map<number, number>>();

  add(gateway: string, kindId: number, count: number): void {
    const kinds = this.byGateway.get(gateway) ?? new Map<number, number>();
    this.byGateway.set(gateway, kinds);
    kinds.set(kindId, (kinds.get(kindId) ?? 0) + count);
  }

  count({ gateway, fits }: TallyFilter): number {
    const chosen = gateway === undefined ? [...this.byGateway.values()] : [this.byGateway.get(gateway)];
    let total = 0;
    for (const kinds of chosen) {
      for (const [kindId, count] of kinds ?? []) if (fits(kindId)) total += count;
    }
    return total;
  }
}
