import type { Change, HeatGateway } from '@tunnelwatch/shared/protocol';
import type { Part } from '../part.js';
/** The heat grid: whole for a newcomer, single cells afterwards, whole again when tunnels were added. */
export declare class HeatPart implements Part {
    private readonly make;
    private told;
    constructor(make: () => HeatGateway[]);
    start(): Promise<void>;
    snapshot(): Change[];
    onStep(): void;
    take(_now: number, isTick: boolean): Change[];
}
