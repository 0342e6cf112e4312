import type { PlaySpeed } from '@tunnelwatch/shared/past';

const TICK_MS = 1000;
/** The newest time that can be requested lies this far back: what has just happened may not be stored yet. */
const MIN_AGE_MS = 2000;

/** What the page knows of the time shown. */
export interface HistoryState {
  /** The requested time, epoch ms. */
  readonly at: number;
  /** The time on the screen, epoch ms; null until there is one. */
  readonly shownAt: number | null;
  /** Playback speed: seconds of history per second; 0 while paused. */
  readonly speed: PlaySpeed | 0;
  /** False when the server was not running at the time on the screen. */
  readonly wasRunning: boolean;
  /** When the record begins, epoch ms; null until it is known. */
  readonly recordBegins: number | null;
  /** True when playback has reached the present. */
  readonly isAtEnd: boolean;
}

/** When the record begins, epoch ms, if the time on the screen lies before it; else null. */
export function beforeRecord({ shownAt, recordBegins }: HistoryState): number | null {
  return recordBegins !== null && shownAt !== null && shownAt < recordBegins ? recordBegins : null;
}

/** Loads the views of a time; null if that was abandoned for another time, or failed. */
export type LoadAt = (at: number, signal: AbortSignal) => Promise<LoadedTime | null>;

/** What is told of a time that was loaded. */
export type LoadedTime = Pick<HistoryState, 'wasRunning' | 'recordBegins'>;

/** The clock of the time machine, without React: it is paused, seeks, or plays second by second, as fast as views can be loaded. */
export class HistoryClock {
  #state: HistoryState;
  #load: LoadAt = () => Promise.resolve(null);
  #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #now: () => number;

  /** @param now the server's clock, epoch ms */
  constructor(at: number, now: () => number) {
    this.#now = now;
    this.#state = {
      at: this.#bounded(at),
      shownAt: null,
      speed: 0,
      wasRunning: true,
      recordBegins: null,
      isAtEnd: false,
    };
  }

  /** The same reference until something changes. */
  readonly read = (): HistoryState => this.#state;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Sets the loader of the views. */
  loadWith(load: LoadAt): void {
    this.#load = load;
  }

  /** Shows another time; playback continues from there. */
  seek(at: number): void {
    this.#set({ at: this.#bounded(at), isAtEnd: false });
    void this.#show();
  }

  play(speed: PlaySpeed): void {
    if (this.#state.isAtEnd) return;
    this.#set({ speed });
    this.#schedule(TICK_MS);
  }

  pause(): void {
    clearTimeout(this.#timer);
    if (this.#state.speed !== 0) this.#set({ speed: 0 });
  }

  /** Loads the same time again. */
  reload(): void {
    void this.#show();
  }

  async #show(): Promise<void> {
    this.#abort.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const { at } = this.#state;
    const began = Date.now();
    const shown = await this.#load(at, abort.signal);
    if (abort.signal.aborted) return;
    if (shown !== null) {
      // A time for which no view was asked for tells nothing of the record: what is known of it stays.
      this.#set({
        shownAt: at,
        wasRunning: shown.wasRunning,
        recordBegins: shown.recordBegins ?? this.#state.recordBegins,
      });
    }
    if (this.#state.speed > 0) this.#schedule(Math.max(0, TICK_MS - (Date.now() - began)));
  }

  #schedule(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tick(), waitMs);
  }

  #tick(): void {
    const { at, speed } = this.#state;
    if (speed === 0) return;
    // In whole steps, so that a minute played in one second ends at a full minute.
    const stepMs = speed * TICK_MS;
    const next = Math.floor(at / stepMs) * stepMs + stepMs;
    if (next > this.#latest()) this.#set({ speed: 0, at: this.#latest(), isAtEnd: true });
    else this.#set({ at: next });
    void this.#show();
  }

  #latest(): number {
    return Math.floor((this.#now() - MIN_AGE_MS) / TICK_MS) * TICK_MS;
  }

  #bounded(at: number): number {
    return Math.max(0, Math.min(at, this.#latest()));
  }

  #set(changed: Partial<HistoryState>): void {
    this.#state = { ...this.#state, ...changed };
    for (const listener of this.#listeners) listener();
  }
}
