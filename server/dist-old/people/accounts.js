import { inTransaction } from './people-database.js';
import { note } from './people-store.js';
import { fitsPassword, hashPassword } from './password.js';
import { newOneTimePassword } from './secrets.js';
import { tooManyAttempts } from './sign-in-limits.js';
/** Makes a person; refused when the name is taken. */
export async function addUser(store, { name, role, password }, by) {
    const given = password ?? newOneTimePassword();
    const passwordHash = await hashPassword(given);
    return inTransaction(store.database, () => {
        if (store.users.find(name) !== undefined) {
            return { ok: false, status: 409, code: 'wrong-state', detail: `there is a user ${name} already` };
        }
        store.users.add({ name, role, mustChangePassword: password === undefined, createdAt: store.clock() }, passwordHash);
        note(store, by, 'userAdded', { target: targetOf(name), after: { name, role } });
        return { ok: true, value: { name, oneTimePassword: password === undefined ? given : null } };
    });
}
/** Makes the first admin where nobody is known yet, and gives the one-time password; undefined where somebody is. */
export async function addFirstAdmin(store, by) {
    if (store.users.list().length > 0)
        return undefined;
    const added = await addUser(store, { name: 'admin', role: 'admin' }, by);
    return added.ok ? (added.value.oneTimePassword ?? undefined) : undefined;
}
/** Gives somebody another password and ends their sessions. */
export async function resetPassword(store, { name, password }, by) {
    const given = password ?? newOneTimePassword();
    const passwordHash = await hashPassword(given);
    return inTransaction(store.database, () => {
        const user = store.users.find(name);
        if (user === undefined)
            return noUser(name);
        store.users.setPassword(user.name, passwordHash, password === undefined);
        store.sessions.removeOf(user.name);
        note(store, by, 'passwordReset', { target: targetOf(user.name) });
        return { ok: true, value: { name: user.name, oneTimePassword: password === undefined ? given : null } };
    });
}
/** Lets somebody choose a password; all their other sessions end. */
export async function changePassword(store, limits, { name, current, next, sessionId }, by) {
    // A session left open must not be a place to guess the password at leisure.
    const waitMs = await limits.attempt(name, by.address ?? '');
    if (waitMs > 0)
        return tooManyAttempts(waitMs);
    const before = store.users.find(name)?.passwordHash;
    if (!(await fitsPassword(current, before))) {
        return { ok: false, status: 403, code: 'forbidden', detail: 'the present password is not right' };
    }
    await limits.succeeded(name, by.address ?? '');
    if (current === next) {
        return { ok: false, status: 400, code: 'bad-request', detail: 'the new password is the present one' };
    }
    const passwordHash = await hashPassword(next);
    return inTransaction(store.database, () => {
        // Somebody may have reset it, or taken the user away, while it was being hashed.
        if (store.users.find(name)?.passwordHash !== before)
            return noUser(name);
        store.users.setPassword(name, passwordHash, false);
        store.sessions.removeOf(name, sessionId);
        note(store, by, 'passwordChanged', { target: targetOf(name) });
        return { ok: true, value: null };
    });
}
/** Gives somebody another role; refused for the last admin. */
export function setRole(store, { name, role }, by) {
    return inTransaction(store.database, () => {
        const user = store.users.find(name);
        if (user === undefined)
            return noUser(name);
        if (role !== 'admin' && isLastAdmin(store, user.name))
            return lastAdmin(user.name);
        store.users.setRole(user.name, role);
        note(store, by, 'roleChanged', { target: targetOf(user.name), before: { role: user.role }, after: { role } });
        return { ok: true, value: null };
    });
}
/** Removes somebody and ends their sessions; refused for the last admin. */
export function removeUser(store, name, by) {
    return inTransaction(store.database, () => {
        const user = store.users.find(name);
        if (user === undefined)
            return noUser(name);
        if (isLastAdmin(store, user.name))
            return lastAdmin(user.name);
        store.sessions.removeOf(user.name);
        store.users.remove(user.name);
        note(store, by, 'userRemoved', { target: targetOf(user.name), before: { name: user.name, role: user.role } });
        return { ok: true, value: null };
    });
}
function isLastAdmin({ users }, name) {
    const admins = users.list().filter(({ role }) => role === 'admin');
    return admins.length === 1 && admins[0]?.name === name;
}
function lastAdmin(name) {
    const detail = `${name} is the last admin: make somebody else an admin first`;
    return { ok: false, status: 409, code: 'wrong-state', detail };
}
function noUser(name) {
    return { ok: false, status: 404, code: 'not-found', detail: `there is no user ${name}` };
}
function targetOf(name) {
    return `user ${name}`;
}
//# sourceMappingURL=accounts.js.map