import { Button } from '../../components/form/Button.js';
import form from '../../components/form/form.module.css';
import { TextField } from '../../components/form/TextField.js';
import { fromField, toField } from '../../format/shown-zone.js';
import { formatStarts, PRESETS, USUAL_STARTS } from './report-range.js';
import styles from './Report.module.css';
import type { ReportRange } from './use-report-range.js';

/** One or more times of day. */
const STARTS = /^\s*$|^\s*([01]?\d|2[0-3]):[0-5]\d([\s,;]+([01]?\d|2[0-3]):[0-5]\d)*\s*$/;

/** Selects the period of the report: a shift, the last hours, or any other; and prints it. */
export function RangeBar({ time }: { readonly time: ReportRange }) {
  return (
    <div className={`${form.filters ?? ''} ${styles.bar ?? ''}`} role="search" aria-label="Report time range">
      <div className={styles.presets} role="group" aria-label="Presets">
        {PRESETS.map((preset) => (
          <Button key={preset} aria-pressed={time.preset === preset} onClick={() => time.choose(preset)}>
            {preset}
          </Button>
        ))}
      </div>
      <TimeField label="From" at={time.range.from} onChange={(from) => time.setRange({ ...time.range, from })} />
      <TimeField label="Until" at={time.range.to} onChange={(to) => time.setRange({ ...time.range, to })} />
      <TextField
        label="Shift start times"
        className={styles.starts}
        value={formatStarts(time.starts)}
        accepts={STARTS}
        refusal="Enter times such as 06:00 14:00 22:00."
        onChange={(text) => time.setStarts(text ?? formatStarts(USUAL_STARTS))}
      />
      <Button variant="strong" onClick={() => window.print()}>
        Print
      </Button>
    </div>
  );
}

interface TimeFieldProps {
  readonly label: string;
  /** Epoch ms. */
  readonly at: number;
  readonly onChange: (at: number) => void;
}

/** A local time to the second. */
function TimeField({ label, at, onChange }: TimeFieldProps) {
  return (
    <TextField
      label={label}
      type="datetime-local"
      value={toField(at)}
      onChange={(text) => {
        const next = fromField(text);
        if (Number.isFinite(next)) onChange(next);
      }}
    />
  );
}
