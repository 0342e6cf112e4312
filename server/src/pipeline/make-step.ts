import type { Subject } from '@tunnelwatch/shared/subject';
import type { StoredEvent } from '../classify/describe-event.js';
import type { KindRecord } from '../aggregate/records.js';
import type { Batch, EventRecord } from '../store/store.js';
import type { Arrival, Step } from '../store/step.js';
import type { StepCounts } from '../aggregate/records.js';

/** Events that a step carries along for live lists; a list that needs more reads them from the store. */
const MOST_NEWEST = 200;

interface Lookup {
  subject: (id: number) => Subject | undefined;
  kind: (id: number) => KindRecord | undefined;
  sourceName: (id: number) => string;
}

interface StepParts {
  batch: Batch;
  step: number;
  firstSeq: number;
  at: number;
  arrivals: Arrival[];
  lookup: Lookup;
}

/** What a commit changed, in the form in which other threads get it. */
export function makeStep({ batch, step, firstSeq, at, arrivals, lookup }: StepParts): Step {
  const { events } = batch;
  const from = Math.max(0, events.length - MOST_NEWEST);
  const newest = events.slice(from).flatMap((event, index) => describe(event, firstSeq + from + index, lookup));
  return {
    step,
    at,
    events: events.length,
    subjects: batch.subjects,
    kinds: batch.kinds,
    counts: sumCounts(events),
    newest,
    skippedEvents: events.length - newest.length,
    alerts: batch.alerts,
    arrivals,
  };
}

function describe(event: EventRecord, seq: number, lookup: Lookup): StoredEvent[] {
  const subject = lookup.subject(event.subjectId);
  const kind = lookup.kind(event.kindId);
  if (subject === undefined || kind === undefined) return [];
  const { messageId, severity, class: failureClass, isKnown } = kind;
  return [
    {
      seq,
      time: event.time,
      receivedTime: event.receivedTime,
      subject,
      messageId,
      severity,
      class: failureClass,
      isKnown,
      source: lookup.sourceName(event.sourceId),
      raw: event.raw,
    },
  ];
}

/**
 * Kinds are few, but a hostile sender may use millions of ids; a subject's number times this plus a kind's stays below
 * 2^53 for 2^31 subjects.
 */
const KIND_SPAN = 4_194_304;

/** Events of one second, subject and kind. */
interface Tally {
  count: number;
  first: number;
  last: number;
}

/** Sums a batch by second, subject and kind. Numeric keys only: this runs over every event. */
function sumCounts(events: readonly EventRecord[]): StepCounts {
  const bySecond = new Map<number, Map<number, Tally>>();
  let entries = 0;
  for (const { time, subjectId, kindId } of events) {
    const second = Math.floor(time / 1000);
    let group = bySecond.get(second);
    if (group === undefined) bySecond.set(second, (group = new Map()));
    const key = subjectId * KIND_SPAN + kindId;
    const tally = group.get(key);
    if (tally === undefined) {
      entries += 1;
      group.set(key, { count: 1, first: time, last: time });
    } else {
      tally.count += 1;
      if (time < tally.first) tally.first = time;
      if (time > tally.last) tally.last = time;
    }
  }
  return toColumns(bySecond, entries);
}

function toColumns(bySecond: ReadonlyMap<number, ReadonlyMap<number, Tally>>, entries: number): StepCounts {
  const columns: StepCounts = {
    seconds: new Float64Array(entries),
    subjectIds: new Int32Array(entries),
    kindIds: new Int32Array(entries),
    counts: new Int32Array(entries),
    firstTimes: new Float64Array(entries),
    lastTimes: new Float64Array(entries),
  };
  let at = 0;
  for (const [second, group] of bySecond) {
    for (const [key, tally] of group) {
      columns.seconds[at] = second;
      columns.subjectIds[at] = Math.floor(key / KIND_SPAN);
      columns.kindIds[at] = key % KIND_SPAN;
      columns.counts[at] = tally.count;
      columns.firstTimes[at] = tally.first;
      columns.lastTimes[at] = tally.last;
      at += 1;
    }
  }
  return columns;
}
