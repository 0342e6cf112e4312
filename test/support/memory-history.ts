import { COUNTED_CLASSES, countedIndex } from '@tunnelwatch/shared/failure-class';
import { type Subject, subjectKey } from '@tunnelwatch/shared/subject';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { EventFilter } from '@tunnelwatch/shared/api';
import type { KindRecord, ModelSeed, SubjectRecord } from '@tunnelwatch/server/core/aggregate/records';
import type { StoredEvent } from '@tunnelwatch/server/core/classify/describe-event';
import { countBySecond } from '@tunnelwatch/server/core/monitor';
import { StepSummary } from '@tunnelwatch/server/ingest/batch/step-summary';
import type { ClassCountsByBucket, EventPage } from '@tunnelwatch/server/store/queries';
import type { Step } from '@tunnelwatch/server/store/step';
import type { EventRecord } from '@tunnelwatch/server/core/events/event-record';
import { partOf } from './event-parts.js';

/** Kinds of events that histories are made of; the index in this list plus one is the number. */
export const KINDS: readonly KindRecord[] = [
  { id: 1, messageId: 278, class: 'replay', severity: 'notice', isKnown: true, repeats: 1 },
  { id: 2, messageId: 611, class: 'integrity', severity: 'notice', isKnown: true, repeats: 1 },
  { id: 3, messageId: 264, class: 'malformed', severity: 'notice', isKnown: true, repeats: 1 },
  { id: 4, messageId: 1682, class: 'routing', severity: 'critical', isKnown: true, repeats: 1 },
  { id: 5, messageId: 99999, class: 'unknown', severity: 'notice', isKnown: false, repeats: 1 },
];

/** An event as a test thinks of it. */
export interface MadeEvent {
  /** Epoch ms. */
  time: number;
  subject: Subject;
  kindId: number;
}

/** What a commit brings beside events. */
interface Extras {
  alerts?: Alert[];
  at?: number;
}

/** Events of one subject and kind. */
interface Total {
  subjectId: number;
  kindId: number;
  count: number;
  firstTime: number;
  lastTime: number;
}

/** A store of the simplest kind, by which the real ones and all that is derived from them are judged: a list of events. */
export class MemoryHistory {
  readonly events: StoredEvent[] = [];
  /** The kind of each event, in the same order. */
  readonly kindIds: number[] = [];
  readonly steps: Step[] = [];
  private readonly subjects: SubjectRecord[] = [];
  private readonly ids = new Map<string, number>();

  /** Stores events as one commit and gives the step that the pipeline would tell of. */
  commit(made: readonly MadeEvent[], { alerts = [], at = 0 }: Extras = {}): Step {
    const isFirst = this.steps.length === 0;
    const known = this.subjects.length;
    const records = made.map((event) => this.recordOf(event));
    const firstSeq = this.events.length + 1;
    made.forEach((event, index) => this.events.push(storedOf(event, firstSeq + index)));
    made.forEach(({ kindId }) => this.kindIds.push(kindId));
    const summary = new StepSummary({
      subject: (id) => this.subjects[id - 1]?.subject,
      kind: (id) => KINDS[id - 1],
      sourceName: () => 'test.log',
    });
    const part = partOf(records, this.subjects.slice(known), isFirst ? [...KINDS] : []);
    summary.add(
      part,
      countBySecond(part.columns, () => 1),
    );
    const committed = { step: this.steps.length + 1, firstSeq, count: records.length };
    const step = summary.finish({ committed, at, alerts, gateways: [], goneGateways: [] });
    this.steps.push(step);
    return step;
  }

