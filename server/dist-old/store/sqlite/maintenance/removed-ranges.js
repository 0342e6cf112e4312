import { z } from 'zod';
const rangeSchema = z.object({ first: z.number(), last: z.number() });
/** All ranges of removed numbers, ascending; neighbours are always one. */
export function removedRanges(database) {
    return database
        .prepare('SELECT first_seq AS first, last_seq AS last FROM removed_range ORDER BY first_seq')
        .all()
        .map((row) => rangeSchema.parse(row));
}
/** Keeps the ranges of removed numbers; usually it is one, which grows. Call it within a transaction. */
export class RemovedRanges {
    touching;
    remove;
    insert;
    constructor(database) {
        this.touching = database.prepare('SELECT first_seq AS first, last_seq AS last FROM removed_range WHERE last_seq = ? - 1 OR first_seq = ? + 1');
        this.remove = database.prepare('DELETE FROM removed_range WHERE first_seq = ?');
        this.insert = database.prepare('INSERT INTO removed_range VALUES (?, ?)');
    }
    add({ first, last }) {
        let whole = { first, last };
        for (const row of this.touching.all(first, last)) {
            const other = rangeSchema.parse(row);
            this.remove.run(other.first);
            whole = { first: Math.min(whole.first, other.first), last: Math.max(whole.last, other.last) };
        }
        this.insert.run(whole.first, whole.last);
    }
}
//# sourceMappingURL=removed-ranges.js.map