import { z } from 'zod';
import { alertOfTarget } from './alert-change.js';
import { BULK_TARGET } from './bulk-note.js';
/** Keys of requests that are remembered: a retry comes within seconds. */
const MOST_REQUESTS = 10_000;
/** Requests that were carried out of late, by their keys, so that none is carried out twice. */
export class DoneRequests {
    byKey = new Map();
    constructor(stored) {
        for (const [key, audited] of stored) {
            const done = doneOf(audited);
            if (done !== undefined)
                this.byKey.set(key, done);
        }
    }
    get(key) {
        return this.byKey.get(key);
    }
    note(key, done) {
        this.byKey.set(key, done);
        const [oldest] = this.byKey.keys();
        if (this.byKey.size > MOST_REQUESTS && oldest !== undefined)
            this.byKey.delete(oldest);
    }
}
const countsSchema = z.object({ matched: z.number(), changed: z.number() });
/** What an entry of the audit trail says that a request came to; undefined for one that was not about alerts. */
function doneOf({ target, after }) {
    if (target === BULK_TARGET)
        return countsSchema.safeParse(after).data;
    const alertId = alertOfTarget(target);
    return alertId === undefined ? undefined : { alertId };
}
//# sourceMappingURL=done-requests.js.map