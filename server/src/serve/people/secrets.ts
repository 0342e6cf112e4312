import { createHash, randomBytes } from 'node:crypto';

/** Bytes of a secret: 256 bits cannot be guessed. */
const SECRET_BYTES = 32;
/** Without letters and digits that are easily confused when a password is read from a screen. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** An opaque session secret. */
export function newSessionSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** A token; its prefix lets scanners for leaked secrets recognise it. */
export function newTokenSecret(): string {
  return `tw_${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

/** A one-time password that is typed by hand: 16 letters of 31, so about 79 bits. */
export function newOneTimePassword(): string {
  let letters = '';
  while (letters.length < 16) {
    for (const byte of randomBytes(24)) {
      // Bytes beyond the last whole multiple would favour the first letters.
      if (byte < READABLE.length * 8 && letters.length < 16) letters += READABLE.charAt(byte % READABLE.length);
    }
  }
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** What is stored of a session or token: unsalted, since 256 random bits need no salt, and found by an index. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
