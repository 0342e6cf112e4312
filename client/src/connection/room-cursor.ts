import type { Delta, Snapshot } from '@tunnelwatch/shared/protocol';

/** The last number that a client has of a room. */
export interface RoomCursor {
  readonly epoch: string;
  readonly seq: number;
}

/** What to do with a delta: apply it, skip what is already there, wait for a snapshot, or report that some are missing. */
export type DeltaVerdict =
  { readonly verdict: 'apply'; readonly cursor: RoomCursor } | { readonly verdict: 'duplicate' | 'waiting' | 'gap' };

/** Compares a delta with what the client has; null stands for a room whose snapshot is still to come. */
export function judgeDelta(cursor: RoomCursor | null, delta: Delta): DeltaVerdict {
  if (cursor === null) return { verdict: 'waiting' };
  if (delta.epoch !== cursor.epoch) return { verdict: 'gap' };
  if (delta.seq <= cursor.seq) return { verdict: 'duplicate' };
  if (delta.prev !== cursor.seq) return { verdict: 'gap' };
  return { verdict: 'apply', cursor: { epoch: delta.epoch, seq: delta.seq } };
}

/** The place in the stream after a snapshot. Its numbers may be lower than before: a restored server starts again. */
export function cursorOf(snapshot: Snapshot): RoomCursor {
  return { epoch: snapshot.epoch, seq: snapshot.seq };
}
