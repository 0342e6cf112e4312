import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import { useMemo } from 'react';
import { ClassLegend } from '../../charts/ClassLegend.js';
import { ClassTimeChart } from '../../charts/ClassTimeChart.js';
import { comparedLabel, failuresIn, sumLabel, totalsOf } from '../../charts/chart-rows.js';
import { useChartMarks } from '../../charts/use-chart-marks.js';
import type { useChartData } from '../../charts/use-chart-data.js';
import { Panel } from '../../components/layout/Panel.js';
import type { TimeRangeState } from '../../url-state/use-time-range.js';
import { useUrlChoice } from '../../url-state/use-url-param.js';
import styles from './GatewayView.module.css';

interface GatewayChartProps {
  readonly name: string;
  readonly time: TimeRangeState;
  readonly chart: ReturnType<typeof useChartData>;
}

/** Failures of all tunnels of a gateway over time, by class. Drag over it to zoom. */
export function GatewayChart({ name, time, chart }: GatewayChartProps) {
  const { data, ghost, zoomed } = chart;
  const marks = useChartMarks(data, { gateway: name });
  const [only, setOnly] = useUrlChoice('class', COUNTED_CLASSES);
  const classes = useMemo(() => (only === null ? COUNTED_CLASSES : [only]), [only]);
  const totals = useMemo(() => (data === null ? null : totalsOf(data)), [data]);
  const words = totals === null ? '' : sumLabel(failuresIn(totals), totals.unknown);
  return (
    <Panel
      className={styles.main}
      title="Failures over time"
      aside={totals === null ? undefined : `${words}${comparedLabel(time.compare, ghost)} · drag to zoom`}
      isLoading={data === null && zoomed.problem === null}
      problem={data === null ? zoomed.problem : null}
      onRetry={zoomed.reload}
      skeletonRem={17}
    >
      {data === null || totals === null ? null : (
        <ClassTimeChart
          legend={<ClassLegend totals={totals} only={only} onOnly={setOnly} />}
          data={data}
          ghost={ghost}
          marks={marks}
          classes={classes}
          kind="stack"
          label={`Failures of the gateway over time, ${words}`}
          onZoom={time.setRange}
        />
      )}
    </Panel>
  );
}
