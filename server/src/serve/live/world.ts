import { OpenedAlerts } from './opened-alerts.js';
import { clusterBrief, type ClusterSeen } from '@tunnelwatch/shared/cluster-view';
import { countByPriority } from '@tunnelwatch/shared/priority';
import { type Alert, isOver, isOverState, isWaiting } from '@tunnelwatch/shared/alert';
import type { InputStatus, Status } from '@tunnelwatch/shared/protocol';
import {
  damageText,
  type DatabaseDamage,
  MAX_DAMAGED,
  type SegmentDamage,
  type Storage,
} from '@tunnelwatch/shared/storage';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { LiveModel } from '../../core/aggregate/live-model.js';
import { referenceTimeOf } from '../../core/aggregate/live-model.js';
import type { GatewayRecord } from '../../core/aggregate/gateway-life.js';
import type { KnownName } from '../../core/aggregate/gateway-names.js';
import type { GatewayLife } from '../../core/aggregate/tunnel-summary.js';
import { InventoryList } from '../../core/inventory/inventory-list.js';
import { SILENCE_RULE } from '../../core/alert/monitoring/silence-rule.js';
import type { AlarmStatus } from '../../core/alert/health/alarm-status.js';
import { UNREADABLE_RULE } from '../../core/alert/monitoring/line-share-rules.js';
import { InputLoss } from './input-loss.js';
import { Presence } from './presence.js';
import type { RemovedCounts, Step } from '../../store/step.js';

/** Resolved alerts and late arrivals in memory; the store has them all. */
const MAX_ENDED_ALERTS = 1000;
const RATE_SPAN_MS = 10_000;

export interface WorldOptions {
  version: string;
  isDemo: boolean;
  /** False when no source is configured and no demo runs. */
  isFollowing: boolean;
  staleAfterMs: number;
  pastAfterMs: number;
  clock: () => number;
}

/** Everything that the screens show, as of the last step: counts, alerts, sources, signs of life. */
export class World {
  readonly alerts = new Map<number, Alert>();
  readonly sources = new Map<number, SourceHealth>();
  readonly presence = new Presence();
  readonly inventory = new InventoryList();
  /** Overall state of the alarms. */
  alarming: AlarmStatus = { flood: null, windows: [] };
  private readonly gatewayRecords = new Map<string, GatewayRecord>();
  private names: readonly KnownName[] | undefined;
  /** Silent gateways, with the arrival of their last line. */
  private readonly silentSince = new Map<string, number>();
  /** The cluster that this server is a node of; null where it is the only one. */
  cluster: ClusterSeen | null = null;
  /** Space that the store uses; null until it was measured. */
  storage: Storage | null = null;
  private readonly damaged = new Map<number, SegmentDamage>();
  /** The first query that failed because the database is damaged, and the number of such queries. */
  private brokenRead: DatabaseDamage | null = null;
  private peopleTrouble: string | null = null;
  private refusal: { message: string; since: number } | null = null;
  private newestArrival: number | null = null;
  private readonly loss = new InputLoss();
  readonly opened = new OpenedAlerts();
  private readonly rate: { at: number; events: number }[] = [];

  constructor(
    readonly model: LiveModel,
    private readonly options: WorldOptions,
  ) {}

  /** Applies a step; rooms are notified afterwards. */
  apply(step: Step): void {
    const now = this.options.clock();
    this.model.apply(step, now);
    if (step.removed !== undefined) this.takeOut(step.removed, step.step);
    if (step.leftSubjects !== undefined) this.model.forget(step.leftSubjects);
    this.noteNews(step);
    this.rate.push({ at: now, events: step.events });
    this.forgetOldRates(now);
  }

  /** Takes a step whose counts the store gave already. */
  applyCounted(step: Step): void {
    this.model.noteOccurred(step.counts);
    this.noteNews(step);
  }

  /** Applies all of a step except its counts. */
  private noteNews(step: Step): void {
    this.setAlerts(step.alerts);
    this.setGateways(step.gateways, step.goneGateways);
  }

