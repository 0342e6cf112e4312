import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import { CHART_WINDOWS } from '@tunnelwatch/shared/series';
import { useMemo } from 'react';
import { ClassLegend } from '../../charts/ClassLegend.js';
import { ClassTimeChart } from '../../charts/ClassTimeChart.js';
import { failuresIn, sumLabel, totalsOf } from '../../charts/chart-rows.js';
import { useChartData } from '../../charts/use-chart-data.js';
import { Panel } from '../../components/layout/Panel.js';
import { useStatus } from '../../live/use-live.js';
import type { TimeRangeState } from '../../url-state/use-time-range.js';
import { useUrlChoice } from '../../url-state/use-url-param.js';
import styles from './GatewayView.module.css';

/** The live end of the chart moves in steps of this, ms. */
const STEP_MS = 10_000;

/** Failures of all tunnels of a gateway over time, by class. Drag over it to zoom. */
export function GatewayChart({ name, time }: { readonly name: string; readonly time: TimeRangeState }) {
  const reference = useStatus()?.referenceTime ?? null;
  const end = reference === null ? null : Math.ceil((reference + 1) / STEP_MS) * STEP_MS;
  const { range, window } = time;
  const shown = useMemo(
    () => range ?? (end === null ? null : { from: end - CHART_WINDOWS[window].spanMs, to: end }),
    [range, end, window],
  );
  const { data, zoomed } = useChartData(null, shown, { gateway: name });
  const [only, setOnly] = useUrlChoice('class', COUNTED_CLASSES);
  const classes = useMemo(() => (only === null ? COUNTED_CLASSES : [only]), [only]);
  const totals = useMemo(() => (data === null ? null : totalsOf(data)), [data]);
  const words = totals === null ? '' : sumLabel(failuresIn(totals), totals.unknown);
  return (
    <Panel
      className={styles.main}
      title="Failures over time"
      aside={totals === null ? undefined : `${words} · drag to zoom`}
      isLoading={data === null && zoomed.problem === null}
      problem={data === null ? zoomed.problem : null}
      onRetry={zoomed.reload}
      skeletonRem={17}
    >
      {data === null || totals === null ? null : (
        <ClassTimeChart
          legend={<ClassLegend totals={totals} only={only} onOnly={setOnly} />}
          data={data}
          classes={classes}
          kind="stack"
          label={`Failures of the gateway over time, ${words}`}
          onZoom={time.setRange}
        />
      )}
    </Panel>
  );
}
