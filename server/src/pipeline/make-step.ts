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

/** Kinds are few; a subject's number times this plus a kind's stays below 2^53 for 10^11 subjects. */
const KIND_SPAN = 65_536;

/** Sums a batch by second, subject and kind. Numeric keys only: this runs over every event. */
function sumCounts(events: readonly EventRecord[]): StepCounts {
  const bySecond = new Map<number, Map<number, number>>();
  let entries = 0;
  for (const { time, subjectId, kindId } of events) {
    const second = Math.floor(time / 1000);
    let group = bySecond.get(second);
    if (group === undefined) bySecond.set(second, (group = new Map()));
    const key = subjectId * KIND_SPAN + kindId;
    const count = group.get(key);
    if (count === undefined) entries += 1;
    group.set(key, (count ?? 0) + 1);
  }
  const counts: StepCounts = {
    seconds: new Float64Array(entries),
    subjectIds: new Int32Array(entries),
    kindIds: new Int32Array(entries),
    counts: new Int32Array(entries),
  };
  let at = 0;
  for (const [second, group] of bySecond) {
    for (const [key, count] of group) {
      counts.seconds[at] = second;
      counts.subjectIds[at] = Math.floor(key / KIND_SPAN);
      counts.kindIds[at] = key % KIND_SPAN;
      counts.counts[at] = count;
      at += 1;
    }
  }
  return counts;
}
