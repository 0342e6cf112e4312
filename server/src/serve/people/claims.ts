import { type PersonRole, personNameSchema } from '@tunnelwatch/shared/people';

/** How claims of a provider are read. */
export interface ClaimSettings {
  nameClaim: string;
  roleClaim: string;
  /** The values that grant each role. */
  values: Readonly<Record<PersonRole, readonly string[]>>;
}

/** The name of a user: the configured claim, else the address, else the subject; undefined when none is usable. */
export function nameOf(claims: Readonly<Record<string, unknown>>, { nameClaim }: ClaimSettings): string | undefined {
  for (const claim of [nameClaim, 'email', 'sub']) {
    const parsed = personNameSchema.safeParse(claimAt(claims, claim));
    if (parsed.success) return parsed.data;
  }
  return undefined;
}

/** The highest role that the claims grant; undefined for none. */
export function roleOf(
  claims: Readonly<Record<string, unknown>>,
  { roleClaim, values }: ClaimSettings,
): PersonRole | undefined {
  const claim = claimAt(claims, roleClaim);
  const given: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  const roles: readonly PersonRole[] = ['admin', 'operator', 'viewer'];
  return roles.find((role) => values[role].some((value) => given.includes(value)));
}

/** A claim by name; when there is none of that name, dots address nested objects. */
function claimAt(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let at: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = Reflect.get(at, part);
  }
  return at;
}
