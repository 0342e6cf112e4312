import { roleSchema } from '@tunnelwatch/shared/actor';
import { z } from 'zod';
import { SEEN_STEP_MS } from './session-table.js';
const rowSchema = z.object({
    id: z.number(),
    name: z.string(),
    role: roleSchema,
    created_ms: z.number(),
    created_by: z.string(),
    used_ms: z.number().nullable(),
});
/** The tokens; only hashes of them are kept. */
export class TokenTable {
    database;
    constructor(database) {
        this.database = database;
    }
    list() {
        return this.database
            .prepare('SELECT * FROM token ORDER BY id')
            .all()
            .map((row) => tokenOf(rowSchema.parse(row)));
    }
    find(id) {
        return this.one(this.database.prepare('SELECT * FROM token WHERE id = ?').get(id));
    }
    findByName(name) {
        return this.one(this.database.prepare('SELECT * FROM token WHERE name = ?').get(name));
    }
    findByHash(hash) {
        return this.one(this.database.prepare('SELECT * FROM token WHERE hash = ?').get(hash));
    }
    add({ name, role, createdAt, createdBy }, hash) {
        const { lastInsertRowid } = this.database
            .prepare('INSERT INTO token (hash, name, role, created_ms, created_by) VALUES (?, ?, ?, ?, ?)')
            .run(hash, name, role, createdAt, createdBy);
        return Number(lastInsertRowid);
    }
    touch(id, now) {
        this.database
            .prepare('UPDATE token SET used_ms = ? WHERE id = ? AND coalesce(used_ms, 0) < ?')
            .run(now, id, now - SEEN_STEP_MS);
    }
    remove(id) {
        this.database.prepare('DELETE FROM token WHERE id = ?').run(id);
    }
    one(row) {
        return row === undefined ? undefined : tokenOf(rowSchema.parse(row));
    }
}
function tokenOf(row) {
    return {
        ...{ id: row.id, name: row.name, role: row.role },
        ...{ createdAt: row.created_ms, createdBy: row.created_by, usedAt: row.used_ms },
    };
}
//# sourceMappingURL=token-table.js.map