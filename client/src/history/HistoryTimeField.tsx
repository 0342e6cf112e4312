import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { useState } from 'react';
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
    const typed = draft === null ? Number.NaN : Date.parse(draft);
    setDraft(null);
    if (!Number.isNaN(typed) && typed !== at) onChange(typed);
  };
  return (
    <input
      className={form.input}
      type="datetime-local"
      step={1}
      aria-label="Time shown"
      value={draft ?? localText(at)}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => (event.key === 'Enter' ? commit() : undefined)}
      onBlur={commit}
    />
  );
}

/** Local time in the format of such a field, `2026-02-10T18:57:45`. */
function localText(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 19);
}
