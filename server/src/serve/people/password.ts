import { hash, verify } from '@node-rs/argon2';
import { Turns } from '../../threads/turns.js';

/** Argon2id with the minimum of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash keeps a thread of the pool busy for a while, and files and name look-ups need them too. */
const turns = new Turns(2);

let nobodysHash: Promise<string> | undefined;

/** What is stored of a password: argon2id in PHC format, including salt and cost. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

/**
 * Whether a password matches a hash. For an unknown user it takes as long as for a known one, so that names
 * cannot be discovered by timing.
 * @param key whose attempt it is, such as an address: attempts of others do not wait for all of theirs [LIVE-30]
 */
export async function fitsPassword(password: string, passwordHash: string | undefined, key: string): Promise<boolean> {
  nobodysHash ??= hashPassword('nobody has this password');
  const known = passwordHash ?? (await nobodysHash);
  const fits = await turns.run(key, () => verify(known, password.normalize('NFKC')));
  return fits && passwordHash !== undefined;
}
