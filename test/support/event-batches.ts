import type { KindRecord } from '@tunnelwatch/server/core/aggregate/records';
import { emptyCounts } from '@tunnelwatch/server/core/aggregate/source-tally';
import type { SubjectRecord } from '@tunnelwatch/server/core/aggregate/records';
import type { EventRecord } from '@tunnelwatch/server/core/events/event-record';
import type { Batch } from '@tunnelwatch/server/store/store';
import type { SourceRecord } from '@tunnelwatch/server/core/aggregate/source-tally';
import type { EventFilter } from '@tunnelwatch/shared/api';
import { severityRank } from '@tunnelwatch/shared/severity';
import type { Subject } from '@tunnelwatch/shared/subject';
import fc from 'fast-check';
import { partOf } from './event-parts.js';

/** An event in words, as the brute-force model keeps it. */
export interface PlainEvent {
  time: number;
  subject: Subject;
  kind: Omit<KindRecord, 'id'>;
  raw: string;
}

const tunnel = (gateway: string, matchkey: string): Subject => ({ kind: 'tunnel', gateway, matchkey });

/** Names that are equal in part, empty, or mean something to SQL; an interface and a tunnel of one name. */
export const SUBJECTS: readonly Subject[] = [
  tunnel('gw1', 'a'),
  tunnel('gw1', 'b'),
  tunnel('gw2', 'a'),
  tunnel('gw2', ''),
  tunnel('GW1', "a' OR 1=1 --"),
  { kind: 'interface', gateway: 'gw1', iface: 'a' },
  { kind: 'interface', gateway: 'gw2', iface: 'ipsec_ÿ_🔒' },
  { kind: 'gateway', gateway: 'gw1' },
  { kind: 'gateway', gateway: '' },
];

export const KINDS: readonly Omit<KindRecord, 'id'>[] = [
  { messageId: 278, class: 'replay', severity: 'notice', isKnown: true, repeats: 1 },
  { messageId: 278, class: 'replay', severity: 'error', isKnown: true, repeats: 1 },
  { messageId: 611, class: 'integrity', severity: 'notice', isKnown: true, repeats: 1 },
  { messageId: 1682, class: 'routing', severity: 'critical', isKnown: true, repeats: 1 },
  { messageId: 579, class: 'memory', severity: 'debug', isKnown: true, repeats: 1 },
  { messageId: null, class: 'unknown', severity: 'notice', isKnown: false, repeats: 1 },
  { messageId: 0, class: 'unknown', severity: 'emergency', isKnown: false, repeats: 1 },
  // Folded by a receiver: one line that counts for several events.
  { messageId: 278, class: 'replay', severity: 'notice', isKnown: true, repeats: 5 },
  { messageId: 1682, class: 'routing', severity: 'critical', isKnown: true, repeats: 3 },
];

/** How many events lines count for. */
export function occurrencesIn(lines: readonly { kind: Pick<KindRecord, 'repeats'> }[]): number {
  return lines.reduce((sum, { kind }) => sum + kind.repeats, 0);
}

const HOUR = 3_600_000;
export const START = Date.UTC(2026, 1, 10, 12);

/** A followed file with numbers beyond 32 bits and 2^53, and bytes that are no text. */
export const FILE: Batch['files'][number] = {
  id: 1,
  sourceId: 1,
  path: '/logs/gw.log',
  device: '18446744073709551615',
  inode: '9007199254740993',
  fingerprint: 'f',
  fingerprintLength: 20,
  position: 4_294_967_296_123,
  tail: Buffer.from([0, 255, 10]),
  isSkipping: true,
  state: 'reading',
  head: Buffer.from('head'),
  size: 4_294_967_296_999,
  landmarks: Buffer.from([7, 0, 9]),
};

/** A gateway with everything that is known of one. */
export const GATEWAY: Batch['gateways'][number] = {
  gateway: "gw1 ' ÿ",
  domain: 'noc.example',
  members: ['Master', 'Slave'],
  firstArrival: START - 7_200_000,
  lastArrival: START,
  lastLive: START - 5,
  sourceId: 1,
  turns: { active: 'Slave', activeAt: START, switchOvers: [{ at: START - 9, from: 'Master', to: 'Slave', newSas: 3 }] },
  skewMs: -125.5,
  zoneOffset: { zone: 'UTC', offsetMs: -18_000_000, since: START },
  usual: { watchedMs: 7, gapCount: 2, linesPerMinute: 0.25, gaps: [{ seconds: 9, at: 5 }] },
};

/** Times over some hours, crowded on the edges of minutes and hours, and some far away. */
export const time = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: START - 3 * HOUR, max: START + 3 * HOUR }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -1, max: 1 }))
      .map(([m, ms]) => START + m * 60_000 + ms),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -1, max: 1 }))
      .map(([h, ms]) => START + h * HOUR + ms),
  },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, Date.UTC(1999, 0, 1), Date.UTC(2099, 0, 1)) },
);

