/** What a tail reports about its generations, for the source's counts. */
export interface TailListener {
  /**
   * One line of this source. `near` is the reference time for stamps without a year, epoch ms; `isLive` is true when it was
   * written just now.
   */
  line(buffer: Buffer, start: number, end: number, isCut: boolean, near: number, isLive: boolean): void;
  /** Nothing of it is unread. */
  readThrough(): void;
  /** The buffer of the lines is about to be reused. */
  settled(): void;
  rotated(): void;
  truncated(): void;
  /** This many bytes are gone that were never read; negative when some of them have reappeared. */
  lost(bytes: number): void;
  /** Arrival of the newest line, including earlier runs, epoch ms; null when there is none. */
  lastArrival(): number | null;
}
