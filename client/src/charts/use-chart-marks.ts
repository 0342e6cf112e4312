import { isOver, type ShownAlert } from '@tunnelwatch/shared/alert';
import type { ShownWindow } from '@tunnelwatch/shared/maintenance-window';
import { priorityRank } from '@tunnelwatch/shared/priority';
import type { View } from '@tunnelwatch/shared/protocol';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { useMemo, useState } from 'react';
import { fetchPastGaps } from '../http/past-api.js';
import { useApiQuery } from '../http/use-api-query.js';
import { keepEqual } from '../live/keep-equal.js';
import { useRoom } from '../live/use-live.js';
import { alertMarks, windowMark } from './alert-marks.js';
import type { ChartMark } from './chart-mark.js';
import type { ChartData } from './chart-rows.js';

const ALERTS_VIEW = { view: 'alerts' } as const satisfies View;
/** More alerts than this on one chart say nothing; those that matter most stay. */
const MAX_ALERTS = 40;
/** What a gap was is not asked more often than this, ms. */
const ASK_AGAIN_MS = 5 * MINUTE_MS;

/** What a chart is about: everything, a gateway, or a tunnel of it. */
export interface MarkedSubject {
  readonly gateway?: string;
  readonly matchkey?: string;
}

export const ALL_SUBJECTS: MarkedSubject = {};

/** What happened in the time of a chart beside its data: alerts, acknowledgements, maintenance windows, starts and gaps. */
export function useChartMarks(data: ChartData | null, { gateway, matchkey }: MarkedSubject): readonly ChartMark[] {
  const { state } = useRoom(ALERTS_VIEW);
  const alerts = state?.alerts?.alerts ?? null;
  const windows = state?.windows ?? null;
  const { from = 0, to = 0 } = data ?? {};
  const gaps = useGapMarks(from, to);
  const marks = useMemo(() => {
    const subject = { ...(gateway === undefined ? {} : { gateway }), ...(matchkey === undefined ? {} : { matchkey }) };
    return [
      ...gaps,
      ...(windows ?? []).filter((window) => covers(window, subject)).map(windowMark),
      ...worst((alerts ?? []).filter((alert) => isAbout(alert, subject))).flatMap(alertMarks),
    ].filter((mark) => mark.from < to && (mark.to ?? mark.from) >= from);
  }, [alerts, windows, gaps, gateway, matchkey, from, to]);
  const [kept, setKept] = useState(marks);
  // Alerts change with each of their events, and most of that is no mark.
  const stable = keepEqual(kept, marks);
  if (stable !== kept) setKept(stable);
  return stable;
}

function useGapMarks(from: number, to: number): readonly ChartMark[] {
  const range = {
    from: new Date(Math.floor(from / ASK_AGAIN_MS) * ASK_AGAIN_MS).toISOString(),
    to: new Date(Math.ceil(to / ASK_AGAIN_MS) * ASK_AGAIN_MS).toISOString(),
  };
  const { data } = useApiQuery({
    key: to === 0 ? null : ['past gaps', range],
    load: (signal) => fetchPastGaps(range, signal),
    keepsOld: true,
    sharedForMs: MINUTE_MS,
  });
  return useMemo(
    () =>
      (data?.items ?? []).flatMap((gap): ChartMark[] => [
        { kind: 'gap', from: gap.from, to: gap.to, text: 'Tunnelwatch was not running' },
        { kind: 'restart', from: gap.to, to: null, text: 'resumes where it stopped' },
      ]),
    [data],
  );
}

function worst(alerts: readonly ShownAlert[]): readonly ShownAlert[] {
  if (alerts.length <= MAX_ALERTS) return alerts;
  return alerts
    .toSorted((a, b) => priorityRank(b.priority) - priorityRank(a.priority) || Number(isOver(a)) - Number(isOver(b)))
    .slice(0, MAX_ALERTS);
}

/** An alert on a gateway is about its tunnels as well; on the chart of a gateway stand those of its tunnels. */
function isAbout({ subject, foldedInto }: ShownAlert, { gateway, matchkey }: MarkedSubject): boolean {
  if (foldedInto !== null) return false;
  if (gateway === undefined) return true;
  if (!('gateway' in subject) || subject.gateway !== gateway) return false;
  return matchkey === undefined || subject.kind !== 'tunnel' || subject.matchkey === matchkey;
}

function covers(window: ShownWindow, { gateway, matchkey }: MarkedSubject): boolean {
  if (gateway === undefined || window.gateway === null) return true;
  if (window.gateway !== gateway) return false;
  return window.matchkey === null || matchkey === undefined || window.matchkey === matchkey;
}
