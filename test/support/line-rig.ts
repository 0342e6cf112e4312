import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { TemplateCache } from '@tunnelwatch/server/core/lines/fast-path';
import type { LineOrigin } from '@tunnelwatch/server/core/lines/line-origin';
import { EventColumns } from '@tunnelwatch/server/core/events/event-columns';
import { BatchBuilder } from '@tunnelwatch/server/ingest/batch/batch-builder';
import { plainBatch, withoutPath } from './event-parts.js';
import { monitorOf, NOTHING_KNOWN } from './monitors.js';

export interface LineRigOptions {
  now: number;
  zone?: string;
  /** Nothing is learned from one line for the next: every line is decoded in full. */
  forgets?: boolean;
  /** Events of one part. */
  partEvents?: number;
}

/** Reads lines of several sources as an ingest does, and stores nothing. */
export function lineRig({ now, zone = 'UTC', forgets = false, partEvents = 64 }: LineRigOptions) {
  const monitor = monitorOf(NOTHING_KNOWN, { columns: () => new EventColumns(partEvents) });
  const building = new BatchBuilder(monitor, { isWatched: false });
  const origins = new Map<string, LineOrigin>();
  const batches: ReturnType<typeof plainBatch>[] = [];
  let at = now;
  const originOf = (name: string): LineOrigin => {
    let origin = origins.get(name);
    if (origin === undefined) {
      const source = monitor.sources.of('file', name);
      const recipes = new TemplateCache();
      const known = { source, zone: zoneReader(zone), gatewayHint: 'gw-of-the-file', recipes };
      origin = { ...known, isReadOnce: false, isHintGuessed: false, age: 'live' };
      origins.set(name, origin);
    }
    if (forgets) origin.recipes = new TemplateCache();
    return origin;
  };
  return {
    line(line: string | Buffer, name = 'gw1.log') {
      const bytes = typeof line === 'string' ? Buffer.from(line) : line;
      at += 7;
      monitor.lines.arrive(at);
      monitor.lines.line(originOf(name), bytes, 0, bytes.length, false, at);
    },
    commit() {
      const taken = building.takeBatch(at, { files: [], tails: [] });
      if (taken !== undefined) batches.push(plainBatch(taken.batch));
    },
    /** Lines of a source that were decoded in full. */
    slowOf: (name = 'gw1.log') => originOf(name).source.counts.slow,
    /** What became of all lines, but for the way that they were decoded. */
    outcome: () => batches.map(withoutPath),
    /** The events' lines as they would be shown. */
    lines: () => batches.flatMap(({ events }) => events.map(({ raw }) => raw.toString('latin1'))),
  };
}
