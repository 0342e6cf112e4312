import { SESSION_COOKIE, WALL_COOKIE } from '@tunnelwatch/shared/people';
import { parse } from 'cookie';
const BEARER = /^Bearer +([\w.~+/=-]{1,200})$/i;
/** Reads what a request shows. Values are not checked here, only bounded. */
export function credentialsOf({ authorization, cookie }) {
    if (authorization !== undefined)
        return { token: BEARER.exec(authorization)?.[1] ?? '' };
    if (cookie === undefined || cookie.length > 8192)
        return {};
    const cookies = parse(cookie);
    const session = cookies[SESSION_COOKIE];
    const wall = cookies[WALL_COOKIE];
    return { ...(session === undefined ? {} : { session }), ...(wall === undefined ? {} : { wall }) };
}
//# sourceMappingURL=credentials.js.map