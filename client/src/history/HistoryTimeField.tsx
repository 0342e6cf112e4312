import { useState } from 'react';
import { fromField, toField } from '../format/shown-zone.js';
import form from '../components/form/form.module.css';

interface HistoryTimeFieldProps {
  /** Epoch ms. */
  readonly at: number;
  readonly onChange: (at: number) => void;
}

/** A field for a local time, to the second: it takes effect on Enter and on blur. */
export function HistoryTimeField({ at, onChange }: HistoryTimeFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (): void => {
    const typed = fromField(draft);
    setDraft(null);
    if (!Number.isNaN(typed) && typed !== at) onChange(typed);
  };
  return (
    <input
      className={form.input}
      type="datetime-local"
      step={1}
      aria-label="Time shown"
      value={draft ?? toField(at)}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => (event.key === 'Enter' ? commit() : undefined)}
      onBlur={commit}
    />
  );
}
