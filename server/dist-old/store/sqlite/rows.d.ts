import { type Alert } from '@tunnelwatch/shared/alert';
import type { Subject } from '@tunnelwatch/shared/subject';
import { z } from 'zod';
import type { GatewayRecord } from '../../aggregate/gateway-life.js';
import type { KindRecord, SubjectRecord } from '../../aggregate/records.js';
import type { FileRecord } from '../../source/file/file-record.js';
import type { TailBlock } from '../../source/syslog/line-tail.js';
import type { EventRecord } from '../event-record.js';
import type { SourceRecord } from '../store.js';
/** The part of a gateway's signs of life that is stored as JSON. */
export declare const gatewayStateSchema: z.ZodObject<{
    members: z.ZodArray<z.ZodString>;
    lastArrival: z.ZodNumber;
    lastLive: z.ZodNullable<z.ZodNumber>;
    sourceId: z.ZodNullable<z.ZodNumber>;
    skewMs: z.ZodNullable<z.ZodNumber>;
    usual: z.ZodObject<{
        watchedMs: z.ZodNumber;
        gapCount: z.ZodNumber;
        linesPerMinute: z.ZodNumber;
        gaps: z.ZodArray<z.ZodObject<{
            seconds: z.ZodNumber;
            at: z.ZodNumber;
        }, z.core.$strip>>;
    }, z.core.$strip>;
}, z.core.$strip>;
/** The part of a source that is stored as JSON. */
export declare const sourceStateSchema: z.ZodObject<{
    counts: z.ZodObject<{
        lines: z.ZodNumber;
        events: z.ZodNumber;
        unknown: z.ZodNumber;
        other: z.ZodNumber;
        unreadable: z.ZodNumber;
        empty: z.ZodNumber;
        cut: z.ZodNumber;
        slow: z.ZodDefault<z.ZodNumber>;
    }, z.core.$strip>;
    otherByCategory: z.ZodRecord<z.ZodString, z.ZodNumber>;
    unknownById: z.ZodRecord<z.ZodString, z.ZodNumber>;
    unreadableByReason: z.ZodRecord<z.ZodString, z.ZodNumber>;
    unreadableSamples: z.ZodArray<z.ZodObject<{
        at: z.ZodNumber;
        reason: z.ZodString;
        line: z.ZodString;
    }, z.core.$strip>>;
    unknownSamples: z.ZodArray<z.ZodObject<{
        at: z.ZodNumber;
        reason: z.ZodString;
        line: z.ZodString;
    }, z.core.$strip>>;
    lastArrival: z.ZodNullable<z.ZodNumber>;
    lastTime: z.ZodNullable<z.ZodNumber>;
    lastLine: z.ZodNullable<z.ZodString>;
    skewMs: z.ZodNullable<z.ZodNumber>;
    rotations: z.ZodNumber;
    truncations: z.ZodNumber;
    pastError: z.ZodDefault<z.ZodNullable<z.ZodObject<{
        at: z.ZodNumber;
        message: z.ZodString;
    }, z.core.$strip>>>;
    usual: z.ZodDefault<z.ZodObject<{
        watchedMs: z.ZodNumber;
        gapCount: z.ZodNumber;
        linesPerMinute: z.ZodNumber;
        gaps: z.ZodArray<z.ZodObject<{
            seconds: z.ZodNumber;
            at: z.ZodNumber;
        }, z.core.$strip>>;
    }, z.core.$strip>>;
    listener: z.ZodDefault<z.ZodNullable<z.ZodObject<{
        refusedConnections: z.ZodNumber;
        refusedSenders: z.ZodNumber;
        lastRefusedSender: z.ZodNullable<z.ZodString>;
        badFrames: z.ZodNumber;
        repeated: z.ZodNumber;
        kernelDrops: z.ZodNullable<z.ZodNumber>;
        queueDrops: z.ZodDefault<z.ZodNumber>;
    }, z.core.$strip>>>;
    lostBytes: z.ZodDefault<z.ZodNumber>;
}, z.core.$strip>;
/** The subject behind its parts. */
export declare function subjectOfParts(kind: Subject['kind'], gateway: string, name: string): Subject;
export declare function toSubjectRecord(row: unknown): SubjectRecord;
export declare function toKindRecord(row: unknown): KindRecord;
export declare function toSourceRecord(row: unknown): SourceRecord;
export declare function toGatewayRecord(row: unknown): GatewayRecord;
export declare function toFileRecord(row: unknown): FileRecord;
export declare function toTailBlock(row: unknown): TailBlock;
export declare function toEventRecord(row: unknown): EventRecord;
export declare function toAlert(row: unknown): Alert;
