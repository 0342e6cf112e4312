import { type Alert } from '@tunnelwatch/shared/alert';
import type { Status } from '@tunnelwatch/shared/protocol';
import { type SegmentDamage, type Storage } from '@tunnelwatch/shared/storage';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { LiveModel } from '../aggregate/live-model.js';
import type { GatewayRecord } from '../aggregate/gateway-life.js';
import type { GatewayLife } from '../aggregate/tunnel-summary.js';
import type { Alarming } from '../alert/alarming.js';
import { Looks } from './looks.js';
import type { Step } from '../store/step.js';
export interface WorldOptions {
    version: string;
    isDemo: boolean;
    staleAfterMs: number;
    pastAfterMs: number;
    clock: () => number;
}
/** Everything that the screens show, as of the last step: counts, alerts, sources, signs of life. */
export declare class World {
    readonly model: LiveModel;
    private readonly options;
    readonly alerts: Map<number, {
        id: number;
        rule: string;
        subject: {
            kind: "tunnel";
            gateway: string;
            matchkey: string;
        } | {
            kind: "interface";
            gateway: string;
            iface: string;
        } | {
            kind: "gateway";
            gateway: string;
        } | {
            kind: "source";
            source: string;
        } | {
            kind: "all";
        };
        messageId: number | null;
        message: string;
        severity: "error" | "debug" | "information" | "notice" | "warning" | "critical" | "alert" | "emergency";
        class: "unknown" | "replay" | "memory" | "integrity" | "decryption" | "encryption" | "malformed" | "reassembly" | "ecn" | "sequence" | "routing" | "policy" | "monitoring";
        priority: "low" | "medium" | "high" | "urgent";
        state: "normal" | "unacknowledged" | "acknowledged" | "returnedUnacknowledged" | "shelved" | "suppressed" | "outOfService" | "closed";
        isActive: boolean;
        isLatched: boolean;
        isPast: boolean;
        count: number;
        firstTime: number;
        lastTime: number;
        openedAt: number;
        lastAt: number;
        rate: {
            minute: number;
            count: number;
            before: number;
        };
        peakRate: number;
        turns: number[];
        isChattering: boolean;
        acknowledgement: {
            by: string;
            at: number;
            comment: string;
            until: number | null;
        } | null;
        acknowledgedRate: number | null;
        assignee: string | null;
        shelf: {
            by: string;
            at: number;
            until: number;
            comment: string;
        } | null;
        windowId: number | null;
        closure: {
            by: string;
            at: number;
            comment: string;
        } | null;
        members: number;
        firstOut: {
            kind: "tunnel";
            gateway: string;
            matchkey: string;
        } | {
            kind: "interface";
            gateway: string;
            iface: string;
        } | {
            kind: "gateway";
            gateway: string;
        } | {
            kind: "source";
            source: string;
        } | {
            kind: "all";
        } | null;
        foldedInto: number | null;
        version: number;
        previousId: number | null;
        verdict: {
            name: "replay" | "memory" | "crypto-hardware" | "forged" | "peer-reset" | "duplication" | "reordering" | "buffering" | "integrity-key" | "corruption" | "encryption-key" | "padding" | "common-path" | "configuration-change" | "fragmentation" | "undetermined";
            confidence: "low" | "medium" | "high";
            since: number;
        } | null;
    }>;
    readonly sources: Map<number, {
        id: number;
        kind: "file" | "syslog" | "stdin";
        name: string;
        state: "reading" | "starting" | "idle" | "waiting" | "degraded" | "stopped";
        offset: number;
        size: number | null;
        lagBytes: number;
        lagMs: number;
        counts: {
            lines: number;
            events: number;
            unknown: number;
            other: number;
            unreadable: number;
            empty: number;
            cut: number;
            slow: number;
        };
        otherByCategory: Record<string, number>;
        unknownById: Record<string, number>;
        unreadableByReason: Record<string, number>;
        unreadableSamples: {
            at: number;
            reason: string;
            line: string;
        }[];
        unknownSamples: {
            at: number;
            reason: string;
            line: string;
        }[];
        linesPerSecond: number;
        bytesPerSecond: number | null;
        silence: {
            since: number;
            usualLinesPerMinute: number;
        } | null;
        listener: {
            refusedConnections: number;
            refusedSenders: number;
            lastRefusedSender: string | null;
            badFrames: number;
            repeated: number;
            kernelDrops: number | null;
            queueDrops: number;
            protocol: "udp" | "tcp" | "tls";
            connections: number;
            receiveBufferBytes: number | null;
        } | null;
        lostBytes: number;
        lastArrival: number | null;
        lastTime: number | null;
        lastLine: string | null;
        skewMs: number | null;
        rotations: number;
        truncations: number;
        lastError: string | null;
        pastError: {
            at: number;
            message: string;
        } | null;
    }>;
    readonly looks: Looks;
    /** What is known of alarms as a whole. */
    alarming: Alarming;
    private readonly gatewayRecords;
    /** Silent gateways, with the arrival of their last line. */
    private readonly silentSince;
    /** Room that the store takes; null until it has looked. */
    storage: Storage | null;
    private readonly damaged;
    private refusal;
    private newestArrival;
    private readonly rate;
    constructor(model: LiveModel, options: WorldOptions);
    /** Takes a step in; rooms are told afterwards. */
    apply(step: Step): void;
    /** Takes in all of a step but its counts. */
    noteNews(step: Step): void;
    setGateways(records: readonly GatewayRecord[]): void;
    /** A gateway's signs of life; undefined when it showed none since they are kept. */
    gatewayLife(gateway: string): GatewayLife | undefined;
    setAlerts(alerts: readonly Alert[]): void;
    setSources(sources: readonly SourceHealth[], gone?: readonly number[]): void;
    setStorage(storage: Storage): void;
    /** Takes in that a segment cannot be read. */
    noteDamage(damage: SegmentDamage): void;
    private takeOut;
    /** Takes in that the store refuses, and why; null when it accepts data again. */
    setStoreError(message: string | null): void;
    /** What keeps the store from accepting data, with its remedy; null when it works. */
    get storeError(): string | null;
    /** The time that windows and ages refer to, epoch ms. */
    referenceTime(): number;
    status(now: number): Status;
    /** Damage that the readers met stands beside what the upkeep found. */
    private storageNow;
    /** The worst source's lag. While the store refuses nothing is read, so that everything waits from then on. */
    private lagMs;
    private noteSilence;
    private eventsPerSecond;
    private forgetOldRates;
}
