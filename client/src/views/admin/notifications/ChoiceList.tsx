import { CheckField } from '../../../components/form/CheckField.js';
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
        <CheckField
          key={choice}
          label={labelOf(choice)}
          isOn={chosen.includes(choice) || implied.includes(choice)}
          isDisabled={implied.includes(choice)}
          onChange={(isOn) => onChange(choices.filter((each) => (each === choice ? isOn : chosen.includes(each))))}
        />
      ))}
    </fieldset>
  );
}
