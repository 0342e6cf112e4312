import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { type UsualTraffic } from '../aggregate/usual-traffic.js';
import type { Judgement } from './condition.js';
export interface SilenceSettings {
    /** Nothing is silent before this, milliseconds. */
    minimumMs: number;
    /** Nor before this many times its usual quiet time. */
    multiple: number;
    /** Nor before it was watched for this long, milliseconds. */
    learnMs: number;
}
/** What is known of one source or gateway. Times are epoch ms. */
export interface SilenceFacts {
    subject: AlertSubject;
    usual: UsualTraffic;
    /** Arrival of its newest line. */
    lastArrival: number;
    /** Since when it has been watched without a pause: nobody knows what would have come before. */
    watchedSince: number;
    /** When its silence was raised; undefined while it is not. */
    raisedAt: number | undefined;
    /** Of a gateway: the name of its source, when nothing else came from that either. */
    source?: string | undefined;
}
/**
 * Nothing came for longer than is usual [ALM-11]. It is over when a line comes, and not when the server was restarted
 * meanwhile.
 */
export declare function judgeSilence(facts: SilenceFacts, now: number, settings: SilenceSettings): Judgement;
/** The name of the rule. */
export declare const SILENCE_RULE = "silence";
/** How long it may be quiet, milliseconds; undefined while too little is known. */
export declare function silentAfterMs(usual: UsualTraffic, settings: SilenceSettings): number | undefined;