const event: fc.Arbitrary<PlainEvent> = fc.record({
  time,
  subject: fc.constantFrom(...SUBJECTS),
  kind: fc.constantFrom(...KINDS),
  raw: fc.string({ unit: fc.constantFrom(...'abAB%_\\\'"é\u00e9 1'), maxLength: 12 }),
});

export const batches = fc.array(fc.array(event, { maxLength: 40 }), { minLength: 1, maxLength: 5 });

/** What a filter may ask for; each part is there or not. */
export const filter: fc.Arbitrary<EventFilter> = fc
  .record(
    {
      gateway: fc.constantFrom('gw1', 'gw2', 'GW1', '', 'nobody'),
      matchkey: fc.constantFrom('a', 'b', '', "a' OR 1=1 --", 'nothing'),
      iface: fc.constantFrom('a', 'ipsec_ÿ_🔒', 'none'),
      messageId: fc.constantFrom(278, 611, 1682, 0, 5),
      class: fc.constantFrom('replay', 'integrity', 'routing', 'unknown', 'policy'),
      severity: fc.constantFrom('debug', 'notice', 'error', 'critical', 'emergency'),
      from: time,
      to: time,
      q: fc.constantFrom('', 'a', 'A', '%', '_', '\\', "'", 'é', 'ab', '1 '),
    },
    { requiredKeys: [] },
  )
  .chain((whole) =>
    // All parts at once leave nothing: most filters have one or two.
    fc
      .subarray(Object.keys(whole), { maxLength: Math.min(3, Object.keys(whole).length) })
      .map((keys) => Object.fromEntries(Object.entries(whole).filter(([key]) => keys.includes(key)))),
  );

/** Whether a filter leaves an event, the plain way. */
export function leaves(by: EventFilter, { time: at, subject, kind, raw }: PlainEvent): boolean {
  return (
    leavesSubject(by, subject) &&
    (by.messageId === undefined || kind.messageId === by.messageId) &&
    (by.class === undefined || kind.class === by.class) &&
    (by.severity === undefined || severityRank(kind.severity) >= severityRank(by.severity)) &&
    (by.from === undefined || at >= by.from) &&
    (by.to === undefined || at < by.to) &&
    (by.q === undefined || foldAscii(raw).includes(foldAscii(by.q)))
  );
}

function leavesSubject(by: EventFilter, subject: Subject): boolean {
  return (
    (by.gateway === undefined || subject.gateway === by.gateway) &&
    (by.matchkey === undefined || (subject.kind === 'tunnel' && subject.matchkey === by.matchkey)) &&
    (by.iface === undefined || (subject.kind === 'interface' && subject.iface === by.iface))
  );
}

function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The one source of all these events. */
export const SOURCE: SourceRecord = { id: 1, kind: 'file', name: '/logs/gw.log', ...emptyCounts() };

/** Numbers subjects and kinds as they come, as the pipeline does, and makes batches of events. */
export class BatchMaker {
  private subjects: SubjectRecord[] = [];
  private lastSubject = 0;
  private readonly kinds: KindRecord[] = [];

  /** Lets go of subjects: if one comes again, it is a new one. */
  forget(ids: readonly number[]): void {
    this.subjects = this.subjects.filter(({ id }) => !ids.includes(id));
  }

  make(events: readonly PlainEvent[]): Batch {
    const before = { subjects: this.subjects.length, kinds: this.kinds.length };
    const records: EventRecord[] = events.map((each) => ({
      time: each.time,
      receivedTime: each.time + 5,
      subjectId: this.subjectId(each.subject),
      kindId: this.kindId(each.kind),
      sourceId: SOURCE.id,
      raw: Buffer.from(each.raw),
    }));
    const { subjects, kinds } = this;
    return {
      parts: [partOf(records, subjects.slice(before.subjects), kinds.slice(before.kinds))],
      sources: [SOURCE],
      files: [],
      alerts: [],
      gateways: [],
    };
  }

  /** How many events one of a kind counts for. */
  repeatsOf(kindId: number): number {
    return this.kinds[kindId - 1]?.repeats ?? 1;
  }

  private subjectId(subject: Subject): number {
    const known = this.subjects.find((record) => record.subject === subject);
    if (known !== undefined) return known.id;
    this.lastSubject += 1;
    this.subjects.push({ id: this.lastSubject, subject });
    return this.lastSubject;
  }

  private kindId(kind: Omit<KindRecord, 'id'>): number {
    const index = this.kinds.findIndex(
      (record) =>
        record.messageId === kind.messageId && record.severity === kind.severity && record.repeats === kind.repeats,
    );
    if (index >= 0) return index + 1;
    this.kinds.push({ id: this.kinds.length + 1, ...kind });
    return this.kinds.length;
  }
}
