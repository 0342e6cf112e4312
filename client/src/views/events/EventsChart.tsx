import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import { useMemo } from 'react';
import { comparedLabel, failuresIn, sumLabel, totalsOf } from '../../charts/chart-rows.js';
import { ClassLegend } from '../../charts/ClassLegend.js';
import { ClassTimeChart } from '../../charts/ClassTimeChart.js';
import { useChartData } from '../../charts/use-chart-data.js';
import { useChartMarks } from '../../charts/use-chart-marks.js';
import { useLiveRange } from '../../charts/use-live-range.js';
import { Panel } from '../../components/layout/Panel.js';
import { useIsWithoutData } from '../../live/use-outdated.js';
import type { TimeRangeState } from '../../url-state/use-time-range.js';
import { useSetUrlParams } from '../../url-state/use-url-param.js';
import styles from './EventsPage.module.css';
import type { EventFilters } from './event-filter.js';

const HEIGHT_REM = 12;
const LEGEND_REM = 2.375;

interface EventsChartProps {
  readonly filters: EventFilters;
  readonly time: TimeRangeState;
}

/** The matching events over time. Dragging over it selects the time of the list. */
export function EventsChart({ filters, time }: EventsChartProps) {
  const { gateway, matchkey, iface, messageId, class: ofClass } = filters;
  const setParams = useSetUrlParams();
  const isWithoutData = useIsWithoutData();
  const shown = useLiveRange(time);
  const query = Object.fromEntries(
    Object.entries({ gateway, matchkey, iface, messageId, class: ofClass }).flatMap(([name, value]) =>
      value === null ? [] : [[name, value] as const],
    ),
  );
  const { data, ghost, zoomed } = useChartData(
    null,
    { range: shown, compare: time.compare, isLive: time.range === null },
    query,
  );
  const subject = { ...(gateway === null ? {} : { gateway }), ...(matchkey === null ? {} : { matchkey }) };
  const marks = useChartMarks(data, subject);
  const totals = useMemo(() => (data === null ? null : totalsOf(data)), [data]);
  const words = totals === null ? '' : sumLabel(failuresIn(totals), totals.unknown);
  const only = COUNTED_CLASSES.find((name) => name === ofClass) ?? null;
  return (
    <Panel
      className={styles.chart}
      title="Over time"
      aside={
        totals === null || isWithoutData ? undefined : `${words}${comparedLabel(time.compare, ghost)} · drag to zoom`
      }
      isLoading={data === null && zoomed.problem === null}
      problem={data === null ? zoomed.problem : null}
      onRetry={zoomed.reload}
      skeletonRem={HEIGHT_REM + LEGEND_REM}
      empty={isWithoutData ? 'Nothing to count yet.' : null}
    >
      {data === null || totals === null ? null : (
        <ClassTimeChart
          legend={<ClassLegend totals={totals} only={only} onOnly={(name) => setParams({ class: name })} />}
          data={data}
          ghost={ghost}
          marks={marks}
          classes={COUNTED_CLASSES}
          kind="stack"
          heightRem={HEIGHT_REM}
          label={`Matching events over time, ${words}`}
          onZoom={time.setRange}
        />
      )}
    </Panel>
  );
}

/** Whether events of these filters are counted over time: a text or a severity is looked for line by line. */
export function hasChart({ q, severity }: EventFilters): boolean {
  return q === null && severity === null;
}
