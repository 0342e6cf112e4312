import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
import type { Subject } from '@tunnelwatch/shared/subject';
import { Activity } from './activity.js';
import { type TallyFilter } from './kind-tally.js';
import type { KindRecord, ModelSeed, StepCounts, SubjectRecord } from './records.js';
/** A time further ahead of now than this lies in the future: it is stored and shown, and moves no window. */
export declare const AHEAD_MS: number;
export declare const ACTIVITY_MS: number;
/** A tunnel as the model keeps it. */
export interface TunnelEntry {
    id: number;
    gateway: string;
    matchkey: string;
    activity: Activity;
    /** What its drops of late are consistent with; null while nothing can be told. */
    verdict: TunnelVerdict | null;
}
/** A gateway as the model keeps it: all its subjects together. */
export interface GatewayEntry {
    gateway: string;
    activity: Activity;
    /** Its tunnels with stored events, in the order of first sight. */
    tunnels: TunnelEntry[];
}
/**
 * Counts of all tunnels and gateways as the screens show them. It starts from a seed that the store gives and follows
 * the steps; it knows no clock: the time to refer to is an argument.
 */
export declare class LiveModel {
    readonly tunnels: Map<number, TunnelEntry>;
    readonly gateways: Map<string, GatewayEntry>;
    /** Tunnels with events in the activity window. */
    readonly active: Set<TunnelEntry>;
    private readonly subjects;
    private readonly classOfKind;
    private readonly messageOfKind;
    private readonly earlyVerdicts;
    private readonly tally;
    private newest;
    private total;
    /** @param now epoch ms, with the same meaning as for `apply` */
    constructor(seed: ModelSeed, now: number);
    /** Time of the newest event, epoch ms, stamps from the future left out; null when there is none. */
    get newestTime(): number | null;
    get events(): number;
    /**
     * Takes what a commit added.
     * @param now epoch ms: events from a future of more than 15 minutes are counted in total but not by minute, since a
     * gateway whose clock runs far ahead must not push the present out of the window
     */
    apply(step: {
        subjects: readonly SubjectRecord[];
        kinds: readonly KindRecord[];
        counts: StepCounts;
    }, now: number): void;
    /**
     * Takes out what is not stored any more; tunnels of which nothing is left go.
     * @param oldest time of the oldest event that is still stored, epoch ms
     */
    remove({ counts: removed, oldest }: {
        counts: StepCounts;
        oldest: number | null;
    }): void;
    /** Takes in what the drops of a tunnel are consistent with by now. */
    setVerdict(subjectId: number, verdict: TunnelVerdict | null): void;
    /** All stored events that a filter leaves. */
    countEvents(filter: TallyFilter): number;
    subject(id: number): Subject | undefined;
    /** Index of a kind's class among the counted ones; −1 for stored messages of other categories. */
    classIndexOfKind(kindId: number): number;
    messageIdOfKind(kindId: number): number | null;
    tunnel(gateway: string, matchkey: string): TunnelEntry | undefined;
    /** Frees what has left the activity window; call it about once a minute. */
    prune(referenceTime: number): void;
    private addNames;
    private gatewayEntry;
    /** A tunnel is there as long as events of it are; its subject stays, so that it can come back under its number. */
    private tunnelEntry;
    /** Not everything that is stored is counted as a failure: who has nothing else is no tunnel of ours. */
    private forgetUncounted;
    private forgetTunnel;
    private addTotal;
    private addMinute;
}
/** The minute that a time lies in, numbered since the epoch. */
export declare function minuteOf(time: number): number;
/**
 * The time that windows and ages refer to: now, or the time of the newest event when that lies further back than
 * `pastAfterMs`, so that old files open on their own time.
 */
export declare function referenceTimeOf(newest: number | null, now: number, pastAfterMs: number): {
    time: number;
    isPast: boolean;
};
