import { useEffect, useRef, useState } from 'react';

interface DraftOptions {
  /** The effective value; null for none. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly accepts: RegExp | undefined;
  readonly isDate: boolean;
}

interface DraftField {
  /** The text in the field. */
  readonly text: string;
  readonly isAccepted: boolean;
  readonly type: (text: string) => void;
  /** Applies the text in the field at once. */
  readonly commit: () => void;
}

interface Draft {
  readonly text: string;
  /** The value before the text was typed. When another one arrives from elsewhere, the draft is discarded. */
  readonly over: string | null;
  /** What was submitted and has not come back as the value yet. */
  readonly sent: string | null | undefined;
}

const PAUSE_MS = 250;
/** A year is typed digit by digit, and each digit makes a complete date. */
const DATE_PAUSE_MS = 900;

/** The text being typed, separate from the effective value until typing pauses. */
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
  // The timer fires after later renders, and has to see what they changed.
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (typed: string): void => {
    setDraft({ text: typed, over: value, sent: draft?.sent });
    clearTimeout(timer.current);
    // A date with a missing part reads as empty: it counts on blur.
    if (isDate && typed === '') return;
    timer.current = setTimeout(() => latest.current(), isDate ? DATE_PAUSE_MS : PAUSE_MS);
  };
  return { text, isAccepted, type, commit };
}