  setGateways(records: readonly GatewayRecord[], gone: readonly string[] = []): void {
    for (const gateway of gone) if (this.gatewayRecords.delete(gateway)) this.names = undefined;
    for (const record of records) {
      const { gateway, domain } = record;
      if (this.gatewayRecords.get(gateway)?.domain !== domain) this.names = undefined;
      this.gatewayRecords.set(gateway, record);
    }
  }

  /** The gateways that are known, with the domains that were left out of their names; the same array until one is new. */
  gatewayNames(): readonly KnownName[] {
    this.names ??= Array.from(this.gatewayRecords.values(), ({ gateway, domain }) => ({ gateway, domain }));
    return this.names;
  }

  /** A gateway's signs of life; undefined when it has shown none since they are recorded. */
  gatewayLife(gateway: string): GatewayLife | undefined {
    const record = this.gatewayRecords.get(gateway);
    if (record === undefined) return undefined;
    const { members, turns, lastArrival, skewMs, usual } = record;
    const since = this.silentSince.get(gateway);
    const silence = since === undefined ? null : { since, usualLinesPerMinute: usual.linesPerMinute };
    return { members, turns, lastArrival, skewMs, silence };
  }

  setAlerts(alerts: readonly Alert[]): void {
    if (alerts.length === 0) return;
    this.opened.note(alerts);
    for (const alert of alerts) {
      this.alerts.set(alert.id, alert);
      this.noteSilence(alert);
    }
    const ended = [...this.alerts.values()].filter((alert) => alert.isPast || isOver(alert));
    for (const alert of ended.slice(0, Math.max(0, ended.length - MAX_ENDED_ALERTS))) this.alerts.delete(alert.id);
  }

  setSources(sources: readonly SourceHealth[], gone: readonly number[] = []): void {
    for (const id of gone) this.sources.delete(id);
    for (const source of sources) {
      this.sources.set(source.id, source);
      this.loss.note(source, this.options.clock());
      const { lastArrival } = source;
      if (lastArrival !== null && lastArrival > (this.newestArrival ?? 0)) this.newestArrival = lastArrival;
    }
  }

  setStorage(storage: Storage): void {
    this.storage = storage;
    for (const damage of storage.damagedSegments) this.noteDamage(damage);
  }

  /** Records that a segment cannot be read. */
  noteDamage(damage: SegmentDamage): void {
    this.damaged.set(damage.id, damage);
  }

  /** Records that a query cannot be answered: that remains true until the store is restored. */
  noteBrokenRead(damage: DatabaseDamage): void {
    this.brokenRead ??= damage;
  }

  /** Records a problem of the people database; null when it is resolved. */
  setPeopleTrouble(message: string | null): void {
    this.peopleTrouble = message;
  }

  /** What is wrong with the stored data, with its remedy, except segments, which are named one by one; null for nothing. */
  get dataTrouble(): string | null {
    const broken = this.brokenRead === null ? [] : [damageText(this.brokenRead)];
    const all = [...broken, ...(this.peopleTrouble === null ? [] : [this.peopleTrouble])];
    return all.length === 0 ? null : all.join('; ');
  }

  /** The known damage of the store, in words; null for none. */
  damageNow(): string | null {
    if (this.brokenRead !== null) return damageText(this.brokenRead);
    const [first] = this.damaged.values();
    if (first === undefined) return null;
    const more = this.damaged.size === 1 ? '' : `, and ${String(this.damaged.size - 1)} more`;
    return `${damageText(first)}${more}: restore a backup`;
  }

  private takeOut(removed: RemovedCounts, step: number): void {
    this.model.remove(removed, step);
    for (const { id, firstSeq } of this.damaged.values()) {
      if (firstSeq >= removed.firstSeq && firstSeq <= removed.lastSeq) this.damaged.delete(id);
    }
  }

