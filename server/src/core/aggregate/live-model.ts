import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
import { countedIndex, UNKNOWN_INDEX } from '@tunnelwatch/shared/failure-class';
import type { Subject } from '@tunnelwatch/shared/subject';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { Activity } from './activity.js';
import { AgeingMap } from './ageing-map.js';
import { ClassTotals } from './class-totals.js';
import { KeepOrder } from './keep-order.js';
import { KindTally, type TallyFilter } from './kind-tally.js';
import { ACTIVITY_MINUTES, AHEAD_MINUTES } from './minute-ring.js';
import type { GatewaySums, KindRecord, ModelSeed, StepCounts, StoredCounts, SubjectRecord } from './records.js';

/** A time further ahead of now than this lies in the future: it is stored and shown, and moves no window. */
export const AHEAD_MS = AHEAD_MINUTES * MINUTE_MS;

export const ACTIVITY_MS = ACTIVITY_MINUTES * MINUTE_MS;

/** What is seen again after so long is established: it leaves memory after all newcomers. */
const ESTABLISHED_MS = 24 * HOUR_MS;

/** Most tunnels and gateways that are listed [STORE-23]. A sender may write any name into a line. */
export const MODEL_LIMITS = { tunnels: 150_000, gateways: 20_000, interfaces: 20_000, otherSubjects: 65_536 } as const;

/** A step up to which the counts of an entry were read from the store. */
interface Restored {
  /** Steps up to this one are included already. */
  totalsAsOf: number;
  /** When it was first seen, epoch ms. */
  since: number;
}

/** A tunnel in the model. */
export interface TunnelEntry extends Restored {
  id: number;
  gateway: string;
  matchkey: string;
  subject: Subject;
  activity: Activity;
  /** What its recent drops are consistent with; null while there is no verdict. */
  verdict: TunnelVerdict | null;
}

/** A gateway in the model: all its subjects together. */
export class GatewayEntry implements Restored {
  readonly activity = new Activity();
  private readonly byMatchkey = new Map<string, TunnelEntry>();
  private sorted: readonly TunnelEntry[] | undefined;

  constructor(
    readonly gateway: string,
    public since: number,
    public totalsAsOf: number,
  ) {}

  /** Its listed tunnels with stored events, in the order of first sight. */
  get tunnels(): readonly TunnelEntry[] {
    this.sorted ??= [...this.byMatchkey.values()].sort((a, b) => a.id - b.id);
    return this.sorted;
  }

  get tunnelCount(): number {
    return this.byMatchkey.size;
  }

  tunnel(matchkey: string): TunnelEntry | undefined {
    return this.byMatchkey.get(matchkey);
  }

  add(tunnel: TunnelEntry): void {
    this.byMatchkey.set(tunnel.matchkey, tunnel);
    this.sorted = undefined;
  }

  delete(tunnel: TunnelEntry): void {
    this.byMatchkey.delete(tunnel.matchkey);
    this.sorted = undefined;
  }
}

/** Counts of events that are no longer stored. */
interface Removed {
  counts: StepCounts;
  /** Time of the oldest event still stored, epoch ms; null when there is none. */
  oldest: number | null;
}

export interface LiveModelOptions {
  /** Where to find what the model has let go of; without it, that begins anew with its next event. */
  stored?: StoredCounts;
  limits?: Record<keyof typeof MODEL_LIMITS, number>;
}

/**
 * Counts of tunnels and gateways as the screens show them. It starts from a seed that the store returns and applies
 * the steps; it reads no clock: the reference time is an argument. Bounded: where there are too many names, those least established leave
 * it, and are read from the store when they are seen or asked for again [STORE-23].
 */
