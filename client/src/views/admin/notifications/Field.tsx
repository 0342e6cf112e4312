import type { ReactNode } from 'react';
import form from '../../../components/form/form.module.css';
import styles from './NotificationForm.module.css';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly placeholder?: string;
  readonly type?: 'text' | 'number' | 'password';
  /** More than one for a text of several lines. */
  readonly rows?: number;
  readonly isRequired?: boolean;
  readonly isFirst?: boolean;
  readonly hint?: ReactNode;
}

/** A labelled field of the forms of channels and routes. */
export function Field(props: FieldProps) {
  const { label, value, onChange, placeholder, type = 'text', rows = 1, isRequired = false, isFirst, hint } = props;
  const common = {
    className: form.input,
    value,
    placeholder,
    required: isRequired,
    spellCheck: false,
    autoComplete: type === 'password' ? 'new-password' : 'off',
    'data-first-focus': isFirst === true ? true : undefined,
  };
  return (
    <div>
      <label className={form.field}>
        {label}
        {rows > 1 ? (
          <textarea {...common} rows={rows} onChange={(event) => onChange(event.target.value)} />
        ) : (
          <input {...common} type={type} step="any" min={0} onChange={(event) => onChange(event.target.value)} />
        )}
      </label>
      {hint === undefined ? null : <p className={styles.hint}>{hint}</p>}
    </div>
  );
}
