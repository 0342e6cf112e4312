import { COUNTED_CLASSES, UNKNOWN_INDEX } from '@tunnelwatch/shared/failure-class';
import type { Change } from '@tunnelwatch/shared/protocol';
import type { Subject } from '@tunnelwatch/shared/subject';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { LiveStore } from '../../../store/queries.js';
import type { Part } from '../part.js';

type Tunnel = Pick<Extract<Subject, { kind: 'tunnel' }>, 'gateway' | 'matchkey'>;

export interface DayEarlierOptions {
  reader: Pick<LiveStore, 'classBuckets'>;
  /** The gateways whose failures are compared; null for all. */
  gateways: () => readonly string[] | null;
  /** The tunnels to compare: a few. */
  tunnels: () => readonly Tunnel[];
  referenceTime: () => number;
  onError: (error: unknown) => void;
}

/** What is read reaches this far beyond the hour, so that it need not be read anew each minute. */
const READ_MS = 5 * MINUTE_MS;
/** Each gateway of a choice is a question to the store: a choice of more is not compared. */
const MAX_GATEWAYS = 40;
const MINUTES = (HOUR_MS + READ_MS) / MINUTE_MS;
const CLASSES = COUNTED_CLASSES.length;
const REPLAY = COUNTED_CLASSES.indexOf('replay');
const INTEGRITY = COUNTED_CLASSES.indexOf('integrity');

/** The hour of a day ago, for comparison, read from the store every five minutes and when other tunnels are compared. */
export class DayEarlierPart implements Part {
  private change: Extract<Change, { kind: 'dayEarlier' }> = { kind: 'dayEarlier', from: 0, failures: [], tunnels: [] };
  private lookedAt = Number.NEGATIVE_INFINITY;
  private isReading = false;
  private isNew = false;

  constructor(private readonly options: DayEarlierOptions) {}

  /** Nothing is read yet: it takes a dozen questions, for which no wall waits, and none that shows the past asks. */
  start(): Promise<void> {
    return Promise.resolve();
  }

  snapshot(): Change[] {
    return [this.change];
  }

  onStep(): void {
    // A step of now changes nothing of a day ago; late lines of then are there with the next reading.
  }

  take(now: number, isTick: boolean): Change[] {
    // The tunnels that fail most may be others each second; the store is asked once a minute at most.
    const isDue = isTick && !this.isReading && Math.abs(now - this.lookedAt) >= MINUTE_MS;
    if (isDue) {
      this.lookedAt = now;
      if (this.isOutdated()) this.read().catch(this.options.onError);
    }
    if (!this.isNew) return [];
    this.isNew = false;
    return [this.change];
  }

  private isOutdated(): boolean {
    const { change } = this;
    if (change.from !== this.from()) return true;
    const known = new Set(change.tunnels.map(keyOf));
    return this.options.tunnels().some((tunnel) => !known.has(keyOf(tunnel)));
  }

  /** The minute from which on is compared, epoch ms. */
  private from(): number {
    return Math.floor(this.options.referenceTime() / READ_MS) * READ_MS + MINUTE_MS - HOUR_MS - DAY_MS;
  }

  private async read(): Promise<void> {
    const from = this.from();
    this.isReading = true;
    try {
      const all = await this.failuresFrom(from);
      const compared = [];
      for (const { gateway, matchkey } of this.options.tunnels()) {
        const counts = await this.countsOf({ gateway, matchkey }, from);
        compared.push({ gateway, matchkey, replay: ofClass(counts, REPLAY), integrity: ofClass(counts, INTEGRITY) });
      }
      this.change = { kind: 'dayEarlier', from, failures: all, tunnels: compared };
      this.isNew = true;
    } finally {
      this.isReading = false;
    }
  }

  /** Failures per minute of the gateways that are compared; nothing if they are too many to ask for. */
  private async failuresFrom(from: number): Promise<number[]> {
    const gateways = this.options.gateways();
    if (gateways === null) return failures(await this.countsOf({}, from));
    if (gateways.length > MAX_GATEWAYS) return [];
    const sums = new Array<number>(MINUTES).fill(0);
    for (const gateway of gateways) {
      const counts = failures(await this.countsOf({ gateway }, from));
      for (const [minute, count] of counts.entries()) sums[minute] = (sums[minute] ?? 0) + count;
    }
    return sums;
  }

  private async countsOf(filter: Partial<Tunnel>, from: number): Promise<readonly number[]> {
    return (await this.options.reader.classBuckets(filter, from, MINUTE_MS, MINUTES)).counts;
  }
}

function keyOf({ gateway, matchkey }: Tunnel): string {
  return JSON.stringify([gateway, matchkey]);
}

function ofClass(counts: readonly number[], classIndex: number): number[] {
  return Array.from({ length: MINUTES }, (_, minute) => counts[minute * CLASSES + classIndex] ?? 0);
}

function failures(counts: readonly number[]): number[] {
  return Array.from({ length: MINUTES }, (_, minute) => {
    let sum = 0;
    for (let at = 0; at < CLASSES; at++) if (at !== UNKNOWN_INDEX) sum += counts[minute * CLASSES + at] ?? 0;
    return sum;
  });
}
