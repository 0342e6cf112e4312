import { hash, verify } from '@node-rs/argon2';

/** Argon2id as OWASP's Password Storage Cheat Sheet asks for at the least: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

let nobodysHash: Promise<string> | undefined;

/** What is stored of a password: argon2id in PHC form, salt and cost in it. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

/**
 * Whether a password fits a hash. Where there is no such person it takes as long as where there is one, so that names
 * cannot be found out by a clock.
 */
export async function fitsPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  nobodysHash ??= hashPassword('nobody has this password');
  const fits = await verify(passwordHash ?? (await nobodysHash), password.normalize('NFKC'));
  return fits && passwordHash !== undefined;
}
