import type { Change, HeatGateway } from '@tunnelwatch/shared/protocol';
import type { Part } from '../part.js';

/** The heat grid: complete for a newcomer, single cells afterwards, complete again when tunnels were added. */
export class HeatPart implements Part {
  private told: HeatGateway[] = [];

  constructor(private readonly make: () => HeatGateway[]) {}

  start(): Promise<void> {
    this.told = this.make();
    return Promise.resolve();
  }

  snapshot(): Change[] {
    return [{ kind: 'heat', gateways: this.told }];
  }

  onStep(): void {
    // The next tick picks up the changes of the step.
  }

  take(_now: number, isTick: boolean): Change[] {
    if (!isTick) return [];
    const next = this.make();
    const before = this.told;
    this.told = next;
    if (!haveSameShape(before, next)) return [{ kind: 'heat', gateways: next }];
    const patches = next.flatMap((gateway, at) => {
      const cells = differences(before[at]?.cells ?? '', gateway.cells);
      return cells.length === 0 ? [] : [{ gateway: gateway.gateway, cells }];
    });
    return patches.length === 0 ? [] : [{ kind: 'heatPatch', patches }];
  }
}

function haveSameShape(a: readonly HeatGateway[], b: readonly HeatGateway[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      ({ gateway, cells, tunnelsPerCell }, at) =>
        gateway === b[at]?.gateway && cells.length === b[at].cells.length && tunnelsPerCell === b[at].tunnelsPerCell,
    )
  );
}

function differences(before: string, after: string): [number, string][] {
  const found: [number, string][] = [];
  for (let at = 0; at < after.length; at++) {
    if (before.charCodeAt(at) !== after.charCodeAt(at)) found.push([at, after.charAt(at)]);
  }
  return found;
}
