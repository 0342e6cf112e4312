/** Longest time that a search holds the main thread, ms: live pages and requests go on between two slices. */
const SLICE_MS = 4;

/** Work in slices, between which everything else on the thread has its turn. */
export class Slices {
  private begun = performance.now();

  /** Call it often: it gives way when the slice is over. @throws the reason, when the signal says to stop */
  async next(signal?: AbortSignal): Promise<void> {
    if (performance.now() - this.begun < SLICE_MS) return;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    signal?.throwIfAborted();
    this.begun = performance.now();
  }
}
