import { inTransaction } from './people-database.js';
import { note } from './people-store.js';
import { fitsPassword } from './password.js';
import { hashSecret, newSessionSecret } from './secrets.js';
import { tooManyAttempts } from './sign-in-limits.js';
const LONGEST_BROWSER = 300;
/** Signs somebody in by a password. Refused alike for a wrong name and a wrong password. */
export async function signIn(store, limits, { name, password }, origin) {
    const waitMs = await limits.attempt(name, origin.address);
    if (waitMs > 0)
        return tooManyAttempts(waitMs);
    const user = store.users.find(name);
    const fits = await fitsPassword(password, user?.passwordHash);
    // Somebody may have been removed, or their password reset, while it was being checked.
    if (!fits || user === undefined || store.users.find(name)?.passwordHash !== user.passwordHash) {
        const actor = { kind: 'person', name: 'somebody', address: origin.address };
        // What was typed may be a password in the wrong field: only a name that exists is written down.
        note(store, actor, 'signInFailed', { target: user === undefined ? 'unknown user' : `user ${user.name}` });
        return { ok: false, status: 401, code: 'unauthenticated', detail: 'name or password is not right' };
    }
    await limits.succeeded(name, origin.address);
    return { ok: true, value: beginSession(store, { name: user.name, by: 'password', role: null }, origin) };
}
/** Signs somebody in whom the provider of single sign-on vouches for. A name of somebody with a password here is refused. */
export function signInByProvider(store, { name, role }, origin) {
    if (store.users.find(name) !== undefined) {
        const detail = `${name} is the name of somebody who signs in with a password here: an admin has to remove one of them`;
        return { ok: false, status: 403, code: 'forbidden', detail };
    }
    return { ok: true, value: beginSession(store, { name, by: 'singleSignOn', role }, origin) };
}
function beginSession(store, who, { address, browser }) {
    const secret = newSessionSecret();
    const createdAt = store.clock();
    const expiresAt = createdAt + store.limits.maxMs;
    return inTransaction(store.database, () => {
        store.sessions.removeEnded(createdAt);
        const id = store.sessions.add({
            ...{ ...who, hash: hashSecret(secret), createdAt, expiresAt },
            ...{ address, browser: browser.slice(0, LONGEST_BROWSER) },
        });
        const after = { session: id, by: who.by, ...(who.role === null ? {} : { role: who.role }) };
        note(store, { kind: 'person', name: who.name, address }, 'signIn', { target: `user ${who.name}`, after });
        return { id, secret, expiresAt };
    });
}
/** Ends a session: its owner signs out, or an admin throws somebody out. */
export function endSession(store, id, by) {
    return inTransaction(store.database, () => {
        const session = store.sessions.find(id, store.clock());
        if (session === undefined) {
            return { ok: false, status: 404, code: 'not-found', detail: `there is no session ${String(id)}` };
        }
        store.sessions.remove(id);
        const isOwn = by.kind === 'person' && by.name === session.name;
        note(store, by, isOwn ? 'signOut' : 'sessionEnded', { target: `user ${session.name}`, before: { session: id } });
        return { ok: true, value: null };
    });
}
//# sourceMappingURL=sign-in.js.map