/** Windows that ended are listed for a week, and then forgotten; the audit trail keeps them. */
const KEPT_MS = 7 * 86_400_000;
/** The maintenance windows, and what changed of them. */
export class Windows {
    byId = new Map();
    changed = new Map();
    audit = [];
    lastId;
    constructor(stored) {
        for (const window of stored)
            this.byId.set(window.id, window);
        this.lastId = Math.max(0, ...this.byId.keys());
    }
    /** The earliest first. */
    all() {
        return [...this.byId.values()].sort((a, b) => a.from - b.from || a.id - b.id);
    }
    add(body, actor, now) {
        if (body.until <= now)
            return refuse(400, 'it would be over already: until lies in the past');
        this.forgetOld(now);
        return this.set({ id: ++this.lastId, by: actor.name, ...body }, null, actor, now, 'windowMade');
    }
    end(id, actor, now) {
        const window = this.byId.get(id);
        if (window === undefined)
            return refuse(404, `there is no maintenance window ${String(id)}`);
        if (window.until <= now)
            return refuse(409, `maintenance window ${String(id)} is over already`);
        return this.set({ ...window, until: now, from: Math.min(window.from, now) }, window, actor, now, 'windowClosed');
    }
    takeChanges() {
        const changes = [...this.changed].map(([id, window]) => ({ id, window }));
        this.changed.clear();
        return changes;
    }
    takeAudit() {
        const { audit } = this;
        this.audit = [];
        return audit;
    }
    set(window, before, actor, at, action) {
        this.byId.set(window.id, window);
        this.changed.set(window.id, window);
        const target = `window ${String(window.id)}`;
        this.audit.push({ at, actor, action, target, comment: window.comment, before, after: window, requestKey: null });
        return { ok: true, window };
    }
    forgetOld(now) {
        for (const { id, until } of this.byId.values()) {
            if (until > now - KEPT_MS)
                continue;
            this.byId.delete(id);
            this.changed.set(id, null);
        }
    }
}
function refuse(status, detail) {
    const code = status === 400 ? 'bad-request' : status === 404 ? 'not-found' : 'wrong-state';
    const title = status === 404 ? 'No such maintenance window' : 'Not possible';
    return { ok: false, problem: { type: 'about:blank', title, status, detail, code } };
}
//# sourceMappingURL=windows.js.map