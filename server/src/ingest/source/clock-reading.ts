/**
 * One instant on two clocks. Waiting, retrying and reporting use `elapsed` alone: the other clock may be set back
 * by an hour or forward by a year at any time.
 */
export interface ClockReading {
  /** Epoch ms of the machine's clock; only for comparison with the stamps of lines and files. */
  readonly wall: number;
  /** Milliseconds since some fixed moment; monotonic. */
  readonly elapsed: number;
}
