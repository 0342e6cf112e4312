import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { type Change, compareNewest, ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
import type { Part } from '../part.js';
import type { PublishedStep } from '../published-step.js';

/** A few events are sent at once; with many, nearly the whole list changes, and it is sent at most twice a second. */
const FEW = 20;
const MIN_PAUSE_MS = 500;

export interface NewestOptions {
  gateway: string;
  matchkey: string;
  /** The newest events of the tunnel from the store, newest first. */
  readNewest: (limit: number) => Promise<TunnelwatchEvent[]>;
  /** Events of the tunnel that a step added. */
  countIn: (step: PublishedStep) => number;
  /** Events of the tunnel that a step removed from the store. */
  countRemovedIn: (step: PublishedStep) => number;
  onError: (error: unknown) => void;
  /** Requests another `take` soon. */
  requestFlush: () => void;
}

/** The newest events of one tunnel by time. A step that carries all of them is merged; otherwise the store is queried. */
export class NewestPart implements Part {
  private events: TunnelwatchEvent[] = [];
  private hasChanged = false;
  private isReading = true;
  private mustRead = false;
  private lastTold = 0;
  /** The events that everybody in the room has, by number. */
  private told = new Map<number, TunnelwatchEvent>();

  constructor(private readonly options: NewestOptions) {}

  async start(): Promise<void> {
    this.events = await this.options.readNewest(ROOM_LIMITS.newest);
    this.noteTold();
    this.isReading = false;
    if (this.mustRead) this.read();
  }

  snapshot(): Change[] {
    return [{ kind: 'newest', events: this.events }];
  }

  onStep(published: PublishedStep): void {
    // The list may contain events that retention removed.
    if (this.options.countRemovedIn(published) > 0) this.mustRead = true;
    if (this.mustRead && !this.isReading) this.read();
    const expected = this.options.countIn(published);
    if (expected === 0) return;
    const { gateway, matchkey } = this.options;
    const own = published.events.filter((event) => event.gateway === gateway && event.matchkey === matchkey);
    if (own.length < expected || this.isReading) {
      this.mustRead = true;
      if (!this.isReading) this.read();
      return;
    }
    // The store may have answered with a step that has not been announced here yet.
    const known = new Set(this.events.map((event) => event.seq));
    this.events = [...own.filter((event) => !known.has(event.seq)), ...this.events]
      .sort(compareNewest)
      .slice(0, ROOM_LIMITS.newest);
    this.hasChanged = true;
  }

  take(now: number): Change[] {
    if (!this.hasChanged) return [];
    const added = this.events.filter((event) => !this.told.has(event.seq));
    const passed = now - this.lastTold;
    if (added.length > FEW && passed >= 0 && passed < MIN_PAUSE_MS) {
      this.options.requestFlush();
      return [];
    }
    this.hasChanged = false;
    // Events that are no longer in the store's answer are removed at the clients too.
    const isAddition = this.keptAll();
    this.noteTold();
    if (isAddition && added.length === 0) return [];
    this.lastTold = now;
    return [isAddition ? { kind: 'newestAdded', events: added } : { kind: 'newest', events: this.events }];
  }

  /** True when events left the list only because newer ones displaced them. */
  private keptAll(): boolean {
    const isFull = this.events.length >= ROOM_LIMITS.newest;
    const last = this.events.at(-1);
    const seqs = new Set(this.events.map((event) => event.seq));
    const gone = [...this.told.values()].filter((event) => !seqs.has(event.seq));
    return gone.every((event) => isFull && last !== undefined && compareNewest(event, last) > 0);
  }

  private noteTold(): void {
    this.told = new Map(this.events.map((event) => [event.seq, event]));
  }

  private read(): void {
    this.isReading = true;
    this.mustRead = false;
    this.options
      .readNewest(ROOM_LIMITS.newest)
      .then((events) => {
        this.events = events;
        this.hasChanged = true;
        this.options.requestFlush();
      })
      .catch((error: unknown) => {
        this.options.onError(error);
      })
      .finally(() => {
        this.isReading = false;
        if (this.mustRead) this.read();
      });
  }
}
