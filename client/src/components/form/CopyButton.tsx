import { useEffect, useRef, useState } from 'react';
import { Button } from './Button.js';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, as in "Copy raw line". */
  readonly what: string;
  readonly label?: string;
}

const SAID_MS = 2000;

/** Copies a text to the clipboard and shows whether that worked. */
export function CopyButton({ text, what, label = 'Copy' }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async (): Promise<void> => {
    setOutcome((await copyText(text)) ? 'copied' : 'failed');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome(null), SAID_MS);
  };
  return (
    <Button onClick={() => void copy()} aria-label={`Copy ${what}`} title={`Copy ${what}`}>
      <span aria-live="polite">
        {outcome === null ? label : outcome === 'copied' ? 'Copied' : 'Failed: select and copy manually'}
      </span>
    </Button>
  );
}

/** The clipboard API exists on https and localhost only; elsewhere a selection in a hidden field is copied. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  // Deprecated, and still the only way over plain http.
  const isDone = document.execCommand('copy');
  field.remove();
  return isDone;
}
