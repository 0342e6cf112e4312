import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
import { countedIndex, UNKNOWN_INDEX } from '@tunnelwatch/shared/failure-class';
import type { Subject } from '@tunnelwatch/shared/subject';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { Activity } from './activity.js';
import { KindTally, type TallyFilter } from './kind-tally.js';
import { ACTIVITY_MINUTES, AHEAD_MINUTES } from './minute-ring.js';
import type { KindRecord, ModelSeed, StepCounts, SubjectRecord } from './records.js';

/** A time further ahead of now than this lies in the future: it is stored and shown, and moves no window. */
export const AHEAD_MS = AHEAD_MINUTES * MINUTE_MS;

export const ACTIVITY_MS = ACTIVITY_MINUTES * MINUTE_MS;

/** A tunnel in the model. */
export interface TunnelEntry {
  id: number;
  gateway: string;
  matchkey: string;
  activity: Activity;
  /** What its recent drops are consistent with; null while there is no verdict. */
  verdict: TunnelVerdict | null;
}

/** A gateway in the model: all its subjects together. */
export interface GatewayEntry {
  gateway: string;
  activity: Activity;
  /** Its tunnels with stored events, in the order of first sight. */
  tunnels: TunnelEntry[];
}

/**
 * Counts of all tunnels and gateways as the screens show them. It starts from a seed that the store returns and applies
 * the steps; it reads no clock: the reference time is an argument.
 */
export class LiveModel {
  readonly tunnels = new Map<number, TunnelEntry>();
  readonly gateways = new Map<string, GatewayEntry>();
  /** Tunnels with events in the activity window. */
  readonly active = new Set<TunnelEntry>();
  private readonly subjects = new Map<number, Subject>();
  private readonly classOfKind = new Map<number, number>();
  private readonly messageOfKind = new Map<number, number | null>();
  private readonly earlyVerdicts = new Map<number, TunnelVerdict>();
  private readonly tally = new KindTally();
  private newest: number | null = null;
  private total = 0;

  /** @param now epoch ms, with the same meaning as for `apply` */
  constructor(seed: ModelSeed, now: number) {
    const lastMinute = minuteOf(now) + AHEAD_MINUTES;
    this.newest = seed.newestTime;
    this.addNames(seed.subjects, seed.kinds);
    const { totals, minutes } = seed;
    for (let at = 0; at < totals.length; at += 5) {
      const [subjectId, kindId, count] = [totals[at] ?? 0, totals[at + 1] ?? 0, totals[at + 2] ?? 0];
      this.addTotal(subjectId, kindId, count, totals[at + 3] ?? 0, totals[at + 4] ?? 0);
    }
    for (let at = 0; at < minutes.length; at += 4) {
      const minute = minutes[at + 1] ?? 0;
      if (minute <= lastMinute) this.addMinute(minutes[at] ?? 0, minutes[at + 2] ?? 0, minute, minutes[at + 3] ?? 0);
    }
    this.forgetUncounted(seed.subjects);
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
    step: { subjects: readonly SubjectRecord[]; kinds: readonly KindRecord[]; counts: StepCounts },
    now: number,
  ): void {
    this.addNames(step.subjects, step.kinds);
    const { seconds, subjectIds, kindIds, counts, firstTimes, lastTimes } = step.counts;
    const lastMinute = minuteOf(now) + AHEAD_MINUTES;
    for (let at = 0; at < seconds.length; at++) {
      const second = seconds[at] ?? 0;
      const subjectId = subjectIds[at] ?? 0;
      const kindId = kindIds[at] ?? 0;
      const count = counts[at] ?? 0;
      this.addTotal(subjectId, kindId, count, firstTimes[at] ?? 0, lastTimes[at] ?? 0);
      const minute = Math.floor(second / 60);
      if (minute > lastMinute) continue;
      this.addMinute(subjectId, kindId, minute, count);
      const lastTime = lastTimes[at] ?? 0;
      if (this.newest === null || lastTime > this.newest) this.newest = lastTime;
    }
    this.forgetUncounted(step.subjects);
  }

