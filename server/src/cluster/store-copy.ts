import { z } from 'zod';

/**
 * How a node that is new, or was away for too long, gets a copy of another one's data: it asks who has one to give, chooses
 * a node, has it make a copy, and takes that piece by piece. All of it over plain NATS, so that members need no other way
 * to each other.
 */

/** Topics of plain NATS, each with one kind of message; pieces have a topic for each copy. */
export const COPY_TOPICS = {
  want: 'copy-want',
  offer: 'copy-offer',
  make: 'copy-make',
  made: 'copy-made',
  ask: 'copy-ask',
} as const;

/** The topic of the pieces of a copy. */
export function pieceTopic(copy: string): string {
  return `copy-piece-${copy}`;
}

/** Bytes of one piece. */
export const PIECE_BYTES = 256 * 1024;

const copyId = z.string().regex(/^[0-9a-f-]{36}$/);

/** A node wants a copy. */
export const copyWantSchema = z.object({ copy: copyId, member: z.string() });

/** A node can give one. */
export const copyOfferSchema = z.object({
  copy: copyId,
  node: z.string(),
  version: z.string(),
  /** Up to which input it has applied. */
  sequence: z.number(),
});
export type CopyOffer = z.infer<typeof copyOfferSchema>;

/** The chosen node is to make it. */
export const copyMakeSchema = z.object({ copy: copyId, node: z.string() });

/** A file of a copy. */
export const copyFileSchema = z.object({
  name: z.enum(['store', 'people']),
  bytes: z.number().int().min(0),
  /** SHA-256, hex. */
  hash: z.string(),
});
export type CopyFile = z.infer<typeof copyFileSchema>;

/** It is made, or why not. */
export const copyMadeSchema = z.object({
  copy: copyId,
  files: z.array(copyFileSchema),
  error: z.string().nullable(),
});

/** A piece is wanted; `isDone` says that all have come. */
export const copyAskSchema = z.object({
  copy: copyId,
  name: z.enum(['store', 'people']),
  offset: z.number().int().min(0),
  isDone: z.boolean(),
});

const HEAD_BYTES = 9;
const NAMES = ['store', 'people'] as const;

/** Serialises a piece: which file, where in it, and its bytes. */
export function writePiece(name: CopyFile['name'], offset: number, bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(NAMES.indexOf(name), 0);
  head.writeDoubleLE(offset, 1);
  return Buffer.concat([head, bytes]);
}

/** Parses the output of `writePiece`. @throws RangeError for anything that is too short */
export function readPiece(body: Uint8Array): { name: CopyFile['name']; offset: number; bytes: Uint8Array } {
  const whole = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const name = NAMES[whole.readUInt8(0)];
  if (name === undefined) throw new RangeError('a piece of no file');
  return { name, offset: whole.readDoubleLE(1), bytes: whole.subarray(HEAD_BYTES) };
}
