import styles from './CheckField.module.css';

interface CheckFieldProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
  readonly className?: string | undefined;
}

/** A box to tick and what it says, all of which can be pressed. */
export function CheckField({ label, isOn, onChange, isDisabled = false, className }: CheckFieldProps) {
  return (
    <label className={[styles.field, className].filter(Boolean).join(' ')}>
      <input
        type="checkbox"
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
