import type { EventClass } from '@tunnelwatch/shared/failure-class';
import type { Severity } from '@tunnelwatch/shared/severity';
import type { Subject } from '@tunnelwatch/shared/subject';

/** A subject with the number by which events refer to it. Numbers increase in the order of first sight. */
export interface SubjectRecord {
  id: number;
  subject: Subject;
}

/** Stored names that nothing has any more, as far as the store knows. */
export interface UnusedNames {
  subjects: readonly SubjectRecord[];
  gateways: readonly string[];
}

/** Names to be removed from the store, or that were: subjects by number. */
export interface LeavingNames {
  subjects: readonly number[];
  gateways: readonly string[];
}

/** The stored subjects, where not all of them are in memory. Both answers are those of the last commit at the time of the call. */
export interface StoredSubjects {
  /** The number of a subject by the name that its gateway has now; undefined when it is not stored. */
  idOf: (subject: Subject) => number | undefined;
  subjectOf: (id: number) => Subject | undefined;
}

/** All stored events of a subject or a gateway as of a step, for a live model that had let go of it. */
export interface StoredTotals {
  step: number;
  /** Four numbers per kind: kind, count, time of the oldest and of the newest event (epoch ms). */
  totals: ArrayLike<number>;
}

/** The stored subjects with the counts of their events. */
export interface StoredCounts extends StoredSubjects {
  totalsOf: (id: number) => StoredTotals;
  totalsOfGateway: (gateway: string) => StoredTotals;
}

/** What an event is, apart from when and on what: there are few, so events and counts refer to them by number. */
export interface KindRecord {
  id: number;
  messageId: number | null;
  class: EventClass;
  severity: Severity;
  isKnown: boolean;
  /**
   * How many events one of this kind counts for: more than one where a receiver folded equal messages into one line. As part
   * of the kind it costs nothing where no receiver does so. Tables and segments count lines; whatever reads them multiplies.
   */
  repeats: number;
}

/** The initial state of the live model: everything as of one step. */
export interface ModelSeed {
  step: number;
  /** Time of the newest event that does not lie in the future, epoch ms; null when there is none. */
  newestTime: number | null;
  subjects: SubjectRecord[];
  kinds: KindRecord[];
  /**
   * All stored events by subject and kind, five numbers each: subject, kind, count, time of the oldest and of the newest
   * event (epoch ms). Plain numbers, as for `minutes`.
   */
  totals: ArrayLike<number>;
  /**
   * Counts by minute over the activity window before the newest event, four numbers each: subject, minutes since the
   * epoch, kind, count. The same three may come more than once. Plain numbers: there can be a million of them, and they
   * come from another thread.
   */
  minutes: ArrayLike<number>;
  /** The highest number of a stored subject, where not all subjects are among these. */
  lastSubjectId?: number;
  /** Sums by gateway, where not all subjects are among these; else they are the sums of the subjects. */
  gateways?: GatewaySums;
}

/** Stored events by gateway. Where there are too many gateways, the number −1 stands for all others. */
export interface GatewaySums {
  names: readonly string[];
  /** Five numbers each, as in the totals of subjects, with the index of the gateway's name instead of the subject. */
  totals: ArrayLike<number>;
  /** Four numbers each, as in the minutes of subjects, likewise. */
  minutes: ArrayLike<number>;
}

/** Counts of one commit: parallel arrays, one entry for each (time, subject, kind) that occurred. */
export interface StepCounts {
  /** Seconds since the epoch, of steps at a multiple of five: no chart is finer. */
  seconds: Float64Array;
  subjectIds: Int32Array;
  kindIds: Int32Array;
  counts: Int32Array;
  /** Time of the oldest and of the newest event of the entry, epoch ms. */
  firstTimes: Float64Array;
  lastTimes: Float64Array;
}
