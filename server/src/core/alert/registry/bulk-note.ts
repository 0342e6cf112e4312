import type { Actor } from '@tunnelwatch/shared/actor';
import type { BulkCommand } from '@tunnelwatch/shared/alert-command';
import type { AuditNote } from '@tunnelwatch/shared/audit';

/** The name of a bulk action in the audit trail. */
export const BULK_TARGET = 'alerts';

/** Maximum number of alert ids in that entry; the entries that follow name them all. */
export const MAX_BULK_IDS = 1000;

/** The result of a bulk action: how many alerts matched its filter, and those that it changed, in order. */
interface BulkOutcome {
  matched: number;
  /** Those that were left because its author had not seen them as they are. */
  unseen: number;
  ids: readonly number[];
}

/**
 * The audit entry of a bulk action. The entries of the individual alerts, with their states before and
 * after, follow it at once and are as many as it says: who did what to which alerts is exactly reconstructible.
 * @param at epoch ms
 */
export function bulkNote(
  command: BulkCommand,
  { matched, unseen, ids }: BulkOutcome,
  actor: Actor,
  at: number,
): AuditNote {
  const { action, filter, comment, until, assignee, requestKey = null } = command;
  const after = {
    action,
    filter,
    until,
    assignee,
    matched,
    changed: ids.length,
    unseen,
    alerts: ids.slice(0, MAX_BULK_IDS),
  };
  return { at, actor, action: `${action}All`, target: BULK_TARGET, comment, before: null, after, requestKey };
}

/** The entry of a bulk action, and how many changes came before it. */
export interface PlacedNote {
  place: number;
  note: AuditNote;
}

/** The entries of changes with those of bulk actions in their places. */
export function withBulkNotes(notes: readonly AuditNote[], placed: readonly PlacedNote[]): AuditNote[] {
  const all = [...notes];
  // Backwards, so that the earlier positions stay valid.
  for (const { place, note } of [...placed].reverse()) all.splice(place, 0, note);
  return all;
}
