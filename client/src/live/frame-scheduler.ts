/** Runs a function soon, once. */
export type Scheduler = (run: () => void) => void;

const HIDDEN_DELAY_MS = 1000;

/**
 * Runs at the next animation frame. A hidden tab gets no frames, so a timer runs it there instead, whichever comes
 * first: nothing accumulates in a tab that is hidden for a week.
 */
export function scheduleFrame(run: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    run();
  };
  const timer = setTimeout(once, HIDDEN_DELAY_MS);
  const frame = requestAnimationFrame(once);
}
