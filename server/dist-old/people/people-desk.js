import { addUser, changePassword, removeUser, resetPassword, setRole } from './accounts.js';
import { OPEN_PRINCIPAL } from './principal.js';
import { endSession, signIn, signInByProvider } from './sign-in.js';
import { createSignInLimits } from './sign-in-limits.js';
import { createToken, revokeToken } from './token-keeping.js';
/** Joins what can be done with people. With `isOpen` nobody signs in, and everybody is taken for an admin. */
export function createPeopleDesk(people, { isOpen, singleSignOn }) {
    const { store } = people;
    const limits = createSignInLimits();
    const then = (value) => {
        people.changed();
        return value;
    };
    return {
        authenticate: (headers) => (isOpen ? OPEN_PRINCIPAL : people.authenticate(headers)),
        renew: (principal) => (isOpen ? principal : people.renew(principal)),
        isWallToken: (secret) => people.byWallToken(secret) !== undefined,
        singleSignOn,
        signIn: (body, origin) => signIn(store, limits, body, origin).then(then),
        signInByProvider: (who, origin) => then(signInByProvider(store, who, origin)),
        changePassword: (body, by) => changePassword(store, limits, body, by).then(then),
        sessions: () => store.sessions.list(store.clock()),
        endSession: (id, by) => then(endSession(store, id, by)),
        users: () => store.users.list(),
        addUser: (user, by) => addUser(store, user, by).then(then),
        resetPassword: (user, by) => resetPassword(store, user, by).then(then),
        setRole: (user, by) => then(setRole(store, user, by)),
        removeUser: (name, by) => then(removeUser(store, name, by)),
        tokens: () => store.tokens.list(),
        createToken: (token, by) => then(createToken(store, token, by)),
        revokeToken: (id, by) => then(revokeToken(store, id, by)),
    };
}
//# sourceMappingURL=people-desk.js.map