import { HttpProblem } from './http-problem.js';
import { iso } from './present.js';
import { pathParameter } from './route.js';
/** People as they travel: no hash, no secret, times as text. */
/** @throws HttpProblem for what was refused. */
export function valueOf(outcome) {
    if (outcome.ok)
        return outcome.value;
    throw new HttpProblem(outcome.status, outcome.code, outcome.detail);
}
/** From where a request comes. */
export function originOf(request) {
    return { address: request.ip ?? '', browser: request.headers['user-agent'] ?? '' };
}
/** The number in a path. */
export function numberOf(request, what) {
    const text = pathParameter(request, 'id');
    if (!/^[1-9]\d{0,14}$/.test(text))
        throw new HttpProblem(404, 'not-found', `there is no ${what} ${text}`);
    return Number(text);
}
export function presentWho({ kind, name, role, mustChangePassword, hasPassword }) {
    return { kind, name, role, mustChangePassword, hasPassword };
}
export function presentUser({ name, role, mustChangePassword, createdAt }) {
    return { name, role, mustChangePassword, createdAt: iso(createdAt) };
}
export function presentToken({ id, name, role, ...rest }) {
    const { createdAt, createdBy, usedAt } = rest;
    return { id, name, role, createdAt: iso(createdAt), createdBy, usedAt: usedAt === null ? null : iso(usedAt) };
}
export function presentSession(session, asker) {
    const { id, name, role, by, address, browser } = session;
    return {
        ...{ id, name, role, by, address, browser, isOwn: asker.kind === 'session' && asker.id === id },
        ...{ createdAt: iso(session.createdAt), seenAt: iso(session.seenAt), expiresAt: iso(session.expiresAt) },
    };
}
//# sourceMappingURL=present-people.js.map