import { hash, verify } from '@node-rs/argon2';

/** Argon2id with the minimum of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

let nobodysHash: Promise<string> | undefined;

/** What is stored of a password: argon2id in PHC format, including salt and cost. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

/**
 * Whether a password matches a hash. For an unknown user it takes as long as for a known one, so that names
 * cannot be discovered by timing.
 */
export async function fitsPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  nobodysHash ??= hashPassword('nobody has this password');
  const fits = await verify(passwordHash ?? (await nobodysHash), password.normalize('NFKC'));
  return fits && passwordHash !== undefined;
}
