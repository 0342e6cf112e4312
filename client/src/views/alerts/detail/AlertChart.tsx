import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { useMemo } from 'react';
import { ClassTimeChart } from '../../../charts/ClassTimeChart.js';
import { totalsOf } from '../../../charts/chart-rows.js';
import { alertMarks } from '../../../charts/alert-marks.js';
import { useChartData } from '../../../charts/use-chart-data.js';
import { LimitsNote } from '../../../components/layout/LimitsNote.js';
import { Panel } from '../../../components/layout/Panel.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { CLASS_STYLE } from '../../../theme/class-style.js';
import { subjectQuery, timeAround } from './alert-query.js';

/** The events of an alert's subject and message over time, before, during and after it. */
export function AlertChart({ alert }: { readonly alert: ShownAlert }) {
  const { from, to } = timeAround(alert);
  const range = useMemo(() => ({ from, to }), [from, to]);
  const { data, zoomed } = useChartData(null, { range, compare: null }, subjectQuery(alert));
  const marks = useMemo(() => alertMarks(alert), [alert]);
  const classes = useMemo(() => (alert.class === 'monitoring' ? [] : [alert.class]), [alert.class]);
  const [only] = classes;
  const count = data === null || only === undefined ? 0 : totalsOf(data)[only];
  if (only === undefined) return null;
  return (
    <Panel
      title="Event timeline"
      aside={
        data === null
          ? undefined
          : `${formatCount(count)} ${count === 1 ? 'event' : 'events'} of ${alert.messageId === null ? `class ${CLASS_STYLE[only].label}` : 'this message'}`
      }
      isLoading={data === null && zoomed.problem === null}
      problem={data === null ? zoomed.problem : null}
      onRetry={zoomed.reload}
      skeletonRem={12}
      empty={count === 0 ? <p>These events are no longer stored.</p> : null}
    >
      {data === null ? null : (
        <>
          <ClassTimeChart
            data={data}
            marks={marks}
            classes={classes}
            kind="lines"
            heightRem={11}
            label={`Events around this alert over time, ${formatCount(count)} in all`}
          />
          <LimitsNote />
        </>
      )}
    </Panel>
  );
}
