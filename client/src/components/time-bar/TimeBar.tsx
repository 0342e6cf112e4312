import { CHART_WINDOW_NAMES } from '@tunnelwatch/shared/series';
import { useState } from 'react';
import { COMPARISON_LABEL, COMPARISONS, EARLIER_LABEL } from '../../charts/comparison.js';
import { capitalized } from '../../format/capitalized.js';
import { formatClock, formatDate, formatDateTime } from '../../format/format-time.js';
import type { TimeRange, TimeRangeState } from '../../url-state/use-time-range.js';
import { Button } from '../form/Button.js';
import { ChoiceSwitch } from '../form/ChoiceSwitch.js';
import { RangeDialog } from '../lazy-dialogs.js';
import { WINDOW_LABEL } from './span-labels.js';
import styles from './TimeBar.module.css';
import { ZoneSelect } from './ZoneSelect.js';

/** The time of everything on a page: how much of the present, or from when to when, beside which earlier time, in which zone. */
export function TimeBar({ time }: { readonly time: TimeRangeState }) {
  const { range, compare, back } = time;
  const [isPicking, setIsPicking] = useState(false);
  return (
    <div className={styles.bar} role="group" aria-label="Time">
      {back === null ? null : <Button onClick={back}>Back</Button>}
      {range === null ? null : <Button onClick={() => time.setRange(null)}>Back to live</Button>}
      <ChoiceSwitch
        label="Time range"
        choices={CHART_WINDOW_NAMES}
        value={range === null ? time.window : null}
        labelOf={(name) => name}
        titleOf={(name) => capitalized(WINDOW_LABEL[name])}
        onChange={time.setWindow}
      />
      <Button aria-haspopup="dialog" title="Choose from when to when" onClick={() => setIsPicking(true)}>
        {range === null ? 'From – to' : rangeLabel(range)}
      </Button>
      <ChoiceSwitch
        label="Compare with"
        choices={COMPARISONS}
        value={compare}
        labelOf={(name) => COMPARISON_LABEL[name]}
        titleOf={(name) => `Show the same time ${EARLIER_LABEL[name]} in every chart`}
        onChange={(name) => time.setCompare(name === compare ? null : name)}
      />
      <ZoneSelect />
      {isPicking ? <RangeDialog time={time} onClose={() => setIsPicking(false)} /> : null}
    </div>
  );
}

/** A range without saying its day twice. */
function rangeLabel({ from, to }: TimeRange): string {
  const end = formatDate(from) === formatDate(to) ? formatClock(to) : formatDateTime(to);
  return `${formatDateTime(from)} – ${end}`;
}
