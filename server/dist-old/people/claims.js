import { personNameSchema } from '@tunnelwatch/shared/people';
/** The name of somebody: the claim that is set, else the address, else the subject; undefined where none can be used. */
export function nameOf(claims, { nameClaim }) {
    for (const claim of [nameClaim, 'email', 'sub']) {
        const parsed = personNameSchema.safeParse(claimAt(claims, claim));
        if (parsed.success)
            return parsed.data;
    }
    return undefined;
}
/** The highest role that the claims give; undefined for none. */
export function roleOf(claims, { roleClaim, values }) {
    const claim = claimAt(claims, roleClaim);
    const given = Array.isArray(claim) ? claim : [claim];
    const roles = ['admin', 'operator', 'viewer'];
    return roles.find((role) => values[role].some((value) => given.includes(value)));
}
/** A claim by its name; where there is none of that name, dots lead into objects. */
function claimAt(claims, name) {
    if (Object.hasOwn(claims, name))
        return claims[name];
    let at = claims;
    for (const part of name.split('.')) {
        if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part))
            return undefined;
        at = Reflect.get(at, part);
    }
    return at;
}
//# sourceMappingURL=claims.js.map