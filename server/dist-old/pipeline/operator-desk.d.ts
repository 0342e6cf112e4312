import type { Alarming } from '../alert/alarming.js';
import { AlertBook } from '../alert/alert-book.js';
import type { AlertSettings } from '../alert/alert-settings.js';
import type { StoreState } from '../store/store.js';
import type { RateWatch } from '../alert/rate-watch.js';
import type { Ingest } from './ingest.js';
import type { FromPipeline, ToPipeline } from './messages.js';
/** What a person has asked of the alerts. */
type Request = Extract<ToPipeline, {
    kind: 'act' | 'actOnAll' | 'addWindow' | 'endWindow' | 'setRule' | 'note';
}>;
/** The answer to it, told once it is durable. */
export type Reply = Extract<FromPipeline, {
    kind: 'commandResult' | 'bulkResult' | 'windowResult' | 'ruleResult' | 'noted';
}>;
/** Where what people ask for meets the alerts. */
export declare class OperatorDesk {
    private readonly book;
    private readonly ingest;
    private readonly clock;
    private readonly rates;
    private told;
    constructor(book: AlertBook, ingest: Pick<Ingest, 'settleAlerts' | 'notes'>, clock: () => number, rates: RateWatch | undefined);
    /** What is known of alarms as a whole; undefined when nothing of it changed since it was last asked. */
    news(now: number): Alarming | undefined;
    obey(message: Request): Reply;
    private setRule;
}
/** The alerts as the store has them. */
export declare function openBook({ alerts, members, windows, lastAlertId, requests }: StoreState, settings: Pick<AlertSettings, 'pastAfterMs' | 'mostPerRule'>): AlertBook;
export {};
