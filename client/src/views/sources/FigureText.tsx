import type { Figure } from './source-figures.js';
import styles from './FigureText.module.css';

interface FigureTextProps {
  readonly figure: Figure;
  /** Says that the figure is not known, and why, as text instead of a dash with a title. */
  readonly isLong?: boolean;
}

/** A figure, or a dash if it is not known, never a zero. */
export function FigureText({ figure, isLong = false }: FigureTextProps) {
  if (figure.known) return figure.text;
  if (isLong) return <span className={styles.unknown}>unknown: {figure.why.toLowerCase()}</span>;
  return (
    <span className={styles.unknown} title={`Unknown: ${figure.why.toLowerCase()}`}>
      –
    </span>
  );
}
