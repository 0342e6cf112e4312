/** What was just done, or could not be done. */
export interface QueuedToast {
  readonly title: string;
  readonly detail: string | undefined;
  /** Takes back what is reported, and is pressed once. */
  readonly undo: (() => void) | undefined;
  /** A failure stays until it is dismissed. */
  readonly isFailure: boolean;
}

type Show = (toast: QueuedToast) => void;

/** Toasts on their way to what shows them, which is loaded after the page: those that come before it wait. */
export class ToastQueue {
  readonly #waiting: QueuedToast[] = [];
  #show: Show | null = null;

  add(toast: QueuedToast): void {
    if (this.#show === null) this.#waiting.push(toast);
    else this.#show(toast);
  }

  /**
   * Shows what waits, and from now on all that is added.
   *
   * @returns ends it
   */
  showWith(show: Show): () => void {
    this.#show = show;
    for (const toast of this.#waiting.splice(0)) show(toast);
    return () => {
      this.#show = null;
    };
  }
}
