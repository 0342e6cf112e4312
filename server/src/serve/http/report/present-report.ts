import type { Activity, Report, ReportAlert, reportSchema, ReportSpan } from '@tunnelwatch/shared/report';
import type { HandOverNote, handOverNoteSchema } from '@tunnelwatch/shared/hand-over';
import type { z } from 'zod';
import { presentShownAlert } from '../present.js';
import { iso, isoOrNull } from '@tunnelwatch/shared/iso-time';

type Presented = z.input<typeof reportSchema>;

/** A report as HTTP returns it: the same fields, times in ISO 8601. */
export function presentReport(report: Report): Presented {
  const { from, to, madeAt, knownFrom, version, alerts, people } = report;
  return {
    from: iso(from),
    to: iso(to),
    madeAt: iso(madeAt),
    version,
    knownFrom: isoOrNull(knownFrom),
    alerts: {
      ...alerts,
      busiest: presentBusiest(alerts.busiest),
      openAtStartList: mapped(alerts.openAtStartList, presentReportAlert),
      openedList: mapped(alerts.openedList, presentReportAlert),
      openAtEndList: mapped(alerts.openAtEndList, presentReportAlert),
    },
    floods: mapped(report.floods, presentOpenSpan),
    monitoring: mapped(report.monitoring, presentOpenSpan),
    failures: {
      ...report.failures,
      busiest: presentBusiest(report.failures.busiest),
      before: presentSpan(report.failures.before),
    },
    notes: { received: mapped(report.notes.received, presentNote), written: mapped(report.notes.written, presentNote) },
    people: { ...people, activities: mapped(people.activities, presentActivity) },
    watch: {
      gaps: mapped(report.watch.gaps, presentSpan),
      storeErrors: mapped(report.watch.storeErrors, presentSpan),
      degraded: mapped(report.watch.degraded, presentSpan),
      lagging: mapped(report.watch.lagging, presentSpan),
    },
  };
}

/** A note as HTTP returns it. */
export function presentNote({ at, read, ...note }: HandOverNote): z.input<typeof handOverNoteSchema> {
  return { ...note, at: iso(at), read: read === null ? null : { ...read, at: iso(read.at) } };
}

function mapped<Item, Out>(
  { items, notShown }: { items: readonly Item[]; notShown: number },
  map: (item: Item) => Out,
) {
  return { items: items.map(map), notShown };
}

function presentSpan<Span extends ReportSpan>(span: Span) {
  return { ...span, from: iso(span.from), to: iso(span.to) };
}

function presentOpenSpan<Span extends { from: number; to: number | null }>(span: Span) {
  return { ...span, from: iso(span.from), to: isoOrNull(span.to) };
}

function presentBusiest(busiest: Report['failures']['busiest']) {
  return busiest === null ? null : presentSpan(busiest);
}

function presentActivity(activity: Activity) {
  return { ...activity, at: iso(activity.at), until: isoOrNull(activity.until) };
}

function presentReportAlert({ stateAtStart, answer, words, ...alert }: ReportAlert) {
  return {
    ...presentShownAlert(alert),
    stateAtStart,
    answer: answer === null ? null : { ...answer, at: iso(answer.at) },
    words: words === null ? null : { ...words, at: iso(words.at) },
  };
}