  /**
   * Subtracts what is no longer stored; tunnels without events are removed.
   * @param oldest time of the oldest event still stored, epoch ms
   */
  remove({ counts: removed, oldest }: { counts: StepCounts; oldest: number | null }): void {
    const { seconds, subjectIds, kindIds, counts } = removed;
    for (let at = 0; at < seconds.length; at++) {
      const subjectId = subjectIds[at] ?? 0;
      const kindId = kindIds[at] ?? 0;
      const count = counts[at] ?? 0;
      const subject = this.subjects.get(subjectId);
      if (subject === undefined) continue;
      this.total -= count;
      this.tally.add(subject.gateway, kindId, -count);
      const classIndex = this.classIndexOfKind(kindId);
      if (classIndex < 0) continue;
      const minute = Math.floor((seconds[at] ?? 0) / 60);
      const tunnel = this.tunnels.get(subjectId);
      for (const activity of [this.gatewayEntry(subject.gateway).activity, tunnel?.activity]) {
        activity?.removeTotal(classIndex, count, oldest);
        activity?.removeMinute(classIndex, minute, count);
      }
      if (tunnel?.activity.total === 0) this.forgetTunnel(tunnel);
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
    return this.tally.count(filter);
  }

  /** Interfaces with events. */
  *interfaces(): Iterable<Extract<Subject, { kind: 'interface' }>> {
    for (const subject of this.subjects.values()) if (subject.kind === 'interface') yield subject;
  }

  subject(id: number): Subject | undefined {
    return this.subjects.get(id);
  }

  /** Index of a kind's class among the counted ones; −1 for stored messages of other categories. */
  classIndexOfKind(kindId: number): number {
    return this.classOfKind.get(kindId) ?? UNKNOWN_INDEX;
  }

  messageIdOfKind(kindId: number): number | null {
    return this.messageOfKind.get(kindId) ?? null;
  }

  tunnel(gateway: string, matchkey: string): TunnelEntry | undefined {
    return this.gateways.get(gateway)?.tunnels.find((tunnel) => tunnel.matchkey === matchkey);
  }

  /** Frees what has left the activity window; call it about once a minute. */
  prune(referenceTime: number): void {
    // When nothing new arrives, the reference time goes back to the newest event: the content of its window must still exist.
    const last = minuteOf(Math.min(referenceTime, this.newest ?? referenceTime));
    for (const tunnel of this.active) {
      if (tunnel.activity.prune(last, ACTIVITY_MINUTES)) this.active.delete(tunnel);
    }
  }

  private addNames(subjects: readonly SubjectRecord[], kinds: readonly KindRecord[]): void {
    for (const { id, subject } of subjects) {
      if (this.subjects.has(id)) continue;
      this.subjects.set(id, subject);
      this.gatewayEntry(subject.gateway);
      this.tunnelEntry(id, subject);
    }
    for (const kind of kinds) {
      this.classOfKind.set(kind.id, countedIndex(kind.class));
      this.messageOfKind.set(kind.id, kind.messageId);
    }
  }

  private gatewayEntry(name: string): GatewayEntry {
    let entry = this.gateways.get(name);
    if (entry === undefined) {
      entry = { gateway: name, activity: new Activity(), tunnels: [] };
      this.gateways.set(name, entry);
    }
    return entry;
  }

  /** A tunnel exists as long as events of it do; its subject stays, so that it can return under its number. */
  private tunnelEntry(id: number, subject: Subject): TunnelEntry | undefined {
    const known = this.tunnels.get(id);
    if (known !== undefined || subject.kind !== 'tunnel') return known;
    const tunnel = {
      id,
      gateway: subject.gateway,
      matchkey: subject.matchkey,
      activity: new Activity(),
      verdict: this.earlyVerdicts.get(id) ?? null,
    };
    this.earlyVerdicts.delete(id);
    this.tunnels.set(id, tunnel);
    const { tunnels } = this.gatewayEntry(subject.gateway);
    let place = tunnels.length;
    while (place > 0 && (tunnels[place - 1]?.id ?? 0) > id) place -= 1;
    tunnels.splice(place, 0, tunnel);
    return tunnel;
  }

  /** Not every stored event counts as a failure: a subject with nothing else is not listed as a tunnel. */
  private forgetUncounted(subjects: readonly SubjectRecord[]): void {
    for (const { id } of subjects) {
      const tunnel = this.tunnels.get(id);
      if (tunnel?.activity.total === 0) this.forgetTunnel(tunnel);
    }
  }

  private forgetTunnel(tunnel: TunnelEntry): void {
    this.tunnels.delete(tunnel.id);
    this.active.delete(tunnel);
    const { tunnels } = this.gatewayEntry(tunnel.gateway);
    tunnels.splice(tunnels.indexOf(tunnel), 1);
  }

  private addTotal(subjectId: number, kindId: number, count: number, firstTime: number, lastTime: number): void {
    const subject = this.subjects.get(subjectId);
    if (subject === undefined) return;
    const classIndex = this.classIndexOfKind(kindId);
    this.total += count;
    this.tally.add(subject.gateway, kindId, count);
    if (classIndex >= 0) {
      this.gatewayEntry(subject.gateway).activity.addTotal(classIndex, count, firstTime, lastTime);
      this.tunnelEntry(subjectId, subject)?.activity.addTotal(classIndex, count, firstTime, lastTime);
    }
  }

  private addMinute(subjectId: number, kindId: number, minute: number, count: number): void {
    const subject = this.subjects.get(subjectId);
    const classIndex = this.classIndexOfKind(kindId);
    if (subject === undefined || classIndex < 0) return;
    this.gatewayEntry(subject.gateway).activity.addMinute(classIndex, minute, count);
    const tunnel = this.tunnels.get(subjectId);
    if (tunnel === undefined) return;
    tunnel.activity.addMinute(classIndex, minute, count);
    this.active.add(tunnel);
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