export class LiveModel {
  readonly tunnels = new Map<number, TunnelEntry>();
  readonly gateways = new Map<string, GatewayEntry>();
  /** Tunnels with events in the activity window. */
  readonly active = new Set<TunnelEntry>();
  /** Subjects that are no listed tunnel. */
  private readonly others: AgeingMap<number, Subject>;
  private readonly interfacesById: AgeingMap<number, Extract<Subject, { kind: 'interface' }>>;
  /** How many tunnels were listed and how many left, ever: whoever keeps something for each sees when it is out of date. */
  readonly revisions = { listed: 0, left: 0 };
  private readonly tunnelOrder: KeepOrder<TunnelEntry>;
  private readonly gatewayOrder: KeepOrder<GatewayEntry>;
  private readonly stored: StoredCounts | undefined;
  private readonly classOfKind = new Map<number, number>();
  private readonly messageOfKind = new Map<number, number | null>();
  private readonly earlyVerdicts = new Map<number, TunnelVerdict>();
  private readonly tally = new KindTally();
  /** Events of the steps that were applied. */
  readonly occurred = new ClassTotals();
  private newest: number | null = null;
  private total = 0;
  /** The highest number of a subject so far: higher ones are new, and have nothing stored before their step. */
  private lastSubjectId = 0;
  private now: number;
  /** Whether gateways are stored that are not listed. */
  private isLeft = false;

  /** @param now epoch ms, with the same meaning as for `apply` */
  constructor(seed: ModelSeed, now: number, { stored, limits = MODEL_LIMITS }: LiveModelOptions = {}) {
    this.now = now;
    this.stored = stored;
    this.others = new AgeingMap(limits.otherSubjects);
    this.interfacesById = new AgeingMap(limits.interfaces);
    this.tunnelOrder = new KeepOrder(limits.tunnels);
    this.gatewayOrder = new KeepOrder(limits.gateways);
    this.newest = seed.newestTime;
    this.addNames(seed.subjects, seed.kinds, seed.step);
    const lastMinute = minuteOf(now) + AHEAD_MINUTES;
    this.addSums(seed.gateways, seed.step, lastMinute);
    this.addSeed(seed, lastMinute);
    this.forgetUncounted(seed.subjects);
    this.lastSubjectId = Math.max(this.lastSubjectId, seed.lastSubjectId ?? 0);
    for (const entry of this.tunnels.values()) this.dateBack(entry, this.tunnelOrder);
    for (const entry of this.gateways.values()) this.dateBack(entry, this.gatewayOrder);
    this.keepWithinLimits();
  }

  /** Time of the newest event, epoch ms, ignoring stamps from the future; null when there is none. */
  get newestTime(): number | null {
    return this.newest;
  }

  get events(): number {
    return this.total;
  }

  /**
   * Adds the events of a commit.
   * @param now epoch ms: events more than 15 minutes in the future are counted in total but not by minute, since a
   * gateway whose clock runs far ahead must not push the present out of the window
   */
  apply(
    step: {
      /** Its number; without it, nothing is read from the store. */
      step?: number;
      subjects: readonly SubjectRecord[];
      kinds: readonly KindRecord[];
      counts: StepCounts;
    },
    now: number,
  ): void {
    this.now = now;
    const number = step.step ?? Number.POSITIVE_INFINITY;
    this.addNames(step.subjects, step.kinds, number);
    const { seconds, subjectIds, kindIds, counts, firstTimes, lastTimes } = step.counts;
    const lastMinute = minuteOf(now) + AHEAD_MINUTES;
    for (let at = 0; at < seconds.length; at++) {
      const second = seconds[at] ?? 0;
      const subjectId = subjectIds[at] ?? 0;
      const kindId = kindIds[at] ?? 0;
      const subject = this.subject(subjectId);
      if (subject === undefined) continue;
      const count = counts[at] ?? 0;
      const counted = { count, first: firstTimes[at] ?? 0, last: lastTimes[at] ?? 0, step: number };
      this.addGatewayTotal(subject.gateway, kindId, counted);
      this.addTunnelTotal(subjectId, subject, kindId, counted);
      const minute = Math.floor(second / 60);
      if (minute > lastMinute) continue;
      this.addGatewayMinute(subject.gateway, kindId, minute, count);
      this.addTunnelMinute(subjectId, kindId, minute, count);
      if (this.newest === null || counted.last > this.newest) this.newest = counted.last;
    }
    this.noteOccurred(step.counts);
    this.forgetUncounted(step.subjects);
    this.keepWithinLimits();
  }

