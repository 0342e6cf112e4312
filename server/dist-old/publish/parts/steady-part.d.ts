import type { Change } from '@tunnelwatch/shared/protocol';
import type { Part } from '../part.js';
/** Content that does not depend on the time: told once a second, when it differs from what was told last. */
export declare class SteadyPart implements Part {
    private readonly make;
    private told;
    constructor(make: () => Change);
    start(): Promise<void>;
    snapshot(): Change[];
    onStep(): void;
    take(_now: number, isTick: boolean): Change[];
}
