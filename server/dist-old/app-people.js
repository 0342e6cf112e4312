import { SERVER_ACTOR } from '@tunnelwatch/shared/actor';
import { readFileSync } from 'node:fs';
import { addFirstAdmin } from './people/accounts.js';
import { openIdConnect } from './people/openid-connect.js';
import { createPeopleDesk } from './people/people-desk.js';
import { openPeople } from './people/people-store.js';
import { People } from './people/people.js';
/** Opens the people who may sign in; where nobody is known yet, makes the first admin. */
export async function openAppPeople({ settings, singleSignOn, directory, enter, onError, }) {
    const { idleMinutes, maxHours } = settings.sessions;
    const store = openPeople(directory, { limits: { idleMs: idleMinutes * 60_000, maxMs: maxHours * 3_600_000 } });
    const isOpen = settings.insecureNoAuth;
    const firstPassword = isOpen ? undefined : await addFirstAdmin(store, SERVER_ACTOR);
    const isUnclaimed = store.users.list().every(({ mustChangePassword }) => mustChangePassword);
    const people = new People({ store, onError, enter });
    return { people, desk: createPeopleDesk(people, { isOpen, singleSignOn }), firstPassword, isUnclaimed };
}
/** Single sign-on as it is set; null where it is not. @throws Error when the client secret cannot be read */
export function openSingleSignOn({ oidc }, onError) {
    const { issuer, clientId, clientSecretFile, admin, operator, viewer, ...rest } = oidc;
    if (issuer === null || clientId === null)
        return null;
    return openIdConnect({
        ...{ ...rest, issuer, clientId, onError, clock: Date.now },
        clientSecret: clientSecretFile === null ? null : readSecret(clientSecretFile),
        values: { admin, operator, viewer },
    });
}
function readSecret(file) {
    try {
        return readFileSync(file, 'utf8').trim();
    }
    catch (cause) {
        const text = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`cannot read the client secret (oidc.clientSecretFile): ${text}`, { cause });
    }
}
//# sourceMappingURL=app-people.js.map