import { COUNTED_CLASSES, type FailureClass } from '@tunnelwatch/shared/failure-class';
import { ClassSwatch } from '../components/badge/ClassLabel.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { CLASS_STYLE } from '../theme/class-style.js';
import styles from './ClassLegend.module.css';

interface ClassLegendProps {
  readonly totals: Readonly<Record<FailureClass, number>>;
  /** Only this class is drawn; null for all. */
  readonly only: FailureClass | null;
  /** Shows one class only, or all again. */
  readonly onOnly: (name: FailureClass | null) => void;
}

/** Every class with events in the chart, with its exact sum; clicking one shows it alone. */
export function ClassLegend({ totals, only, onOnly }: ClassLegendProps) {
  const shown = COUNTED_CLASSES.filter((name) => totals[name] > 0 || name === only);
  return (
    <ul className={styles.legend} aria-label="Classes in the chart">
      {shown.map((name) => (
        <li key={name}>
          <button
            type="button"
            className={styles.item}
            aria-pressed={only === name}
            title={titleOf(name, only === name)}
            onClick={() => onOnly(only === name ? null : name)}
          >
            <ClassSwatch failureClass={name} />
            {CLASS_STYLE[name].label}
            <strong>{formatCount(totals[name])}</strong>
          </button>
        </li>
      ))}
    </ul>
  );
}

function titleOf(name: FailureClass, isAlone: boolean): string {
  if (isAlone) return 'Show all classes';
  if (name === 'unknown') return 'Messages that are not in the catalogue; not counted as failures. Show only these';
  return `Show only ${CLASS_STYLE[name].label}`;
}
