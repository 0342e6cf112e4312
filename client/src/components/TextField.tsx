import { useEffect, useRef, useState } from 'react';
import form from './form.module.css';

interface TextFieldProps {
  readonly label: string;
  /** The value that applies; null for none. */
  readonly value: string | null;
  /** Called when the typing pauses, on Enter and when the field is left; null for an empty field. */
  readonly onChange: (value: string | null) => void;
  readonly placeholder?: string;
  readonly type?: 'text' | 'search';
  readonly inputMode?: 'text' | 'numeric';
  /** What may be chosen; anything else may be typed as well. */
  readonly choices?: readonly { readonly value: string; readonly label?: string }[];
  readonly className?: string | undefined;
}

interface Draft {
  readonly text: string;
  /** Values that this draft stands over. Any other came from elsewhere and ends the draft. */
  readonly over: readonly (string | null)[];
}

const PAUSE_MS = 250;

/** A labelled field of text that takes effect when the typing pauses. */
export function TextField(props: TextFieldProps) {
  const { value, onChange, choices } = props;
  const [draft, setDraft] = useState<Draft | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const shown = draft !== null && draft.over.includes(value) ? draft.text : (value ?? '');
  const commit = (text: string): void => {
    clearTimeout(timer.current);
    const next = text === '' ? null : text;
    if (next === value) return;
    setDraft({ text, over: [value, next] });
    onChange(next);
  };
  const type = (text: string): void => {
    setDraft({ text, over: [value, ...(draft?.over ?? [])].slice(0, 3) });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => commit(text), PAUSE_MS);
  };
  const listId = choices === undefined || choices.length === 0 ? undefined : `choices-${props.label}`;
  return (
    <label className={[form.field, props.className].filter(Boolean).join(' ')}>
      {props.label}
      <input
        className={form.input}
        type={props.type ?? 'text'}
        inputMode={props.inputMode ?? 'text'}
        value={shown}
        placeholder={props.placeholder}
        list={listId}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => (event.key === 'Enter' ? commit(shown) : undefined)}
        onBlur={() => commit(shown)}
      />
      {listId === undefined ? null : (
        <datalist id={listId}>
          {choices?.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </datalist>
      )}
    </label>
  );
}