  /** Counts what a step says has happened since the start, whether or not it was in the seed already. */
  noteOccurred({ subjectIds, kindIds, counts }: StepCounts): void {
    for (let at = 0; at < counts.length; at++) {
      const gateway = this.subject(subjectIds[at] ?? 0)?.gateway;
      const classIndex = this.classIndexOfKind(kindIds[at] ?? 0);
      if (gateway !== undefined) this.occurred.add(gateway, classIndex, counts[at] ?? 0, this.isNewcomer);
    }
  }

  /**
   * Subtracts what is no longer stored; tunnels without events are removed.
   * @param step the number of the step that removed it
   */
  remove({ counts: removed, oldest }: Removed, step = Number.POSITIVE_INFINITY): void {
    const { seconds, subjectIds, kindIds, counts } = removed;
    for (let at = 0; at < seconds.length; at++) {
      const subjectId = subjectIds[at] ?? 0;
      const kindId = kindIds[at] ?? 0;
      const count = counts[at] ?? 0;
      const subject = this.subject(subjectId);
      if (subject === undefined) continue;
      this.total -= count;
      this.tally.add(kindId, -count);
      const minute = Math.floor((seconds[at] ?? 0) / 60);
      const gateway = this.gatewayEntry(subject.gateway, step);
      if (step > gateway.totalsAsOf) this.tally.addOf(subject.gateway, kindId, -count);
      const classIndex = this.classIndexOfKind(kindId);
      if (classIndex < 0) continue;
      const tunnel = this.tunnels.get(subjectId);
      for (const entry of tunnel === undefined ? [gateway] : [gateway, tunnel]) {
        if (step > entry.totalsAsOf) entry.activity.removeTotal(classIndex, count, oldest);
        entry.activity.removeMinute(classIndex, minute, count);
      }
      if (tunnel?.activity.total === 0) this.forgetTunnel(tunnel);
    }
    this.keepWithinLimits();
  }

  /** Lets go of subjects that are not stored any more: if one comes again, it has another number. */
  forget(subjectIds: readonly number[]): void {
    for (const id of subjectIds) {
      const tunnel = this.tunnels.get(id);
      if (tunnel !== undefined) this.forgetTunnel(tunnel);
      this.others.delete(id);
      this.interfacesById.delete(id);
      this.earlyVerdicts.delete(id);
    }
  }

  /** Sets what the drops of a tunnel are now consistent with. */
  setVerdict(subjectId: number, verdict: TunnelVerdict | null): void {
    const tunnel = this.tunnels.get(subjectId);
    if (tunnel !== undefined) tunnel.verdict = verdict;
    // The step with the tunnel may still be on its way.
    else if (verdict === null) this.earlyVerdicts.delete(subjectId);
    else this.earlyVerdicts.set(subjectId, verdict);
  }

  /** All stored events that match a filter. */
  countEvents(filter: TallyFilter): number {
    if (filter.gateway !== undefined) this.gateway(filter.gateway);
    return this.tally.count(filter);
  }

  /** Interfaces with events, of late where there are too many. */
  interfaces(): Iterable<Extract<Subject, { kind: 'interface' }>> {
    return this.interfacesById.values();
  }

  subject(id: number): Subject | undefined {
    const known = this.tunnels.get(id)?.subject ?? this.others.get(id);
    if (known !== undefined) return known;
    const subject = this.stored?.subjectOf(id);
    if (subject !== undefined) this.others.set(id, subject);
    return subject;
  }

  /** Index of a kind's class among the counted ones; −1 for stored messages of other categories. */
  classIndexOfKind(kindId: number): number {
    return this.classOfKind.get(kindId) ?? UNKNOWN_INDEX;
  }

  messageIdOfKind(kindId: number): number | null {
    return this.messageOfKind.get(kindId) ?? null;
  }

