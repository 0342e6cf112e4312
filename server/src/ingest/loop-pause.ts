/** The pauses of a loop. An event outside a pause ends the next one at once, so that none is missed. */
export class LoopPause {
  private isWoken = false;
  private end: () => void = () => undefined;

  /** There is something to do. */
  wake(): void {
    this.isWoken = true;
    this.end();
  }

  /** Waits until it is woken. @param ms at most so long; for ever by default */
  async wait(ms?: number): Promise<void> {
    if (!this.isWoken) {
      await new Promise<void>((resolve) => {
        const timer = ms === undefined ? undefined : setTimeout(done, ms);
        function done(): void {
          clearTimeout(timer);
          resolve();
        }
        this.end = done;
      });
    }
    this.isWoken = false;
  }
}
