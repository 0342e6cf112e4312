import styles from './Panel.module.css';

/** Marks a part whose data no longer comes. */
export function StaleMark() {
  return <span className={styles.staleMark}>STALE</span>;
}
