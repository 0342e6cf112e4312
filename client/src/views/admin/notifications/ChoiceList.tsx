import styles from './NotificationForm.module.css';

interface ChoiceListProps<Choice extends string> {
  readonly legend: string;
  readonly choices: readonly Choice[];
  readonly chosen: readonly Choice[];
  /** Those that hold in any case by what is chosen. */
  readonly implied?: readonly Choice[];
  readonly labelOf: (choice: Choice) => string;
  readonly onChange: (chosen: readonly Choice[]) => void;
}

/** Any number of a few, in the order in which they are listed. */
export function ChoiceList<Choice extends string>(props: ChoiceListProps<Choice>) {
  const { legend, choices, chosen, implied = [], labelOf, onChange } = props;
  return (
    <fieldset className={styles.choices}>
      <legend>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice} className={styles.check}>
          <input
            type="checkbox"
            checked={chosen.includes(choice) || implied.includes(choice)}
            disabled={implied.includes(choice)}
            onChange={(event) =>
              onChange(choices.filter((each) => (each === choice ? event.target.checked : chosen.includes(each))))
            }
          />
          {labelOf(choice)}
        </label>
      ))}
    </fieldset>
  );
}
