import type { Maintenance } from './sqlite/maintenance/maintenance.js';
export interface UpkeepLoopOptions {
    upkeep: Pick<Maintenance, 'step' | 'relieve'>;
    /** False while there is other work. */
    isFree: () => boolean;
    clock: () => number;
    onFailure: (reason: string) => void;
}
/** Has the upkeep do its small steps between everything else that a thread does. */
export declare class UpkeepLoop {
    private readonly options;
    private timer;
    constructor(options: UpkeepLoopOptions);
    stop(): void;
    private schedule;
    private tick;
}
