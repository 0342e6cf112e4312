/**
 * One instant by two clocks. Waiting, retrying and reporting go by `elapsed` alone: somebody may set the other one back
 * by an hour or forward by a year at any time.
 */
export interface ClockReading {
  /** Epoch ms, as the machine's clock says; only for comparing with the stamps of lines and files. */
  readonly wall: number;
  /** Milliseconds since any fixed moment; it never jumps and never goes back. */
  readonly elapsed: number;
}
