import type { Alert } from '@tunnelwatch/shared/alert';
import type { EventFilter } from '@tunnelwatch/shared/api';
import type { AuditEntry } from '@tunnelwatch/shared/audit';
import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import type { AlertMember } from '../../alert/folding.js';
import type { ApiContext } from '../api-context.js';
import type { ChartSeries } from './evidence-chart.js';
/** The newest events are packed, so many of them at the most: a pack is to be sent by mail. */
export declare const MOST_EVENTS = 20000;
/** What a pack is about. Times are epoch ms. */
export interface EvidenceScope {
    /** What it is about, in words. */
    title: string;
    /** Which events tell of it; null where none do, as of a source that is silent. */
    subject: Pick<EventFilter, 'gateway' | 'matchkey' | 'iface' | 'messageId'> | null;
    from: number;
    to: number;
    /** The alert that it is about; undefined for a pack about a tunnel. */
    alert: Alert | undefined;
}
/** What a pack is made of. */
export interface Evidence {
    scope: EvidenceScope;
    /** Events in the range, those beyond `MOST_EVENTS` included. */
    eventCount: number;
    /** Events in the pack, the oldest first. */
    packed: number;
    /** The lines as they were read, byte for byte. */
    lines: Buffer;
    csv: string;
    /** Events by message, those with most first. */
    messages: readonly {
        messageId: number | null;
        count: number;
        entry: CatalogueEntry | undefined;
    }[];
    chart: ChartSeries;
    /** What the drops are consistent with; undefined where it is not about one tunnel. */
    diagnosis: TunnelDiagnosis | undefined;
    /** What happened to the alert and who did what, the oldest first. */
    history: readonly AuditEntry[];
    members: readonly AlertMember[];
}
type Sources = Pick<ApiContext, 'reader' | 'catalogue' | 'diagnosis'>;
/** Collects what a pack is made of, page by page, so that nobody else has to wait for it. */
export declare function collectEvidence(scope: EvidenceScope, sources: Sources): Promise<Evidence>;
/** Milliseconds as a moment in a pack, where nobody's own time zone is known. */
export declare function moment(time: number): string;
export {};
