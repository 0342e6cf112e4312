import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { availableParallelism } from 'node:os';
import type { StoredFilter } from '../../store/queries.js';
import { Thread } from '../../threads/thread.js';
import { EVENT_COLUMNS } from './event-rows.js';
import type { ExportData, ExportPage, ExportProtocol } from './export-protocol.js';
import { ROW_FORMATS } from './row-format.js';

/** More would wait for whoever reads the export. */
const MAX_THREADS = 4;

export interface EventExport extends ExportData {
  filter: StoredFilter;
  /** Times at which the events are divided among the threads, epoch ms, descending. */
  divisions: readonly number[];
  onDamage: (damage: StoreDamage) => void;
}

/** A range of time whose next page is being written. */
interface Range {
  filter: StoredFilter;
  thread: Thread<ExportProtocol>;
  page: Promise<ExportPage>;
}

/**
 * Writes events as rows, newest first, in as many threads as there are processors. Each has written at most one page ahead,
 * so memory stays bounded, however slowly the pages are taken.
 */
export async function* exportEvents(request: EventExport): AsyncGenerator<Pick<ExportPage, 'bytes' | 'rows'>> {
  const { filter, divisions, onDamage, ...data } = request;
  const waiting = rangesOf(filter, divisions);
  const count = Math.min(availableParallelism(), MAX_THREADS, waiting.length);
  const threads = Array.from({ length: count }, () => startThread(data, onDamage));
  yield { bytes: Buffer.from(ROW_FORMATS[data.format].head(EVENT_COLUMNS)), rows: 0 };
  const begun: Range[] = [];
  const begin = (thread: Thread<ExportProtocol>) => {
    const next = waiting.shift();
    if (next !== undefined) begun.push({ filter: next, thread, page: pageOf(thread, next, undefined) });
  };
  try {
    threads.forEach(begin);
    for (let range = begun.shift(); range !== undefined; range = begun.shift()) {
      for (;;) {
        const page: ExportPage = await range.page;
        // The next one is written while this one is taken.
        if (page.nextCursor !== null) range.page = pageOf(range.thread, range.filter, page.nextCursor);
        else begin(range.thread);
        yield page;
        if (page.nextCursor === null) break;
      }
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

function startThread(data: ExportData, onDamage: (damage: StoreDamage) => void): Thread<ExportProtocol> {
  return new Thread<ExportProtocol>({
    entry: new URL('./export-worker.js', import.meta.url),
    name: 'a thread that exports events',
    data,
    calls: { page: true },
    notices: { damage: onDamage },
  });
}

function pageOf(thread: Thread<ExportProtocol>, filter: StoredFilter, cursor: string | undefined): Promise<ExportPage> {
  const page = thread.calls.page(filter, cursor);
  // Whoever awaits it gets the error; until then it is not an unhandled one.
  page.catch(() => undefined);
  return page;
}

/** The filter for each range of time, the newest first. */
function rangesOf(filter: StoredFilter, divisions: readonly number[]): StoredFilter[] {
  const { from = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER } = filter;
  const inside = divisions.filter((time) => time > from && time < to);
  const ends = [filter.to, ...inside];
  return ends.map((end, index) => ({ ...filter, from: inside[index] ?? filter.from, to: end }));
}
