import type { Actor } from '@tunnelwatch/shared/actor';
import type { BulkCommand } from '@tunnelwatch/shared/alert-command';
import type { AuditNote } from '@tunnelwatch/shared/audit';

/** How the audit trail names many alerts at once. */
export const BULK_TARGET = 'alerts';

/** Numbers of alerts that the one entry names; the entries that follow it name them all. */
export const MAX_BULK_IDS = 1000;

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
export function bulkNote(command: BulkCommand, { matched, ids }: BulkOutcome, actor: Actor, at: number): AuditNote {
  const { action, filter, comment, until, assignee, requestKey = null } = command;
  const after = { action, filter, until, assignee, matched, changed: ids.length, alerts: ids.slice(0, MAX_BULK_IDS) };
  return { at, actor, action: `${action}All`, target: BULK_TARGET, comment, before: null, after, requestKey };
}

/** An entry about an action on many, and how many changes came before it. */
export interface PlacedNote {
  place: number;
  note: AuditNote;
}

/** The entries of changes with those about actions on many in their places. */
export function withBulkNotes(notes: readonly AuditNote[], placed: readonly PlacedNote[]): AuditNote[] {
  const all = [...notes];
  // From behind, so that the places before stay what they are.
  for (const { place, note } of [...placed].reverse()) all.splice(place, 0, note);
  return all;
}
