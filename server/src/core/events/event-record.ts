import { type EventColumns, textsOf } from './event-columns.js';
import type { EventPart } from './event-part.js';

/** One event as a row: for the few that do not need columns. */
export interface EventRecord {
  /** Epoch ms. */
  time: number;
  /** Epoch ms. */
  receivedTime: number;
  subjectId: number;
  kindId: number;
  sourceId: number;
  raw: Buffer;
}

/** The events of a part as rows, from the one with number `from` on. */
export function recordsOf(part: Pick<EventPart, 'columns' | 'shapes' | 'words'>, from = 0): EventRecord[] {
  const { columns } = part;
  const texts = textsOf(part);
  const records: EventRecord[] = [];
  for (let at = from; at < columns.count; at++) {
    records.push({
      time: columns.times[at] ?? 0,
      receivedTime: columns.receivedTimes[at] ?? 0,
      subjectId: columns.subjectIds[at] ?? 0,
      kindId: columns.kindIds[at] ?? 0,
      sourceId: columns.sourceIds[at] ?? 0,
      raw: columns.line(at, texts),
    });
  }
  return records;
}

/** Adds all of a row except its line to columns. */
export function addRecord(columns: EventColumns, record: EventRecord): void {
  const { time, receivedTime, subjectId, kindId, sourceId } = record;
  columns.addEvent(time, receivedTime, subjectId, kindId, sourceId);
}
