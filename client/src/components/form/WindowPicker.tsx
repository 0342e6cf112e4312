import { CHART_WINDOW_NAMES, type ChartWindow } from '@tunnelwatch/shared/series';
import { formatDateTime } from '../../format/format-time.js';
import type { TimeRangeState } from '../../url-state/use-time-range.js';
import { Button } from './Button.js';
import { ChoiceSwitch } from './ChoiceSwitch.js';
import styles from './WindowPicker.module.css';

const WINDOW_LABEL: Readonly<Record<ChartWindow, string>> = {
  '15m': '15 minutes',
  '1h': '1 hour',
  '6h': '6 hours',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
};

/** Selects the live window; while zoomed it shows the range and leads back to live. */
export function WindowPicker({ time }: { readonly time: TimeRangeState }) {
  const { range } = time;
  return (
    <div className={styles.picker}>
      {range === null ? null : (
        <>
          <span className={styles.range}>
            {formatDateTime(range.from)} – {formatDateTime(range.to)}
          </span>
          <Button onClick={() => time.setRange(null)}>Back to live</Button>
        </>
      )}
      <ChoiceSwitch
        label="Time range"
        choices={CHART_WINDOW_NAMES}
        value={range === null ? time.window : null}
        labelOf={(name) => name}
        titleOf={(name) => `Last ${WINDOW_LABEL[name]}`}
        onChange={time.setWindow}
      />
    </div>
  );
}
