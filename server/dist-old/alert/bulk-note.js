/** How the audit trail names many alerts at once. */
export const BULK_TARGET = 'alerts';
/** Numbers of alerts that the one entry names; the entries that follow it name them all. */
export const MOST_BULK_IDS = 1000;
/**
 * The one entry of the audit trail about an action on many. The entries of each alert, with what it was and what it
 * became, follow it at once and are as many as it says: who did what to which alerts can be told exactly.
 * @param at epoch ms
 */
export function bulkNote(command, { matched, ids }, actor, at) {
    const { action, filter, comment, until, assignee, requestKey = null } = command;
    const after = { action, filter, until, assignee, matched, changed: ids.length, alerts: ids.slice(0, MOST_BULK_IDS) };
    return { at, actor, action: `${action}All`, target: BULK_TARGET, comment, before: null, after, requestKey };
}
/** The entries of changes with those about actions on many in their places. */
export function withBulkNotes(notes, placed) {
    const all = [...notes];
    // From behind, so that the places before stay what they are.
    for (const { place, note } of [...placed].reverse())
        all.splice(place, 0, note);
    return all;
}
//# sourceMappingURL=bulk-note.js.map