import styles from './AdminTable.module.css';

/** Why a change was refused; nothing if it was not. */
export function ChangeFault({ fault }: { readonly fault: string | null }) {
  if (fault === null) return null;
  return (
    <p className={styles.fault} role="alert">
      {fault}
    </p>
  );
}
