import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import type { Report, ReportSpan } from '@tunnelwatch/shared/report';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { namedTunnel, type Naming } from '../../../core/inventory/shown.js';
import { failureFigures, type WorstTunnel } from '../../../core/report/shift/failures.js';
import { ShiftFold } from '../../../core/report/shift/shift-fold.js';
import type { ApiContext } from '../api-context.js';
import { recordsOf } from './shift-records.js';

/** Entries and records of one read: between two, others get their answers. */
const PAGE = 1000;
/** Tunnels listed per class. */
const MAX_TUNNELS = 10;

type Reader = ApiContext['reader'];

interface ReportRequest extends ReportSpan {
  /** Whether changes of users and tokens are shown. */
  seesPeople: boolean;
  now: number;
  notes: Report['notes'];
}

/** Reads what happened within a period, page by page, and its counts and those of the previous period of the same length. */
export async function collectReport(
  { from, to, seesPeople, now, notes }: ReportRequest,
  { reader, version, names }: Pick<ApiContext, 'reader' | 'version' | 'names'>,
): Promise<Report> {
  const ends = await reader.shiftEnds(from, to);
  const range = await reader.pastRange();
  const knownFrom = range !== null && range.from > from ? Math.min(range.from, to) : null;
  const watchedFrom = knownFrom ?? from;
  const fold = new ShiftFold({ from, to, watchedFrom, ...ends }, names(), seesPeople);
  let last = ends.openingAuditId;
  for (;;) {
    const changes = await reader.shiftChanges(last, ends.closingAuditId, PAGE);
    for (const change of changes) fold.add(change);
    last = changes.at(-1)?.id ?? last;
    if (changes.length < PAGE) break;
  }
  const listed = await reader.shiftAlerts(fold.listedIds(), to, ends.closingAuditId);
  const records = await recordsOf(reader, { from: watchedFrom, to });
  return {
    from,
    to,
    madeAt: now,
    version,
    knownFrom,
    notes,
    ...fold.result({ listed, records }),
    failures: await failuresOf(reader, names(), { from, to }),
  };
}

async function failuresOf(reader: Reader, names: Naming, span: ReportSpan): Promise<Report['failures']> {
  const { from, to } = span;
  const beforeSpan = { from: from - (to - from), to: from };
  const minutes = await reader.classBuckets({ from, to }, from, MINUTE_MS, Math.ceil((to - from) / MINUTE_MS));
  // With an event from before the whole period, nothing of it is missing because recording began later.
  const older = await reader.listEvents({ to: beforeSpan.from }, 1, undefined);
  const isKnown = older.events.length > 0;
  const before = isKnown ? await totalsOf(reader, beforeSpan) : null;
  const known = isKnown ? beforeSpan : null;
  const [replay, integrity] = [
    await worstOf({ reader, names }, 'replay', span, known),
    await worstOf({ reader, names }, 'integrity', span, known),
  ];
  return failureFigures({ span, minutes: minutes.counts, before, beforeSpan, worst: { replay, integrity } });
}

/** Counts of a period by class, in the order of the counted classes. */
async function totalsOf(reader: Reader, { from, to }: ReportSpan): Promise<number[]> {
  const { counts } = await reader.classBuckets({ from, to }, from, to - from, 1);
  return counts.slice(0, COUNTED_CLASSES.length);
}

/** The tunnels with the most failures of a class, and their failures in the previous period. */
async function worstOf(
  { reader, names }: { reader: Reader; names: Naming },
  failureClass: 'replay' | 'integrity',
  { from, to }: ReportSpan,
  before: ReportSpan | null,
): Promise<WorstTunnel[]> {
  const filter = { class: failureClass, from, to };
  const groups = await reader.series({ filter, by: 'tunnel', top: MAX_TUNNELS, from, stepMs: to - from, buckets: 1 });
  return Promise.all(
    groups.map(async ({ gateway, matchkey, total }) => {
      const tunnel = { gateway: gateway ?? '', matchkey: matchkey ?? '' };
      const count = before === null ? null : await reader.countEvents({ class: failureClass, ...tunnel, ...before });
      return namedTunnel({ ...tunnel, count: total, before: count }, names);
    }),
  );
}
