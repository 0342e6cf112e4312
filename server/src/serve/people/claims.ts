import { type PersonRole, personNameSchema } from '@tunnelwatch/shared/people';

/** How claims of a provider are read. */
export interface ClaimSettings {
  nameClaim: string;
  roleClaim: string;
  /** The values that grant each role. */
  values: Readonly<Record<PersonRole, readonly string[]>>;
}

type Claims = Readonly<Record<string, unknown>>;

/**
 * The claims of an ID token and those of the user info, which override them. The address is only as good as the word of
 * the same document about it (OpenID Connect Core section 5.7): without `email_verified` anybody could enter another's.
 */
export function joinedClaims(idToken: Claims, userInfo: Claims): Claims {
  const { email: _email, email_verified: _verified, ...rest } = { ...idToken, ...userInfo };
  const { email, email_verified: isVerified } = userInfo['email'] === undefined ? idToken : userInfo;
  return isVerified === true ? { ...rest, email } : rest;
}

/**
 * The name of a user: the configured claim, else the verified address, else the subject; undefined when none is usable.
 * Several may have the same, and it may look like another one.
 */
export function nameOf(claims: Claims, { nameClaim }: ClaimSettings): string | undefined {
  for (const claim of [nameClaim, 'email', 'sub']) {
    const value = claimAt(claims, claim);
    const parsed = personNameSchema.safeParse(typeof value === 'string' ? value.normalize('NFC') : value);
    if (parsed.success) return parsed.data;
  }
  return undefined;
}

/** The highest role that the claims grant; undefined for none. */
export function roleOf(claims: Claims, { roleClaim, values }: ClaimSettings): PersonRole | undefined {
  const claim = claimAt(claims, roleClaim);
  const given: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  const roles: readonly PersonRole[] = ['admin', 'operator', 'viewer'];
  return roles.find((role) => values[role].some((value) => given.includes(value)));
}

/**
 * True when the provider left the groups out because there are too many: Microsoft Entra ID then names another place to
 * ask for them (`_claim_names`), or says only that there are some (`hasgroups`).
 */
export function hasGroupsOverage(claims: Claims, { roleClaim }: ClaimSettings): boolean {
  if (claimAt(claims, roleClaim) !== undefined) return false;
  const elsewhere = claims['_claim_names'];
  const isElsewhere = typeof elsewhere === 'object' && elsewhere !== null && Object.hasOwn(elsewhere, roleClaim);
  return isElsewhere || claims['hasgroups'] === true || claims['hasgroups'] === 'true';
}

/** A claim by name; when there is none of that name, dots address nested objects. */
function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let at: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = Reflect.get(at, part);
  }
  return at;
}
