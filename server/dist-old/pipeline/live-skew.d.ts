import type { SourceRecord } from '../store/store.js';
/** When a line happened and was received, epoch ms. */
export interface LineTimes {
    time: number;
    receivedTime: number;
    skewMs: number | undefined;
}
/**
 * How far off the gateway's clock is now: against the receiver's stamp, or against our own clock where we are the
 * receiver; a file says nothing about when its lines were received. Undefined where the line does not tell.
 */
export declare function liveSkew({ time, receivedTime, skewMs }: LineTimes, source: SourceRecord, now: number): number | undefined;
