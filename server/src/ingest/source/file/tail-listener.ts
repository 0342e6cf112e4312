/** What a tail tells of its generations, for the source's counts. */
export interface TailListener {
  /**
   * One line of this source. `near` is the time that stamps without a year lie near to, epoch ms. Gives the receiver's
   * time of the event that it became, if any.
   */
  line(buffer: Buffer, start: number, end: number, isCut: boolean, near: number): number | undefined;
  /** The buffer that lines stood in is used again from now on. */
  settled(): void;
  rotated(): void;
  truncated(): void;
  /** So many bytes are gone that were never read; fewer than 0 when some of them have turned up again. */
  lost(bytes: number): void;
  /** Arrival of the newest line, of an earlier run too, epoch ms; null when there is none. */
  lastArrival(): number | null;
}
