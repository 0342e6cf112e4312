import styles from './SettingsPage.module.css';

interface RadioGroupProps<Choice extends string> {
  /** Part of the fields' ids, unique on the page. */
  readonly name: string;
  readonly legend: string;
  readonly note?: string;
  readonly choices: readonly Choice[];
  readonly labelOf: (choice: Choice) => string;
  readonly value: Choice;
  readonly onChange: (choice: Choice) => void;
}

/** One of a few, as radio buttons under a legend. */
export function RadioGroup<Choice extends string>(props: RadioGroupProps<Choice>) {
  return (
    <fieldset className={styles.group}>
      <legend>{props.legend}</legend>
      {props.choices.map((choice) => (
        <label key={choice} className={styles.choice}>
          <input
            id={`${props.name}-${choice}`}
            type="radio"
            name={props.name}
            checked={choice === props.value}
            onChange={() => props.onChange(choice)}
          />
          {props.labelOf(choice)}
        </label>
      ))}
      {props.note === undefined ? null : <p className={styles.note}>{props.note}</p>}
    </fieldset>
  );
}
