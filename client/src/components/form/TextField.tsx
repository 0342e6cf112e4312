import { useId } from 'react';
import form from './form.module.css';
import styles from './TextField.module.css';
import { useDraft } from './use-draft.js';

interface TextFieldProps {
  readonly label: string;
  /** The effective value; null for none. */
  readonly value: string | null;
  /** Called when typing pauses, on Enter and on blur; null for an empty field. */
  readonly onChange: (value: string | null) => void;
  readonly placeholder?: string;
  readonly type?: 'text' | 'search' | 'datetime-local';
  readonly inputMode?: 'text' | 'numeric';
  /** Which texts take effect; any other is marked and waits. */
  readonly accepts?: RegExp;
  /** The hint below the field for a text that does not take effect. */
  readonly refusal?: string;
  /** A rejected text from elsewhere, such as the URL: it stays in the field until it is corrected. */
  readonly refused?: string | null;
  /** Suggestions; anything else may be typed as well. */
  readonly choices?: readonly { readonly value: string; readonly label?: string }[];
  readonly className?: string | undefined;
}

/** A labelled text field that takes effect when typing pauses. */
export function TextField(props: TextFieldProps) {
  const { accepts, choices, type = 'text' } = props;
  const field = useDraft({
    value: props.value ?? props.refused ?? null,
    onChange: props.onChange,
    accepts,
    isDate: type === 'datetime-local',
  });
  const faultId = useId();
  const fault = field.isAccepted ? undefined : props.refusal;
  const listId = choices === undefined || choices.length === 0 ? undefined : `choices-${props.label}`;
  return (
    <div className={[styles.field, props.className].filter(Boolean).join(' ')}>
      <label className={form.field}>
        {props.label}
        <input
          className={`${form.input ?? ''} ${styles.input ?? ''}`}
          type={type}
          inputMode={props.inputMode ?? 'text'}
          value={field.text}
          aria-invalid={!field.isAccepted}
          aria-describedby={fault === undefined ? undefined : faultId}
          placeholder={props.placeholder}
          list={listId}
          autoComplete="off"
          step={type === 'datetime-local' ? 1 : undefined}
          spellCheck={false}
          maxLength={200}
          onChange={(event) => field.type(event.target.value)}
          onKeyDown={(event) => (event.key === 'Enter' ? field.commit() : undefined)}
          onBlur={field.commit}
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
      {fault === undefined ? null : (
        <p id={faultId} className={styles.fault} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
