/** What one class of events of one subject usually comes to. */
export interface UsualRate {
    subjectId: number;
    /** Number of the measure. */
    measure: number;
    /** Events an hour: a mean in which what is older weighs less. */
    perHour: number;
    /** Hours in which it was learned. */
    hours: number;
    /** The hour (since the epoch) that is being counted, and what was counted in it. */
    hour: number;
    count: number;
    /** True when the hour is not to be learned from: an alert was raised in it. */
    isExcluded: boolean;
}
/**
 * Usual rates of all pairs. An hour is learned when the first event after it comes, with the hours between in which none
 * came; so a pair that is quiet costs nothing. Bounded: of pairs beyond, nothing is usual.
 */
export declare class UsualRates {
    private readonly rates;
    private changed;
    constructor(stored?: readonly UsualRate[]);
    /** Counts events by the clock of their arrival. @param hour since the epoch */
    count(subjectId: number, measure: number, count: number, hour: number): UsualRate | undefined;
    /** Leaves the present hour out of what is learned: it is not as usual. */
    exclude(subjectId: number, measure: number, hour: number): void;
    get(subjectId: number, measure: number): UsualRate | undefined;
    /** What changed since the last call, in its present state. */
    takeChanged(): UsualRate[];
    private at;
}
/** Takes the hours before `hour` into the mean, in place: the one that was counted, and those without an event after it. */
export declare function learnHours(rate: UsualRate, hour: number): void;
