import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { CHART_WINDOWS } from '@tunnelwatch/shared/series';
import { type FormEvent, useState } from 'react';
import { dayStart, fromField, shownZoneName, toField } from '../../format/shown-zone.js';
import { useServerNow } from '../../time/use-server-now.js';
import type { TimeRange, TimeRangeState } from '../../url-state/use-time-range.js';
import { Button } from '../form/Button.js';
import form from '../form/form.module.css';
import { Dialog } from '../layout/Dialog.js';
import styles from './TimeBar.module.css';

interface RangeDialogProps {
  readonly time: TimeRangeState;
  readonly onClose: () => void;
}

/** Chooses from when to when a page shows, by hand. */
export function RangeDialog({ time, onClose }: RangeDialogProps) {
  const now = useServerNow();
  const [draft, setDraft] = useState(() => draftOf(time.range ?? recent(time, now)));
  const range = { from: fromField(draft.from), to: fromField(draft.to) };
  const isWhole = Number.isFinite(range.from) && Number.isFinite(range.to);
  const isTurned = isWhole && range.from >= range.to;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (!isWhole || isTurned) return;
    time.setRange(range);
    onClose();
  };
  return (
    <Dialog title="Time range" onClose={onClose}>
      <form onSubmit={send}>
        <div className={styles.fields}>
          <RangeField label="From" value={draft.from} isFirst onChange={(from) => setDraft({ ...draft, from })} />
          <RangeField label="To" value={draft.to} onChange={(to) => setDraft({ ...draft, to })} />
        </div>
        <div className={styles.days} role="group" aria-label="Whole days">
          {DAYS.map(({ label, of }) => (
            <Button key={label} onClick={() => setDraft(draftOf(of(now)))}>
              {label}
            </Button>
          ))}
        </div>
        <p>Times are in {shownZoneName(now)}.</p>
        {isTurned ? (
          <p className={styles.fault} role="alert">
            “From” must be before “To”.
          </p>
        ) : null}
        <div className={styles.buttons}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="strong" disabled={!isWhole || isTurned}>
            Show
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const DAYS: readonly { readonly label: string; readonly of: (now: number) => TimeRange }[] = [
  { label: 'Today', of: (now) => ({ from: dayStart(now), to: dayStart(now, 1) }) },
  { label: 'Yesterday', of: (now) => ({ from: dayStart(now, -1), to: dayStart(now) }) },
  { label: 'Last 3 days', of: (now) => ({ from: dayStart(now, -2), to: dayStart(now, 1) }) },
  { label: 'Same time yesterday', of: (now) => ({ from: now - DAY_MS - HALF_MS, to: now - DAY_MS + HALF_MS }) },
];

const HALF_MS = CHART_WINDOWS['1h'].spanMs / 2;

/** What the live window shows now. */
function recent({ window }: TimeRangeState, now: number): TimeRange {
  return { from: now - CHART_WINDOWS[window].spanMs, to: now };
}

function draftOf({ from, to }: TimeRange) {
  return { from: toField(from), to: toField(to) };
}

interface RangeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly isFirst?: boolean;
  readonly onChange: (value: string) => void;
}

function RangeField({ label, value, isFirst = false, onChange }: RangeFieldProps) {
  return (
    <label className={form.field}>
      {label}
      <input
        className={form.input}
        type="datetime-local"
        step={1}
        value={value}
        data-first-focus={isFirst ? true : undefined}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}