  tunnel(gateway: string, matchkey: string): TunnelEntry | undefined {
    const known = this.gateways.get(gateway)?.tunnel(matchkey);
    if (known !== undefined || this.stored === undefined) return known;
    const subject: Subject = { kind: 'tunnel', gateway, matchkey };
    const id = this.stored.idOf(subject);
    if (id === undefined || id > this.lastSubjectId) return undefined;
    const tunnel = this.tunnelEntry(id, subject, 0);
    if (tunnel?.activity.total === 0) this.forgetTunnel(tunnel);
    this.keepWithinLimits();
    return this.gateways.get(gateway)?.tunnel(matchkey);
  }

  /** A gateway with its counts; undefined when nothing is stored of it. */
  gateway(name: string): GatewayEntry | undefined {
    const known = this.gateways.get(name);
    if (known !== undefined || this.stored === undefined) return known;
    if (this.stored.totalsOfGateway(name).totals.length === 0) return undefined;
    const entry = this.gatewayEntry(name, 0);
    this.keepWithinLimits();
    return entry;
  }

  /** Frees what has left the activity window; call it about once a minute. */
  prune(referenceTime: number): void {
    // When nothing new arrives, the reference time goes back to the newest event: the content of its window must still exist.
    const last = minuteOf(Math.min(referenceTime, this.newest ?? referenceTime));
    for (const tunnel of this.active) {
      if (tunnel.activity.prune(last, ACTIVITY_MINUTES)) this.active.delete(tunnel);
      else this.see(tunnel, this.tunnelOrder);
    }
  }

  private addNames(subjects: readonly SubjectRecord[], kinds: readonly KindRecord[], step: number): void {
    for (const kind of kinds) {
      this.classOfKind.set(kind.id, countedIndex(kind.class));
      this.messageOfKind.set(kind.id, kind.messageId);
    }
    for (const { id, subject } of subjects) {
      if (this.tunnels.has(id) || this.others.get(id) !== undefined) continue;
      if (subject.kind === 'interface') this.interfacesById.set(id, subject);
      if (subject.kind !== 'tunnel') this.others.set(id, subject);
      this.gatewayEntry(subject.gateway, step);
      this.tunnelEntry(id, subject, step);
      this.lastSubjectId = Math.max(this.lastSubjectId, id);
    }
  }

  /** @param step the one that is being applied */
  private gatewayEntry(name: string, step: number): GatewayEntry {
    const known = this.gateways.get(name);
    if (known !== undefined) return known;
    const entry = new GatewayEntry(name, this.now, Number.NEGATIVE_INFINITY);
    this.gateways.set(name, entry);
    if (this.isLeft && step !== Number.POSITIVE_INFINITY) this.restoreGateway(entry);
    this.see(entry, this.gatewayOrder);
    return entry;
  }

  private restoreGateway(entry: GatewayEntry): void {
    if (this.stored === undefined) return;
    const { step, totals } = this.stored.totalsOfGateway(entry.gateway);
    entry.totalsAsOf = step;
    eachTotal(totals, (kindId, count, first, last) => {
      this.tally.addOf(entry.gateway, kindId, count);
      const classIndex = this.classIndexOfKind(kindId);
      if (classIndex >= 0) entry.activity.addTotal(classIndex, count, first, last);
    });
    entry.since = Math.min(entry.since, entry.activity.firstTime);
  }

  /**
   * A tunnel exists as long as events of it do; its subject stays, so that it can return under its number.
   * @param step the one that is being applied
   */
  private tunnelEntry(id: number, subject: Subject, step: number): TunnelEntry | undefined {
    const known = this.tunnels.get(id);
    if (known !== undefined || subject.kind !== 'tunnel') return known;
    const { gateway, matchkey } = subject;
    const tunnel: TunnelEntry = {
      id,
      gateway,
      matchkey,
      subject,
      activity: new Activity(),
      verdict: this.earlyVerdicts.get(id) ?? null,
      totalsAsOf: Number.NEGATIVE_INFINITY,
      since: this.now,
    };
    this.earlyVerdicts.delete(id);
    this.others.delete(id);
    if (id <= this.lastSubjectId && step !== Number.POSITIVE_INFINITY) this.restoreTunnel(tunnel);
    this.tunnels.set(id, tunnel);
    this.revisions.listed += 1;
    this.gatewayEntry(gateway, step).add(tunnel);
    this.see(tunnel, this.tunnelOrder);
    return tunnel;
  }

