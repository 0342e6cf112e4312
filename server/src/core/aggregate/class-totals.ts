import { COUNTED_CLASSES, type FailureClass } from '@tunnelwatch/shared/failure-class';

/** Gateways that are counted by name, and how many of these may be new ones: any sender can make up a name. */
export const COUNTED_GATEWAYS = { all: 250, newcomers: 200 } as const;

/** What stands for all gateways that are not counted by name. */
export const OTHER_GATEWAYS = '(others)';

export interface ClassTotal {
  gateway: string;
  class: FailureClass;
  count: number;
}

/** Events by gateway and class since the start. It only grows, whatever retention removes, and its size is bounded. */
export class ClassTotals {
  private readonly byGateway = new Map<string, Float64Array>();
  private newcomers = 0;

  /** @param isNew whether the gateway became known only of late */
  add(gateway: string, classIndex: number, count: number, isNew: (gateway: string) => boolean): void {
    if (classIndex < 0) return;
    const counts = this.byGateway.get(gateway) ?? this.admit(gateway, isNew);
    counts[classIndex] = (counts[classIndex] ?? 0) + count;
  }

  /** All that have occurred. */
  *list(): Generator<ClassTotal> {
    for (const [gateway, counts] of this.byGateway) {
      for (const [index, name] of COUNTED_CLASSES.entries()) {
        const count = counts[index] ?? 0;
        if (count > 0) yield { gateway, class: name, count };
      }
    }
  }

  private admit(gateway: string, isNew: (gateway: string) => boolean): Float64Array {
    const isFull = this.byGateway.size >= COUNTED_GATEWAYS.all;
    const isNewcomer = !isFull && isNew(gateway);
    if (isFull || (isNewcomer && this.newcomers >= COUNTED_GATEWAYS.newcomers)) return this.of(OTHER_GATEWAYS);
    if (isNewcomer) this.newcomers += 1;
    return this.of(gateway);
  }

  private of(gateway: string): Float64Array {
    let counts = this.byGateway.get(gateway);
    if (counts === undefined) {
      counts = new Float64Array(COUNTED_CLASSES.length);
      this.byGateway.set(gateway, counts);
    }
    return counts;
  }
}
