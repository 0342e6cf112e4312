import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { GatewayLives } from '../aggregate/gateway-life.js';
import type { AlertBook } from '../alert/alert-book.js';
import type { RateWatch } from '../alert/rate-watch.js';
import type { Catalogue } from '../classify/catalogue.js';
import type { ZoneReader } from '../decode/clock-zone.js';
import type { ChannelFilter } from '../config/channel-schema.js';
import type { FileRecord } from '../source/file/file-record.js';
import type { TailBlock } from '../source/syslog/line-tail.js';
import type { EventColumns } from '../store/event-columns.js';
import type { OutboxResult } from '../store/outbox.js';
import type { Step } from '../store/step.js';
import type { Batch, Committed, EventPart, SourceRecord } from '../store/store.js';
import type { DiagnosisWatch } from './diagnosis-watch.js';
import { type Recipes } from './fast-lines.js';
import type { Interner } from './interner.js';
/** How lines of one source are read. */
export interface SourceReading {
    zone: ZoneReader;
    /** Gateway of lines that name none. */
    gatewayHint: string;
    /** What its lines have taught; begins empty. */
    recipes: Recipes;
    /** True for a file that is read once: its lines are no signs of life of their gateways. */
    isReadOnce?: boolean;
}
export interface IngestParts {
    catalogue: Catalogue;
    alerts: AlertBook;
    interner: Interner;
    lives: GatewayLives;
    sources: readonly SourceRecord[];
    /** True to store messages of other categories too; they are counted as other all the same. */
    storeOther: boolean;
    /** False when nobody is told of steps, so that summing them up would be for nothing. */
    isWatched: boolean;
    /** Gives empty columns to fill; they leave with the part that they are in. */
    columns: () => EventColumns;
    /** Told of the events of each batch before its alerts are taken, so that both become durable together. */
    rates?: Pick<RateWatch, 'feed' | 'takeUsual' | 'settings'> | undefined;
    diagnosis?: Pick<DiagnosisWatch, 'feed'> | undefined;
    clock: () => number;
    /** Who else is told of alerts; nobody unless named. */
    channels?: readonly ChannelFilter[];
}
/** A batch to be made durable, and what to tell of it afterwards. */
export interface TakenBatch {
    batch: Batch;
    toStep: (committed: Committed) => Step;
}
/** Joins decoding, classifying, counting and alerting, and collects the outcome into batches. */
export declare class Ingest {
    private readonly options;
    /** What others than the alerts have for the audit trail: entered with the next batch. */
    readonly notes: AuditNote[];
    /** What became of notifications: stored with the next batch. */
    readonly deliveries: OutboxResult[];
    private readonly sources;
    private readonly sourceNames;
    private readonly touched;
    private readonly fast;
    private readonly alertTally;
    /** The newest line of each source that took the short way; it becomes text once a commit. */
    private readonly newestLines;
    private newest;
    private columns;
    private rawBytes;
    private parts;
    private summary;
    private lines;
    private now;
    private lastSourceId;
    constructor(options: IngestParts);
    /** Lines taken since the last batch. */
    get pendingLines(): number;
    /** The record of a source, made when it is met for the first time. */
    source(kind: SourceRecord['kind'], name: string): SourceRecord;
    /** True when a source was met in an earlier run. */
    isFromEarlierRun({ id }: SourceRecord): boolean;
    /** All sources, those of earlier runs included. */
    allSources(): SourceRecord[];
    /** Marks a source whose counters changed outside of a line, so that the next commit stores them. */
    touch(source: SourceRecord): void;
    /** Says that the lines which follow have arrived just now. */
    arrive(): void;
    /**
     * Takes one line, the bytes of `buffer` between `start` and `end`, which must stay as they are until the next line of
     * another source, or `settle`. Returns the receiver's time of the event that it became, if any: a gateway's own clock
     * may be years off and says nothing about the stamps of the lines behind it.
     * @param near time that stamps without a year lie near to, epoch ms
     */
    line(source: SourceRecord, reading: SourceReading, buffer: Buffer, start: number, end: number, isCut: boolean, near: number): number | undefined;
    /** Lets go of the buffers that lines stood in. */
    settle(): void;
    private noteLine;
    /** A line like ones before: only its numbers were read. */
    private takeKnown;
    private takeSlowly;
    private take;
    /** True when so much was taken that it should be handed over before more is read. */
    get isFull(): boolean;
    /** The parts of the next batch that are full: they can be handed over ahead of it. */
    takeFullParts(): EventPart[];
    /** Everything taken since the last batch, with the positions behind it; undefined when there is nothing. */
    takeBatch(takeFiles: () => FileRecord[], takeTails?: () => TailBlock[]): TakenBatch | undefined;
    /** Has all events so far counted into the alerts, before a person or a clock changes them. */
    settleAlerts(): void;
    private endPart;
    private readonly lookup;
    /** Notes that a gateway is alive, and how far off its clock is where the line tells it. */
    private noteLife;
}
