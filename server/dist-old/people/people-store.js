import { actorSchema } from '@tunnelwatch/shared/actor';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { openPeopleDatabase } from './people-database.js';
import { SessionTable } from './session-table.js';
import { TokenTable } from './token-table.js';
import { UserTable } from './user-table.js';
/** Nobody signs in at the command line, so these matter to a server only. */
const NO_LIMITS = { idleMs: Number.MAX_SAFE_INTEGER, maxMs: Number.MAX_SAFE_INTEGER };
/**
 * Opens the people of a data folder, beside others that have them open too.
 * @throws Error when the file cannot be opened.
 */
export function openPeople(dataDirectory, { limits = NO_LIMITS, clock = Date.now } = {}) {
    const database = openPeopleDatabase(dataDirectory);
    return {
        ...{ database, limits, clock },
        users: new UserTable(database),
        sessions: new SessionTable(database, limits.idleMs),
        tokens: new TokenTable(database),
    };
}
/**
 * Writes down what is to be entered in the audit trail, in the same transaction as the change itself. The server that
 * runs, or the next one that does, enters it; its request key sees to it that it is entered once.
 */
export function note({ database, clock }, actor, action, about) {
    const { target, before = null, after = null } = about;
    const requestKey = randomUUID();
    const entry = { at: clock(), actor, action, target, comment: '', before, after, requestKey };
    database.prepare('INSERT INTO waiting_note (note) VALUES (?)').run(JSON.stringify(entry));
}
const noteSchema = z.object({
    at: z.number(),
    actor: actorSchema,
    action: z.string(),
    target: z.string(),
    comment: z.string(),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
    requestKey: z.string().nullable(),
});
/** Notes that wait to be entered, the oldest first, a bounded number. */
export function waitingNotes({ database }) {
    const rows = database.prepare('SELECT id, note FROM waiting_note ORDER BY id LIMIT 200').all();
    return rows.map((row) => {
        const { id, note: text } = z.object({ id: z.number(), note: z.string() }).parse(row);
        return { id, note: noteSchema.parse(JSON.parse(text)) };
    });
}
/** Forgets notes up to a number: they have been entered. */
export function forgetNotes({ database }, upTo) {
    database.prepare('DELETE FROM waiting_note WHERE id <= ?').run(upTo);
}
//# sourceMappingURL=people-store.js.map