import type { PlaySpeed } from '@tunnelwatch/shared/past';

const TICK_MS = 1000;
/** The newest past moment that is asked for: what has just happened may not be stored yet. */
const LEAST_AGE_MS = 2000;

/** What the page knows of the moment that it shows. */
export interface ReplayState {
  /** The moment that is wanted, epoch ms. */
  readonly at: number;
  /** The moment that is on the screen, epoch ms; null until there is one. */
  readonly shownAt: number | null;
  /** Seconds of the past in one second; 0 while it stands still. */
  readonly speed: PlaySpeed | 0;
  /** False where the server was not running at the moment on the screen. */
  readonly wasRunning: boolean;
  /** True when the present was reached. */
  readonly isAtEnd: boolean;
}

/** Loads a moment; false when it was given up for another. */
export type LoadMoment = (at: number, signal: AbortSignal) => Promise<{ wasRunning: boolean } | null>;

/** The clock of a replay, without React: it stands, jumps, or goes on second by second, as fast as moments can be loaded. */
export class ReplayClock {
  #state: ReplayState;
  #load: LoadMoment = () => Promise.resolve(null);
  #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #now: () => number;

  /** @param now the server's clock, epoch ms */
  constructor(at: number, now: () => number) {
    this.#now = now;
    this.#state = { at: this.#bounded(at), shownAt: null, speed: 0, wasRunning: true, isAtEnd: false };
  }

  /** The same reference until something changes. */
  readonly read = (): ReplayState => this.#state;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Names who loads moments. */
  loadWith(load: LoadMoment): void {
    this.#load = load;
  }

  /** Shows another moment; what is playing goes on from there. */
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

  /** Loads the moment anew. */
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
    if (shown !== null) this.#set({ shownAt: at, wasRunning: shown.wasRunning });
    if (this.#state.speed > 0) this.#schedule(Math.max(0, TICK_MS - (Date.now() - began)));
  }

  #schedule(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tick(), waitMs);
  }

  #tick(): void {
    const { at, speed } = this.#state;
    if (speed === 0) return;
    // To whole steps, so that minutes that are played in a second each are full ones.
    const stepMs = speed * TICK_MS;
    const next = Math.floor(at / stepMs) * stepMs + stepMs;
    if (next > this.#latest()) this.#set({ speed: 0, at: this.#latest(), isAtEnd: true });
    else this.#set({ at: next });
    void this.#show();
  }

  #latest(): number {
    return Math.floor((this.#now() - LEAST_AGE_MS) / TICK_MS) * TICK_MS;
  }

  #bounded(at: number): number {
    return Math.max(0, Math.min(at, this.#latest()));
  }

  #set(part: Partial<ReplayState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}
