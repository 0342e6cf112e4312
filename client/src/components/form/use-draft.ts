import { useEffect, useRef, useState } from 'react';

interface DraftOptions {
  /** The value that applies; null for none. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly accepts: RegExp | undefined;
  readonly isDate: boolean;
}

interface DraftField {
  /** What stands in the field. */
  readonly text: string;
  readonly isAccepted: boolean;
  readonly type: (text: string) => void;
  /** Makes what stands in the field apply at once. */
  readonly commit: () => void;
}

interface Draft {
  readonly text: string;
  /** The value that the text was typed over. When another comes from elsewhere, the draft is over. */
  readonly over: string | null;
  /** What was handed on and has not come back as the value yet. */
  readonly sent: string | null | undefined;
}

const PAUSE_MS = 250;
/** A year is typed digit by digit, and each digit makes a whole date. */
const DATE_PAUSE_MS = 900;

/** What is being typed, apart from the value that applies until the typing pauses. */
export function useDraft({ value, onChange, accepts, isDate }: DraftOptions): DraftField {
  const [draft, setDraft] = useState<Draft | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isForeign = draft !== null && value !== draft.over && value !== draft.sent;
  const isArrived = draft !== null && draft.sent !== undefined && value === draft.sent;
  if (isForeign || isArrived) setDraft(null);
  const text = draft !== null && !isForeign ? draft.text : (value ?? '');
  const isAccepted = text === '' || accepts === undefined || accepts.test(text);
  const commit = (): void => {
    clearTimeout(timer.current);
    const next = text === '' ? null : text;
    if (!isAccepted || next === value) return;
    setDraft({ text, over: value, sent: next });
    onChange(next);
  };
  // The timer fires after later renderings, and has to see what they changed.
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (typed: string): void => {
    setDraft({ text: typed, over: value, sent: draft?.sent });
    clearTimeout(timer.current);
    // A date of which a part is missing reads as empty: it counts when the field is left.
    if (isDate && typed === '') return;
    timer.current = setTimeout(() => latest.current(), isDate ? DATE_PAUSE_MS : PAUSE_MS);
  };
  return { text, isAccepted, type, commit };
}
