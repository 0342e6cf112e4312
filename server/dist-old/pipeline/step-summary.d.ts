import type { GatewayRecord } from '../aggregate/gateway-life.js';
import { type PairCounts } from '../aggregate/pair-counts.js';
import type { KindRecord } from '../aggregate/records.js';
import type { Subject } from '@tunnelwatch/shared/subject';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { Step } from '../store/step.js';
import type { Committed, EventPart } from '../store/store.js';
interface Lookup {
    subject: (id: number) => Subject | undefined;
    kind: (id: number) => KindRecord | undefined;
    sourceName: (id: number) => string;
}
/** What becomes known of a step only when it is durable, and what it has beside events. */
interface StepRest {
    committed: Committed;
    at: number;
    alerts: Alert[];
    gateways: GatewayRecord[];
}
/** Sums up the parts of a batch, in the form in which other threads get it once the batch is durable. */
export declare class StepSummary {
    private readonly lookup;
    private readonly seconds;
    private newest;
    private readonly subjects;
    private readonly kinds;
    private events;
    constructor(lookup: Lookup);
    add(part: EventPart): void;
    /** Counts by second of what was added so far. */
    get bySecond(): ReadonlyMap<number, PairCounts>;
    finish({ committed, at, alerts, gateways }: StepRest): Step;
    private describe;
    private toColumns;
}
export {};
