import type { Actor } from '@tunnelwatch/shared/actor';
import type { AlertCommand, BulkCommand, BulkResult, CommandResult } from '@tunnelwatch/shared/alert-command';
import type { AlertRuleName, RuleBody, RuleResult } from '@tunnelwatch/shared/alert-rules';
import type { MaintenanceWindowBody, WindowResult } from '@tunnelwatch/shared/maintenance-window';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { FromPipeline, IngestReport, PipelineWorkerData } from './messages.js';
import type { OutboxResult } from '../store/outbox.js';
export interface PipelineListener {
    onMessage(message: FromPipeline): void;
    /** The thread ended although nobody stopped it. */
    onEnd(reason: string): void;
}
interface PendingIngest {
    resolve: (report: IngestReport) => void;
    reject: (error: Error) => void;
    onProgress: (bytes: number, totalBytes: number) => void;
}
/** The main thread's end of the pipeline. */
export declare class PipelineHandle {
    private readonly listener;
    private readonly worker;
    private readonly commands;
    private readonly windows;
    private readonly rules;
    private readonly notes;
    private readonly bulks;
    private readonly ingests;
    private nextRequest;
    private isStopping;
    private failure;
    private readonly ended;
    constructor(data: PipelineWorkerData, listener: PipelineListener);
    /** Carries out what a person has asked for; answers once it is durable, or cannot become so for now. */
    act(command: AlertCommand, actor: Actor): Promise<CommandResult>;
    /** The same for all alerts of a filter. */
    actOnAll(command: BulkCommand, actor: Actor): Promise<BulkResult>;
    /** Opens a maintenance window. */
    addWindow(body: MaintenanceWindowBody, actor: Actor): Promise<WindowResult>;
    /** Ends one now. */
    endWindow(id: number, actor: Actor): Promise<WindowResult>;
    /** Sets a rule about rates. */
    setRule(name: AlertRuleName, body: RuleBody, actor: Actor): Promise<RuleResult>;
    /**
     * Enters notes in the audit trail; settles once they stand there.
     * @throws Error when the store does not take them for now: they may come again, which enters them once all the same
     */
    note(notes: readonly AuditNote[]): Promise<void>;
    private ask;
    /** Reads whole files into the store beside what is being followed. */
    ingest(files: string[], onProgress: PendingIngest['onProgress']): Promise<IngestReport>;
    /** Has what became of deliveries stored with the next commit. */
    storeResults(results: OutboxResult[]): void;
    /** Finishes the batch, commits, and ends the thread. */
    stop(): Promise<void>;
    private send;
    private receive;
}
export {};
