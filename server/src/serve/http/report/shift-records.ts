import type { ReportSpan } from '@tunnelwatch/shared/report';
import { MAX_RECORD_AGE_MS, type ShiftRecord } from '../../../core/report/shift/watch-spans.js';
import type { ApiContext } from '../api-context.js';

/** Records of one read: between two, others get their answers. */
const PAGE = 1000;

/** The records of a period, and those shortly before it. */
export async function recordsOf(reader: ApiContext['reader'], { from, to }: ReportSpan): Promise<ShiftRecord[]> {
  const records: ShiftRecord[] = [];
  let next = from - MAX_RECORD_AGE_MS;
  for (;;) {
    const page = await reader.shiftRecords(next, to, PAGE);
    records.push(...page);
    next = (page.at(-1)?.at ?? to) + 1;
    if (page.length < PAGE) return records;
  }
}
