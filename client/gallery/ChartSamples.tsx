import { FAILURES, type FailureClass } from '@tunnelwatch/shared/failure-class';
import { useState } from 'react';
import { totalsOf } from '../src/charts/chart-rows.js';
import { ClassLegend } from '../src/charts/ClassLegend.js';
import { ClassTimeChart } from '../src/charts/ClassTimeChart.js';
import { Sparkline } from '../src/charts/Sparkline.js';
import styles from './ComponentGallery.module.css';
import { CURVE, HOUR_OF_ALL, MARKS } from './samples.js';
import { Samples } from './Samples.js';

const TOTALS = totalsOf(HOUR_OF_ALL);

/** Charts of every class with their legend, all marks, and an earlier time beside them. */
export function ChartSamples() {
  const [only, setOnly] = useState<FailureClass | null>(null);
  const legend = <ClassLegend totals={TOTALS} only={only} onOnly={setOnly} />;
  return (
    <Samples title="Charts" isWide>
      <ClassTimeChart data={HOUR_OF_ALL} classes={FAILURES} kind="stack" label="Stack" legend={legend} marks={MARKS} />
      <ClassTimeChart data={HOUR_OF_ALL} classes={FAILURES} kind="lines" label="Lines" ghost={HOUR_OF_ALL} />
      <Sparkline values={CURVE} color="var(--class-replay)" className={styles.curve} />
    </Samples>
  );
}
