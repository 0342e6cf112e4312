/** A picture that lives is drawn at most this often, ms. */
const EVERY_MS = 1000;

/** Draws what changes all the time at most once a second, and only while somebody can see it. */
export class PacedDrawing {
  #last = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDue = false;
  #isInView = true;

  /** @param draw draws the newest picture */
  constructor(private readonly draw: () => void) {}

  /** The picture has changed. @param isUrgent somebody asked for another one, and waits for it */
  request(isUrgent = false): void {
    this.#isDue = true;
    if (!this.#isInView) return;
    const waitMs = isUrgent ? 0 : this.#last + EVERY_MS - Date.now();
    if (waitMs <= 0) this.#run();
    else this.#timer ??= setTimeout(() => this.#run(), waitMs);
  }

  setInView(isInView: boolean): void {
    this.#isInView = isInView;
    if (!isInView) this.#stop();
    else if (this.#isDue) this.#run();
  }

  close(): void {
    this.#stop();
    this.#isInView = false;
  }

  #run(): void {
    this.#stop();
    this.#isDue = false;
    this.#last = Date.now();
    this.draw();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
