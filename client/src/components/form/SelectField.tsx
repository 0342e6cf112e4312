import { useId } from 'react';
import form from './form.module.css';

interface SelectFieldProps<Choice extends string> {
  readonly label: string;
  readonly value: Choice | null;
  readonly choices: readonly Choice[];
  readonly labelOf: (choice: Choice) => string;
  /** Label of the empty choice, such as "All". */
  readonly noneLabel: string;
  readonly onChange: (value: Choice | null) => void;
}

/** A labelled choice of one option or none. */
export function SelectField<Choice extends string>(props: SelectFieldProps<Choice>) {
  const id = useId();
  return (
    <div className={form.field}>
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        className={form.input}
        value={props.value ?? ''}
        onChange={(event) => props.onChange(props.choices.find((choice) => choice === event.target.value) ?? null)}
      >
        <option value="">{props.noneLabel}</option>
        {props.choices.map((choice) => (
          <option key={choice} value={choice}>
            {props.labelOf(choice)}
          </option>
        ))}
      </select>
    </div>
  );
}
