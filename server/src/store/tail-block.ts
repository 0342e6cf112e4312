/** A block of a tail as the store keeps it; without hashes it is to be forgotten. */
export interface TailBlock {
  sourceId: number;
  /** Address of the sender. */
  peer: string;
  /** Number of the tail among those of the sender. */
  tail: number;
  block: number;
  /** 8 bytes each, little-endian. What crosses a thread is no Buffer any more. */
  hashes: Uint8Array | null;
}