  /** Counts of an earlier tunnel are read from the store, with the steps up to the newest one there. */
  private restoreTunnel(tunnel: TunnelEntry): void {
    if (this.stored === undefined) return;
    const { step, totals } = this.stored.totalsOf(tunnel.id);
    tunnel.totalsAsOf = step;
    eachTotal(totals, (kindId, count, first, last) => {
      const classIndex = this.classIndexOfKind(kindId);
      if (classIndex >= 0) tunnel.activity.addTotal(classIndex, count, first, last);
    });
    tunnel.since = Math.min(tunnel.since, tunnel.activity.firstTime);
  }

  private see<Entry extends Restored>(entry: Entry, order: KeepOrder<Entry>): void {
    order.see(entry, this.now - entry.since >= ESTABLISHED_MS);
  }

  /** What the store had at the start was seen when its first event says so: nothing better is stored. */
  private dateBack<Entry extends Restored & { activity: Activity }>(entry: Entry, order: KeepOrder<Entry>): void {
    const { firstTime, lastTime } = entry.activity;
    if (lastTime - firstTime >= ESTABLISHED_MS) entry.since = Math.min(entry.since, firstTime);
    this.see(entry, order);
  }

  private keepWithinLimits(): void {
    for (let tunnel = this.tunnelOrder.takeLeaving(); tunnel !== undefined; tunnel = this.tunnelOrder.takeLeaving()) {
      this.forgetTunnel(tunnel);
    }
    for (let entry = this.gatewayOrder.takeLeaving(); entry !== undefined; entry = this.gatewayOrder.takeLeaving()) {
      this.isLeft = true;
      for (const tunnel of entry.tunnels) this.forgetTunnel(tunnel);
      this.gateways.delete(entry.gateway);
      this.tally.forget(entry.gateway);
    }
  }

  /** Not every stored event counts as a failure: a subject with nothing else is not listed as a tunnel. */
  private forgetUncounted(subjects: readonly SubjectRecord[]): void {
    for (const { id } of subjects) {
      const tunnel = this.tunnels.get(id);
      if (tunnel?.activity.total === 0) this.forgetTunnel(tunnel);
    }
  }

  private forgetTunnel(tunnel: TunnelEntry): void {
    if (this.tunnels.delete(tunnel.id)) this.revisions.left += 1;
    this.active.delete(tunnel);
    this.tunnelOrder.delete(tunnel);
    this.others.set(tunnel.id, tunnel.subject);
    this.gateways.get(tunnel.gateway)?.delete(tunnel);
  }

  /** Adds the counts of a seed's subjects: to their gateways too, unless it has sums of these. */
  private addSeed(seed: ModelSeed, lastMinute: number): void {
    const isSum = seed.gateways === undefined;
    const { step, totals } = seed;
    for (let at = 0; at < totals.length; at += 5) {
      const [subjectId = 0, kindId = 0, count = 0] = [totals[at], totals[at + 1], totals[at + 2]];
      const [first = 0, last = 0] = [totals[at + 3], totals[at + 4]];
      const subject = this.subject(subjectId);
      if (subject === undefined) continue;
      if (isSum) this.addGatewayTotal(subject.gateway, kindId, { count, first, last, step });
      this.addTunnelTotal(subjectId, subject, kindId, { count, first, last, step });
    }
    this.addSeedMinutes(seed.minutes, isSum, lastMinute);
  }

  private addSeedMinutes(minutes: ArrayLike<number>, isSum: boolean, lastMinute: number): void {
    for (let at = 0; at < minutes.length; at += 4) {
      const minute = minutes[at + 1] ?? 0;
      if (minute > lastMinute) continue;
      const [subjectId = 0, kindId = 0, count = 0] = [minutes[at], minutes[at + 2], minutes[at + 3]];
      if (isSum) this.addGatewayMinute(this.subject(subjectId)?.gateway, kindId, minute, count);
      this.addTunnelMinute(subjectId, kindId, minute, count);
    }
  }

