import type { Silence } from '@tunnelwatch/shared/source-health';
import type { GatewayLives } from '../aggregate/gateway-life.js';
import type { AlertBook } from '../alert/alert-book.js';
import { type LagSettings } from '../alert/lag-rule.js';
import { type SilenceSettings } from '../alert/silence-rule.js';
import { type SkewSettings } from '../alert/skew-rule.js';
import type { SourceRecord } from '../store/store.js';
export interface MonitoringSettings {
    silence: SilenceSettings;
    skew: SkewSettings;
    lag: LagSettings;
}
/** A source that is followed, as it is now. */
export interface WatchedSource {
    source: SourceRecord;
    /** The oldest byte that was not read has waited for at most this long, milliseconds; 0 when nothing waits. */
    lagMs: number;
}
/** Looks at sources and gateways once a second, and raises and clears what the rules of monitoring say. */
export declare class ConditionWatch {
    private readonly book;
    private readonly lives;
    private readonly settings;
    private readonly intervalMs;
    private readonly seen;
    private readonly beyondSince;
    private followed;
    /** Gateways that are the only ones of their source, by the number of the source. */
    private onlyGateways;
    private lastLook;
    /** @param intervalMs the longest usual time between two looks */
    constructor(book: AlertBook, lives: GatewayLives, settings: MonitoringSettings, intervalMs: number);
    /** One look. Call it about once a second while the store accepts data; `now` is epoch ms. */
    look(sources: readonly WatchedSource[], now: number): void;
    /** The silence of a source; null while it is not silent. The alert may be that of its only gateway. */
    silenceOf({ id, name, lastArrival, usual }: SourceRecord): Silence | null;
    /** Nothing could be seen for a while, such as while the store refused: what is usual is not held against that time. */
    pause(): void;
    private forgetTimes;
    private expectedOf;
    private lookAtGateways;
    /** The name of the source that a gateway is alone in, when its last line was the gateway's. */
    private silentWith;
    private expect;
    private judgeLag;
    private judgeSkew;
    private noteBeyond;
    private apply;
    /** A source that is not followed any more, after a change of the settings, neither lags nor is silent. */
    private clearUnwatched;
}
