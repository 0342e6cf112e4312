import type { Actor } from '@tunnelwatch/shared/actor';
import type { BulkCommand } from '@tunnelwatch/shared/alert-command';
import type { AuditNote } from '@tunnelwatch/shared/audit';
/** How the audit trail names many alerts at once. */
export declare const BULK_TARGET = "alerts";
/** Numbers of alerts that the one entry names; the entries that follow it name them all. */
export declare const MOST_BULK_IDS = 1000;
/** What an action on many came to: how many fit its filter, and the alerts that it changed, in order. */
interface BulkOutcome {
    matched: number;
    ids: readonly number[];
}
/**
 * The one entry of the audit trail about an action on many. The entries of each alert, with what it was and what it
 * became, follow it at once and are as many as it says: who did what to which alerts can be told exactly.
 * @param at epoch ms
 */
export declare function bulkNote(command: BulkCommand, { matched, ids }: BulkOutcome, actor: Actor, at: number): AuditNote;
/** An entry about an action on many, and how many changes came before it. */
export interface PlacedNote {
    place: number;
    note: AuditNote;
}
/** The entries of changes with those about actions on many in their places. */
export declare function withBulkNotes(notes: readonly AuditNote[], placed: readonly PlacedNote[]): AuditNote[];
export {};
