import type { AlertRules } from '@tunnelwatch/shared/alert-rules';
import type { Subject } from '@tunnelwatch/shared/subject';
import type { RateBook } from './rate-book.js';
import type { RateWindows } from './rate-windows.js';
/** Judges what subjects of one gateway have in common. Only gateways with new events are looked at, and raised ones once a minute. */
export declare class GatewayWatch {
    private readonly book;
    private readonly windows;
    private readonly subjectOf;
    private places;
    private readonly raised;
    private touched;
    private rules;
    constructor(book: RateBook, windows: RateWindows, subjectOf: (place: number) => Subject | undefined, rules: AlertRules);
    /** A pair has new events. */
    touch(place: number): void;
    /** Judges the gateways that were touched. @param now epoch ms */
    judge(now: number): void;
    /** Once a minute, after pairs were let go. @param now epoch ms */
    tick(now: number): void;
    setRules(rules: AlertRules): void;
    private raise;
    private note;
    private index;
    private add;
    private seriesOf;
    private cryptoOf;
    private rulesOf;
}
