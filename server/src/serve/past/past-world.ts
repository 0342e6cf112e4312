import type { Status } from '@tunnelwatch/shared/protocol';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { ACTIVITY_MS, AHEAD_MS, LiveModel } from '../../core/aggregate/live-model.js';
import type { GatewayLife } from '../../core/aggregate/tunnel-summary.js';
import { World, type WorldOptions } from '../live/world.js';
import type { PastRecord } from '../../core/past-record.js';
import type { PastMoment, PastStore } from '../../store/queries.js';

/** Records are kept once a minute: with none for so long, nobody was there to keep them. */
const MAX_RECORD_AGE_MS = 2 * MINUTE_MS;

export type PastWorldOptions = Omit<WorldOptions, 'clock'>;

/**
 * The world as it was at a past moment. It can advance from there: events are applied as in the live world, so that
 * it shows what the live one showed then.
 */
export class PastWorld extends World {
  private verdictIds = new Set<number>();
  private lives = new Map<string, GatewayLife>();

  private constructor(
    model: LiveModel,
    options: PastWorldOptions,
    private moment: PastMoment,
  ) {
    super(model, { ...options, clock: () => this.moment.at });
  }

  /** Reads a moment (epoch ms) from the store. */
  static async open(store: PastStore, at: number, options: PastWorldOptions): Promise<PastWorld> {
    const moment = await store.pastMoment(at);
    const seed = await store.pastSeed({ at, seq: moment.seq, activityMs: ACTIVITY_MS, aheadMs: AHEAD_MS });
    const world = new PastWorld(new LiveModel({ ...seed, step: 0 }, at), options, moment);
    await world.readRest(store);
    return world;
  }

  /** The moment shown, epoch ms. */
  get at(): number {
    return this.moment.at;
  }

  /** Number of the last event that was stored by then. */
  get seq(): number {
    return this.moment.seq;
  }

  /** When the monitor's own state was last recorded, epoch ms; null if it never was. */
  get recordedAt(): number | null {
    return this.moment.stored?.at ?? null;
  }

  get wasRunning(): boolean {
    return this.recordedAt !== null && this.at - this.recordedAt <= MAX_RECORD_AGE_MS;
  }

  /** Advances to a later moment, epoch ms. */
  async advance(store: PastStore, at: number): Promise<void> {
    const next = await store.pastMoment(at);
    const step = await store.pastStep(this.moment.seq + 1, next.seq);
    this.moment = next;
    this.model.apply(step, at);
    this.model.prune(this.referenceTime());
    await this.readRest(store);
  }

  override status(now: number): Status {
    const { stored } = this.moment;
    const status = super.status(now);
    if (stored === null) return status;
    const {
      eventsPerSecond,
      lagBytes,
      lagMs,
      sourcesDegraded,
      sources,
      unreadable,
      input,
      storeError,
      dataTrouble,
      storage,
      newestArrival,
    } = stored.record.status;
    return {
      ...status,
      eventsPerSecond,
      lagBytes,
      lagMs,
      sourcesDegraded,
      sources,
      unreadable,
      input,
      storeError,
      dataTrouble,
      storage,
      newestArrival: newestArrival === null ? null : this.shifted(newestArrival),
    };
  }

  override gatewayLife(gateway: string): GatewayLife | undefined {
    const life = this.lives.get(gateway);
    if (life?.lastArrival == null) return life;
    return { ...life, lastArrival: this.shifted(life.lastArrival) };
  }

  /** Between two records an age is the one of the first record: how it grew is not known. */
  private shifted(arrival: number): number {
    return this.wasRunning ? arrival + this.at - (this.recordedAt ?? this.at) : arrival;
  }

  private async readRest(store: PastStore): Promise<void> {
    const { at, stored, windows } = this.moment;
    this.alerts.clear();
    this.setAlerts(await store.pastAlerts(at));
    this.alarming = { flood: floodOf(stored?.record), windows };
    this.lives = new Map(stored?.record.gateways ?? []);
    const verdicts = await store.pastVerdicts(at);
    const ids = new Set(verdicts.map(({ subjectId }) => subjectId));
    for (const id of this.verdictIds) if (!ids.has(id)) this.model.setVerdict(id, null);
    for (const { subjectId, verdict } of verdicts) this.model.setVerdict(subjectId, verdict);
    this.verdictIds = ids;
  }
}

function floodOf(record: PastRecord | undefined): Status['flood'] {
  return record?.status.flood ?? null;
}
