import type { Problem } from '@tunnelwatch/shared/error-code';
import { FAILURES, type FailureClass } from '@tunnelwatch/shared/failure-class';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { ClassLegend } from '../../charts/ClassLegend.js';
import { ClassTimeChart } from '../../charts/ClassTimeChart.js';
import { comparedLabel, failuresIn, sumLabel, totalsOf } from '../../charts/chart-rows.js';
import { ALL_SUBJECTS, useChartMarks } from '../../charts/use-chart-marks.js';
import { useChartData } from '../../charts/use-chart-data.js';
import { Panel } from '../../components/layout/Panel.js';
import type { BucketsState } from '../../live/room-state.js';
import { useStatus } from '../../live/use-live.js';
import type { TimeRangeState } from '../../url-state/use-time-range.js';

interface FailuresPanelProps {
  readonly buckets: BucketsState | null;
  readonly problem: Problem | null;
  readonly onRetry: () => void;
  readonly time: TimeRangeState;
  readonly only: FailureClass | null;
  readonly onOnly: (name: FailureClass | null) => void;
  readonly className: string | undefined;
}

const NO_FILTER = {};

/** Failures over time by class: live, or for the zoomed range. Unknown messages are shown separately, on request. */
export function FailuresPanel({ buckets, problem, onRetry, time, only, onOnly, className }: FailuresPanelProps) {
  const { data, ghost, zoomed } = useChartData(buckets, time, NO_FILTER);
  const marks = useChartMarks(data, ALL_SUBJECTS);
  const isNeverFed = useStatus()?.events === 0;
  const totals = useMemo(() => (data === null ? null : totalsOf(data)), [data]);
  const classes = useMemo(() => (only === null ? FAILURES : [only]), [only]);
  const sum = totals === null ? 0 : failuresIn(totals);
  const unknown = totals?.unknown ?? 0;
  const isEmpty = sum + unknown === 0;
  return (
    <Panel
      className={className}
      title="Failures over time"
      aside={
        isEmpty
          ? undefined
          : `${sumLabel(sum, unknown)} in the chart${comparedLabel(time.compare, ghost)} · drag to zoom`
      }
      isLoading={data === null}
      problem={time.range === null ? problem : zoomed.problem}
      onRetry={time.range === null ? onRetry : zoomed.reload}
      skeletonRem={17}
      empty={isEmpty ? <EmptyNote isNeverFed={isNeverFed} /> : null}
    >
      {data === null || totals === null ? null : (
        <ClassTimeChart
          legend={<ClassLegend totals={totals} only={only} onOnly={onOnly} />}
          data={data}
          ghost={ghost}
          marks={marks}
          classes={classes}
          kind="stack"
          label={`Failures over time by class, ${sumLabel(sum, unknown)}`}
          onZoom={time.setRange}
        />
      )}
    </Panel>
  );
}

function EmptyNote({ isNeverFed }: { readonly isNeverFed: boolean }) {
  if (isNeverFed) {
    return (
      <p>
        No IPsec events received yet. Gateways send Notice messages only to log receivers that are configured for them,
        so silence does not mean that all is well. <Link to="/sources">View sources</Link>
      </p>
    );
  }
  return <p>No failures in this time range. Choose a longer range to see earlier ones.</p>;
}
