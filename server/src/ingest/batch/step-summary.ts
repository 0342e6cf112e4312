import type { GatewayRecord } from '../../core/aggregate/gateway-life.js';
import { BucketCounts } from '../../core/aggregate/pair-counts.js';
import type { KindRecord, StepCounts, SubjectRecord } from '../../core/aggregate/records.js';
import type { StoredEvent } from '../../core/classify/describe-event.js';
import type { Subject } from '@tunnelwatch/shared/subject';
import type { Alert } from '@tunnelwatch/shared/alert';
import { type EventRecord, recordsOf } from '../../core/events/event-record.js';
import type { Step } from '../../store/step.js';
import type { Committed } from '../../store/store.js';
import type { EventPart } from '../../core/events/event-part.js';

/** All buckets of charts begin at a multiple of this. */
const GRAIN_SECONDS = 5;
/** Maximum number of events that a step carries for live lists; a list that needs more reads them from the store. */
const MAX_NEWEST = 200;

interface Lookup {
  subject: (id: number) => Subject | undefined;
  kind: (id: number) => KindRecord | undefined;
  sourceName: (id: number) => string;
}

/** What is known of a step only once it is durable, and its content besides events. */
interface StepRest {
  committed: Committed;
  at: number;
  alerts: Alert[];
  gateways: GatewayRecord[];
  goneGateways: string[];
}

/** Summarises the parts of a batch, in the form in which other threads get it once the batch is durable. */
export class StepSummary {
  private readonly counts = new BucketCounts();
  private newest: EventRecord[] = [];
  private readonly subjects: SubjectRecord[] = [];
  private readonly kinds: KindRecord[] = [];
  private events = 0;

  constructor(private readonly lookup: Lookup) {}

  /** @param counts the part's events by second */
  add(part: EventPart, counts: BucketCounts): void {
    const { columns, subjects, kinds } = part;
    const { count } = columns;
    for (const [second, pairs] of counts.buckets) this.counts.at(second - (second % GRAIN_SECONDS)).addAll(pairs);
    const own = recordsOf(part, Math.max(0, count - MAX_NEWEST));
    this.newest = own.length >= MAX_NEWEST ? own : [...this.newest, ...own].slice(-MAX_NEWEST);
    this.subjects.push(...subjects);
    this.kinds.push(...kinds);
    this.events += count;
  }

  finish({ committed, at, alerts, gateways, goneGateways }: StepRest): Step {
    const { events, subjects, kinds } = this;
    const firstSeq = committed.firstSeq + events - this.newest.length;
    const newest = this.newest.flatMap((event, index) => this.describe(event, firstSeq + index));
    return {
      step: committed.step,
      at,
      events,
      subjects,
      kinds,
      counts: this.toColumns(),
      newest,
      skippedEvents: events - newest.length,
      alerts,
      gateways,
      goneGateways,
      ...(committed.left !== undefined && { leftSubjects: committed.left.subjects }),
    };
  }

  private describe(event: EventRecord, seq: number): StoredEvent[] {
    const subject = this.lookup.subject(event.subjectId);
    const kind = this.lookup.kind(event.kindId);
    if (subject === undefined || kind === undefined) return [];
    const { messageId, severity, class: failureClass, isKnown, repeats } = kind;
    const { time, receivedTime, raw } = event;
    const source = this.lookup.sourceName(event.sourceId);
    return [
      { seq, time, receivedTime, subject, messageId, severity, class: failureClass, isKnown, repeats, source, raw },
    ];
  }

  private toColumns(): StepCounts {
    const { buckets } = this.counts;
    let entries = 0;
    for (const pairs of buckets.values()) entries += pairs.size;
    const columns: StepCounts = {
      seconds: new Float64Array(entries),
      subjectIds: new Int32Array(entries),
      kindIds: new Int32Array(entries),
      counts: new Int32Array(entries),
      firstTimes: new Float64Array(entries),
      lastTimes: new Float64Array(entries),
    };
    let to = 0;
    for (const [second, pairs] of buckets) {
      for (let at = 0; at < pairs.size; at++) {
        columns.seconds[to] = second;
        columns.subjectIds[to] = pairs.id(at);
        columns.kindIds[to] = pairs.kindId(at);
        columns.counts[to] = pairs.counts[at] ?? 0;
        columns.firstTimes[to] = pairs.firstTimes[at] ?? 0;
        columns.lastTimes[to] = pairs.lastTimes[at] ?? 0;
        to += 1;
      }
    }
    return columns;
  }
}