  private addSums(sums: GatewaySums | undefined, step: number, lastMinute: number): void {
    if (sums === undefined) return;
    const { names, totals, minutes } = sums;
    for (const name of names) this.gatewayEntry(name, Number.POSITIVE_INFINITY);
    for (let at = 0; at < totals.length; at += 5) {
      const [index = -1, kindId = 0, count = 0] = [totals[at], totals[at + 1], totals[at + 2]];
      const counted = { count, first: totals[at + 3] ?? 0, last: totals[at + 4] ?? 0, step };
      if (index < 0) this.isLeft = true;
      this.addGatewayTotal(names[index], kindId, counted);
    }
    for (let at = 0; at < minutes.length; at += 4) {
      const minute = minutes[at + 1] ?? 0;
      if (minute <= lastMinute) {
        this.addGatewayMinute(names[minutes[at] ?? -1], minutes[at + 2] ?? 0, minute, minutes[at + 3] ?? 0);
      }
    }
  }

  private readonly isNewcomer = (gateway: string): boolean => {
    const since = this.gateways.get(gateway)?.since;
    return since === undefined || this.now - since < ESTABLISHED_MS;
  };

  /** @param name undefined for gateways that are not listed */
  private addGatewayTotal(name: string | undefined, kindId: number, { count, first, last, step }: Counted): void {
    this.total += count;
    this.tally.add(kindId, count);
    if (name === undefined) return;
    const entry = this.gatewayEntry(name, step);
    if (this.gatewayOrder.isCrowded) this.see(entry, this.gatewayOrder);
    if (step <= entry.totalsAsOf) return;
    this.tally.addOf(name, kindId, count);
    const classIndex = this.classIndexOfKind(kindId);
    if (classIndex >= 0) entry.activity.addTotal(classIndex, count, first, last);
  }

  private addTunnelTotal(id: number, subject: Subject, kindId: number, { count, first, last, step }: Counted): void {
    const classIndex = this.classIndexOfKind(kindId);
    if (classIndex < 0) return;
    const tunnel = this.tunnelEntry(id, subject, step);
    if (tunnel !== undefined && step > tunnel.totalsAsOf) tunnel.activity.addTotal(classIndex, count, first, last);
  }

  private addGatewayMinute(name: string | undefined, kindId: number, minute: number, count: number): void {
    const classIndex = this.classIndexOfKind(kindId);
    if (name === undefined || classIndex < 0) return;
    this.gateways.get(name)?.activity.addMinute(classIndex, minute, count);
  }

  private addTunnelMinute(subjectId: number, kindId: number, minute: number, count: number): void {
    const classIndex = this.classIndexOfKind(kindId);
    const tunnel = this.tunnels.get(subjectId);
    if (classIndex < 0 || tunnel === undefined) return;
    tunnel.activity.addMinute(classIndex, minute, count);
    this.active.add(tunnel);
    if (this.tunnelOrder.isCrowded) this.see(tunnel, this.tunnelOrder);
  }
}

/** Events of one kind, and the step that they came with. */
interface Counted {
  count: number;
  /** Times of the oldest and the newest, epoch ms. */
  first: number;
  last: number;
  step: number;
}

function eachTotal(
  totals: ArrayLike<number>,
  visit: (kindId: number, count: number, first: number, last: number) => void,
): void {
  for (let at = 0; at < totals.length; at += 4) {
    visit(totals[at] ?? 0, totals[at + 1] ?? 0, totals[at + 2] ?? 0, totals[at + 3] ?? 0);
  }
}

/** The minute of a time, numbered since the epoch. */
export function minuteOf(time: number): number {
  return Math.floor(time / MINUTE_MS);
}

/**
 * The time that windows and ages refer to: now, or the time of the newest event when that lies further back than
 * `pastAfterMs`, so that old files open on their own time.
 */
export function referenceTimeOf(
  newest: number | null,
  now: number,
  pastAfterMs: number,
): { time: number; isPast: boolean } {
  const isPast = newest !== null && now - newest > pastAfterMs;
  return { time: isPast ? newest : now, isPast };
}
