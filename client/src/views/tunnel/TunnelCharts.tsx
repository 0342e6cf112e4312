import type { Problem } from '@tunnelwatch/shared/error-code';
import { COUNTED_CLASSES, type FailureClass } from '@tunnelwatch/shared/failure-class';
import type { Tunnel } from '@tunnelwatch/shared/tunnel';
import { useMemo } from 'react';
import { ClassLegend } from '../../charts/ClassLegend.js';
import { ClassTimeChart } from '../../charts/ClassTimeChart.js';
import type { ChartMark } from '../../charts/chart-mark.js';
import { comparedLabel, failuresIn, sumLabel, totalsOf, type ChartData } from '../../charts/chart-rows.js';
import { useChartMarks } from '../../charts/use-chart-marks.js';
import type { useChartData } from '../../charts/use-chart-data.js';
import { Panel } from '../../components/layout/Panel.js';
import type { TimeRangeState } from '../../url-state/use-time-range.js';
import { useUrlChoice } from '../../url-state/use-url-param.js';

interface TunnelChartsProps {
  readonly tunnel: Tunnel;
  readonly chart: ReturnType<typeof useChartData>;
  readonly time: TimeRangeState;
  readonly problem: Problem | null;
  readonly onRetry: () => void;
}

const MAIN_CLASSES: readonly FailureClass[] = ['replay', 'integrity'];
const OTHER_CLASSES = COUNTED_CLASSES.filter((name) => !MAIN_CLASSES.includes(name));

/** Replay and integrity failures over time, and below them the other classes. Both zoom together. */
export function TunnelCharts({ tunnel, chart, time, problem, onRetry }: TunnelChartsProps) {
  const { gateway, matchkey } = tunnel;
  const { data, ghost, zoomed } = chart;
  const marks = useChartMarks(data, { gateway, matchkey });
  const [only, setOnly] = useUrlChoice('class', COUNTED_CLASSES);
  const shared = {
    data,
    ghost,
    marks,
    compare: time.compare,
    only,
    onOnly: setOnly,
    onZoom: time.setRange,
    problem: time.range === null ? problem : zoomed.problem,
    onRetry: time.range === null ? onRetry : zoomed.reload,
  };
  return (
    <>
      <ClassPanel
        {...shared}
        title="Replay and integrity failures"
        classes={MAIN_CLASSES}
        kind="lines"
        nothing="No replay or integrity failures in this time range."
      />
      <ClassPanel
        {...shared}
        title="Other classes"
        classes={OTHER_CLASSES}
        kind="stack"
        nothing="No events of other classes in this time range."
      />
    </>
  );
}

interface ClassPanelProps {
  readonly title: string;
  readonly data: ChartData | null;
  readonly ghost: ChartData | null;
  readonly marks: readonly ChartMark[];
  readonly compare: TimeRangeState['compare'];
  readonly classes: readonly FailureClass[];
  readonly kind: 'lines' | 'stack';
  readonly only: FailureClass | null;
  readonly onOnly: (name: FailureClass | null) => void;
  readonly onZoom: TimeRangeState['setRange'];
  readonly problem: Problem | null;
  readonly onRetry: () => void;
  readonly nothing: string;
}

function ClassPanel({ data, classes, only, ...props }: ClassPanelProps) {
  const totals = useMemo(() => (data === null ? null : totalsAmong(data, classes)), [data, classes]);
  const drawn = useMemo(() => (only !== null && classes.includes(only) ? [only] : classes), [only, classes]);
  const failures = totals === null ? 0 : failuresIn(totals);
  const unknown = totals?.unknown ?? 0;
  const isEmpty = failures + unknown === 0;
  return (
    <Panel
      title={props.title}
      aside={
        isEmpty
          ? undefined
          : `${sumLabel(failures, unknown)}${comparedLabel(props.compare, props.ghost, classes)} · drag to zoom`
      }
      isLoading={data === null}
      problem={props.problem}
      onRetry={props.onRetry}
      skeletonRem={17}
      empty={isEmpty ? <p>{props.nothing} Choose a longer range to see earlier ones.</p> : null}
    >
      {data === null || totals === null ? null : (
        <ClassTimeChart
          legend={
            <ClassLegend
              totals={totals}
              only={only !== null && classes.includes(only) ? only : null}
              onOnly={props.onOnly}
            />
          }
          data={data}
          ghost={props.ghost}
          marks={props.marks}
          classes={drawn}
          kind={props.kind}
          label={`${props.title} over time, ${sumLabel(failures, unknown)}`}
          onZoom={props.onZoom}
        />
      )}
    </Panel>
  );
}

function totalsAmong(data: ChartData, classes: readonly FailureClass[]): Readonly<Record<FailureClass, number>> {
  const totals = { ...totalsOf(data) };
  for (const name of COUNTED_CLASSES) if (!classes.includes(name)) totals[name] = 0;
  return totals;
}
