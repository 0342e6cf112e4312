import styles from './ChoiceSwitch.module.css';

interface ChoiceSwitchProps<Choice extends string> {
  /** Accessible name of the group. */
  readonly label: string;
  readonly choices: readonly Choice[];
  /** Null if none is selected. */
  readonly value: Choice | null;
  readonly labelOf: (choice: Choice) => string;
  readonly titleOf?: (choice: Choice) => string;
  readonly onChange: (choice: Choice) => void;
}

/** One of a few, side by side. */
export function ChoiceSwitch<Choice extends string>(props: ChoiceSwitchProps<Choice>) {
  return (
    <div className={styles.group} role="group" aria-label={props.label}>
      {props.choices.map((choice) => (
        <button
          key={choice}
          type="button"
          className={styles.choice}
          aria-pressed={choice === props.value}
          title={props.titleOf?.(choice)}
          onClick={() => props.onChange(choice)}
        >
          {props.labelOf(choice)}
        </button>
      ))}
    </div>
  );
}