  /** What a model starts from, as of now; the minutes reach back to `since`, epoch ms. */
  seed(since: number): ModelSeed {
    const totals = new Map<string, Total>();
    const minutes = new Map<string, { subjectId: number; kindId: number; minute: number; count: number }>();
    this.events.forEach(({ time, subject }, at) => {
      const subjectId = this.idOf(subject);
      const kindId = this.kindIds[at] ?? 0;
      const key = `${String(subjectId)} ${String(kindId)}`;
      const total = totals.get(key) ?? { subjectId, kindId, count: 0, firstTime: time, lastTime: time };
      totals.set(key, {
        ...total,
        count: total.count + 1,
        firstTime: Math.min(total.firstTime, time),
        lastTime: Math.max(total.lastTime, time),
      });
      if (time < since) return;
      const minute = Math.floor(time / 60_000);
      const inMinute = minutes.get(`${key} ${String(minute)}`) ?? { subjectId, kindId, minute, count: 0 };
      minutes.set(`${key} ${String(minute)}`, { ...inMinute, count: inMinute.count + 1 });
    });
    return {
      step: this.steps.length,
      newestTime: this.newestUpTo(Number.MAX_SAFE_INTEGER),
      subjects: [...this.subjects],
      kinds: [...KINDS],
      totals: [...totals.values()].flatMap(({ subjectId, kindId, count, firstTime, lastTime }) => [
        ...[subjectId, kindId, count, firstTime, lastTime],
      ]),
      minutes: [...minutes.values()].flatMap((each) => [each.subjectId, each.minute, each.kindId, each.count]),
    };
  }

  /** Events of a filter by (gateway, matchkey, class, messageId), newest first. */
  list(filter: EventFilter, limit: number): EventPage {
    const events = this.matching(filter)
      .sort((a, b) => b.time - a.time || b.seq - a.seq)
      .slice(0, limit);
    return { events, nextCursor: null };
  }

  classBuckets(filter: EventFilter, from: number, stepMs: number, buckets: number): ClassCountsByBucket {
    const counts = new Array<number>(buckets * COUNTED_CLASSES.length).fill(0);
    for (const event of this.matching(filter)) {
      const bucket = Math.floor((event.time - from) / stepMs);
      const at = bucket * COUNTED_CLASSES.length + countedIndex(event.class);
      if (bucket >= 0 && bucket < buckets) counts[at] = (counts[at] ?? 0) + 1;
    }
    return { step: this.steps.length, from, stepMs, counts };
  }

  matching({ gateway, matchkey, class: failureClass, messageId }: EventFilter): StoredEvent[] {
    return this.events.filter(
      ({ subject, ...event }) =>
        (gateway === undefined || subject.gateway === gateway) &&
        (matchkey === undefined || (subject.kind === 'tunnel' && subject.matchkey === matchkey)) &&
        (failureClass === undefined || event.class === failureClass) &&
        (messageId === undefined || event.messageId === messageId),
    );
  }

  get newestTime(): number | null {
    return this.newestUpTo(Number.MAX_SAFE_INTEGER);
  }

  newestUpTo(upTo: number): number | null {
    const times = this.events.map(({ time }) => time).filter((time) => time <= upTo);
    return times.length === 0 ? null : Math.max(...times);
  }

  private recordOf({ time, subject, kindId }: MadeEvent): EventRecord {
    const subjectId = this.idOf(subject);
    return { time, receivedTime: time, subjectId, kindId, sourceId: 1, raw: rawOf(time) };
  }

  private idOf(subject: Subject): number {
    const key = subjectKey(subject);
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.subjects.length + 1;
      this.ids.set(key, id);
      this.subjects.push({ id, subject });
    }
    return id;
  }
}

function storedOf({ time, subject, kindId }: MadeEvent, seq: number): StoredEvent {
  const kind = KINDS[kindId - 1];
  if (kind === undefined) throw new Error(`no kind ${String(kindId)}`);
  const { id: _id, ...what } = kind;
  return { seq, time, receivedTime: time, subject, ...what, source: 'test.log', raw: rawOf(time) };
}

function rawOf(time: number): Buffer {
  return Buffer.from(`[${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}] EFW: IPSEC: prio=2`);
}
