import type { Change } from '@tunnelwatch/shared/protocol';
import type { Part } from '../part.js';
/** Content that is worked out anew once a second and told when it differs from what was told last. */
export declare class TickingPart implements Part {
    private readonly make;
    private told;
    constructor(make: (now: number) => Change);
    start(): Promise<void>;
    snapshot(now: number): Change[];
    onStep(): void;
    take(now: number, isTick: boolean): Change[];
}
