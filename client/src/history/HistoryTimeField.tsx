import { useState } from 'react';
import form from '../components/form/form.module.css';

interface MomentFieldProps {
  /** Epoch ms. */
  readonly at: number;
  readonly onChange: (at: number) => void;
}

/** A field for a moment in local time, to the second: it takes effect on Enter and when it is left. */
export function MomentField({ at, onChange }: MomentFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const take = (): void => {
    const typed = draft === null ? Number.NaN : Date.parse(draft);
    setDraft(null);
    if (!Number.isNaN(typed) && typed !== at) onChange(typed);
  };
  return (
    <input
      className={form.input}
      type="datetime-local"
      step={1}
      aria-label="The moment that is shown"
      value={draft ?? localText(at)}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => (event.key === 'Enter' ? take() : undefined)}
      onBlur={take}
    />
  );
}

/** Local time as such a field has it, `2026-02-10T18:57:45`. */
function localText(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
