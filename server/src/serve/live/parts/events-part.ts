import type { EventFilter } from '@tunnelwatch/shared/api';
import type { InventoryName } from '@tunnelwatch/shared/inventory';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { type Change, ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
import type { InventoryList } from '../../../core/inventory/inventory-list.js';
import { named } from '../../../core/inventory/shown.js';
import type { Part } from '../part.js';
import type { PublishedStep } from '../published-step.js';

export interface EventsOptions {
  /** The newest events that match the filter from the store, newest first. */
  readNewest: (filter: EventFilter, limit: number) => Promise<TunnelwatchEvent[]>;
  filter: Pick<EventFilter, 'gateway' | 'class' | 'messageId'>;
  inventory: Pick<InventoryList, 'names' | 'revision'>;
  /** The matching events among those that a step added. */
  countIn: (step: PublishedStep) => number;
  /** All stored events that match the filter. */
  countAll: () => number;
}

/** The tail of the events in the order of storing, bounded; what a burst leaves out is counted and shown. */
export class EventsPart implements Part {
  private events: TunnelwatchEvent[] = [];
  private fresh: TunnelwatchEvent[] = [];
  private skipped = 0;
  /** The highest number in the store's answer: a step that begins at or below it is already included. */
  private lastSeq = 0;
  private toldTotal = 0;
  /** Names as last sent, by event number. */
  private toldNames = new Map<number, InventoryName | null>();
  private toldRevision = 0;
  private early: PublishedStep[] | undefined = [];

  constructor(private readonly options: EventsOptions) {}

  async start(): Promise<void> {
    this.events = await this.options.readNewest(this.options.filter, ROOM_LIMITS.events);
    this.lastSeq = this.events.reduce((most, event) => Math.max(most, event.seq), 0);
    this.toldTotal = this.options.countAll();
    this.toldRevision = this.options.inventory.revision;
    this.toldNames = new Map(this.events.map((event) => [event.seq, this.nameOf(event)]));
    const early = this.early ?? [];
    this.early = undefined;
    for (const step of early) this.onStep(step);
  }

  snapshot(): Change[] {
    const events = [...this.fresh, ...this.events].slice(0, ROOM_LIMITS.events);
    return [{ kind: 'events', events: this.named(events), skipped: 0, total: this.options.countAll() }];
  }

  onStep(published: PublishedStep): void {
    if (this.early !== undefined) {
      this.early.push(published);
      return;
    }
    if (isWithin(published, this.lastSeq)) return;
    const matching = published.events.filter((event) => this.fits(event));
    this.skipped += Math.max(0, this.options.countIn(published) - matching.length);
    for (const event of matching) this.fresh.unshift(event);
    if (this.fresh.length > ROOM_LIMITS.events) {
      this.skipped += this.fresh.length - ROOM_LIMITS.events;
      this.fresh.length = ROOM_LIMITS.events;
    }
  }

  take(): Change[] {
    const total = this.options.countAll();
    const renamed = this.renamed();
    if (this.fresh.length + renamed.length === 0 && this.skipped === 0 && total === this.toldTotal) return [];
    const events = this.named([...this.fresh, ...renamed]);
    const change: Change = { kind: 'events', events, skipped: this.skipped, total };
    this.toldTotal = total;
    this.events = [...this.fresh, ...this.events].slice(0, ROOM_LIMITS.events);
    this.toldNames = new Map(this.events.map((event) => [event.seq, this.nameOf(event)]));
    this.fresh = [];
    this.skipped = 0;
    return [change];
  }

  /** Events whose names have changed since they were sent. */
  private renamed(): TunnelwatchEvent[] {
    const { revision } = this.options.inventory;
    if (revision === this.toldRevision) return [];
    this.toldRevision = revision;
    return this.events.filter((event) => this.toldNames.get(event.seq) !== this.nameOf(event));
  }

  private nameOf({ subject }: TunnelwatchEvent): InventoryName | null {
    return this.options.inventory.names.nameOf(subject);
  }

  private named(events: readonly TunnelwatchEvent[]) {
    return events.map((event) => named(event, this.options.inventory.names));
  }

  private fits(event: TunnelwatchEvent): boolean {
    const { gateway, class: failureClass, messageId } = this.options.filter;
    return (
      (gateway === undefined || event.gateway === gateway) &&
      (failureClass === undefined || event.class === failureClass) &&
      (messageId === undefined || event.messageId === messageId)
    );
  }
}

/** True when events up to `seq` include those of the step: a commit is in an answer as a whole or not at all. */
function isWithin({ step }: PublishedStep, seq: number): boolean {
  const last = step.newest.at(-1)?.seq ?? 0;
  return last - step.events + 1 <= seq;
}