  /** Records why the store refuses data; null when it accepts data again. */
  setStoreError(message: string | null): void {
    const since = this.refusal?.since ?? this.options.clock();
    this.refusal = message === null ? null : { message, since };
  }

  /** Why the store does not accept data, with its remedy; null when it works. */
  get storeError(): string | null {
    return this.refusal?.message ?? null;
  }

  /** The time that windows and ages refer to, epoch ms. */
  referenceTime(): number {
    return referenceTimeOf(this.model.newestTime, this.options.clock(), this.options.pastAfterMs).time;
  }

  status(now: number): Status {
    const { version, isDemo, isFollowing, staleAfterMs, pastAfterMs } = this.options;
    const reference = referenceTimeOf(this.model.newestTime, now, pastAfterMs);
    const sources = [...this.sources.values()];
    const live = [...this.alerts.values()].filter((alert) => !alert.isPast && alert.foldedInto === null);
    return {
      now,
      version,
      isDemo,
      isFollowing,
      staleAfterMs,
      newestTime: this.model.newestTime,
      newestArrival: this.newestArrival,
      referenceTime: reference.time,
      isPast: reference.isPast,
      events: this.model.events,
      eventsPerSecond: this.eventsPerSecond(now),
      tunnels: this.model.tunnels.size,
      gateways: this.model.gateways.size,
      unacknowledged: countByPriority(live.filter(isWaiting)),
      openAlerts: live.filter((alert) => !isOver(alert)).length,
      lagBytes: sources.reduce((sum, source) => sum + source.lagBytes, 0),
      lagMs: this.lagMs(sources, now),
      sourcesDegraded: sources.filter((source) => source.state === 'degraded').length,
      sources: sources.length,
      unreadable: sources.reduce((sum, source) => sum + source.counts.unreadable, 0),
      input: this.input(sources, now),
      storeError: this.storeError,
      dataTrouble: this.dataTrouble,
      cluster: this.cluster === null ? null : clusterBrief(this.cluster.status),
      storage: this.storageNow(),
      flood: this.alarming.flood,
      inventoryRevision: this.inventory.revision,
    };
  }

  private input(sources: readonly SourceHealth[], now: number): InputStatus {
    const isUnreadable = ({ rule, state, isPast }: Alert): boolean =>
      !isPast && rule === UNREADABLE_RULE.name && !isOverState(state) && state !== 'returnedUnacknowledged';
    return {
      lost: this.loss.at(now),
      notRead: sources.filter((source) => source.state === 'degraded').length,
      unreadable: [...this.alerts.values()].filter(isUnreadable).length,
    };
  }

  /** Damage that the readers found is shown beside what the upkeep found. */
  private storageNow(): Storage | null {
    if (this.storage === null) return null;
    return { ...this.storage, damagedSegments: [...this.damaged.values()].slice(0, MAX_DAMAGED) };
  }

  /** The worst source's lag. While the store or the cluster takes nothing, everything waits from then on. */
  private lagMs(sources: readonly SourceHealth[], now: number): number {
    const waitingSince = Math.min(this.refusal?.since ?? now, this.cluster?.status.since ?? now);
    return sources.reduce((worst, source) => Math.max(worst, source.lagMs), now - waitingSince);
  }

  private noteSilence({ rule, subject, state, firstTime }: Alert): void {
    if (rule !== SILENCE_RULE || subject.kind !== 'gateway') return;
    if (state === 'unacknowledged' || state === 'acknowledged') this.silentSince.set(subject.gateway, firstTime);
    else this.silentSince.delete(subject.gateway);
  }

  private eventsPerSecond(now: number): number {
    this.forgetOldRates(now);
    const events = this.rate.reduce((sum, each) => sum + each.events, 0);
    return Math.round((events / RATE_SPAN_MS) * 10_000) / 10;
  }

  private forgetOldRates(now: number): void {
    while (this.rate.length > 0 && (this.rate[0]?.at ?? now) < now - RATE_SPAN_MS) this.rate.shift();
  }
}
