/**
 * Numbers of the messages that rules are about, by the titles of the vendor's log reference; `catalogue-entries` describes each
 * of them. A rule names its messages from here, so that no two rules mean different ones by the same word.
 */
export const MESSAGE_ID = {
  antiReplayFailed: 278,
  integrityFailed: 611,
  decryptionFailed: 282,
  encryptionFailed: 572,
  ivFailed: 1057,
  sequenceOverflow: 339,
  badNextHeader: 464,
  badPadding: 604,
  badCiphertextLength: 606,
  badIpVersion: 254,
  payloadTooSmall: 135,
  reassembledTooLarge: 133,
  reassemblyFailed: 487,
  reassemblyBufferFailed: 413,
  resizeFailed: 579,
  /** The gateway reduced its SA database and goes on. */
  lowMemory: 632,
  outOfMemory: 633,
} as const;

/** Packets that could not be sent: encryption failed, or no IV was generated. */
export const ENCRYPTION_IDS: readonly number[] = [MESSAGE_ID.encryptionFailed, MESSAGE_ID.ivFailed];

/** Failed encryption and decryption: each of them names congested crypto hardware as a cause. */
export const CRYPTO_IDS: readonly number[] = [MESSAGE_ID.decryptionFailed, ...ENCRYPTION_IDS];

/** Messages that carry the sequence number of a packet that the gateway itself meant to send. */
export const OUTBOUND_IDS: readonly number[] = [...ENCRYPTION_IDS, MESSAGE_ID.sequenceOverflow];

/** Fragments that could not be put together. */
export const REASSEMBLY_IDS: readonly number[] = [
  MESSAGE_ID.reassemblyBufferFailed,
  MESSAGE_ID.reassembledTooLarge,
  MESSAGE_ID.reassemblyFailed,
];

/** Memory for the SA database is low or exhausted. */
export const MEMORY_IDS: readonly number[] = [MESSAGE_ID.lowMemory, MESSAGE_ID.outOfMemory];

/** Decrypted contents that are none of a packet's: next header, padding and length of the ciphertext, and what comes more seldom. */
export const GARBAGE_IDS: readonly number[] = [
  MESSAGE_ID.badNextHeader,
  MESSAGE_ID.badPadding,
  MESSAGE_ID.badCiphertextLength,
  MESSAGE_ID.badIpVersion,
  MESSAGE_ID.payloadTooSmall,
];
