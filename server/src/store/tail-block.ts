/** A block of a tail as stored; one without hashes is to be removed. */
export interface TailBlock {
  sourceId: number;
  /** Address of the sender. */
  peer: string;
  /** Index of the tail among those of the sender. */
  tail: number;
  block: number;
  /** 8 bytes each, little-endian. A Buffer does not survive the transfer to another thread. */
  hashes: Uint8Array | null;
}
