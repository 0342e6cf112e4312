import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import { Link } from 'react-router';
import { formatCount } from '@tunnelwatch/shared/format-number';
import styles from './CataloguePage.module.css';

interface UnknownSeenProps {
  readonly entries: readonly CatalogueEntry[];
  readonly counts: ReadonlyMap<number, number> | null;
}

/** Ids of the last 24 hours that the catalogue does not contain. */
export function UnknownSeen({ entries, counts }: UnknownSeenProps) {
  const known = new Set(entries.map((entry) => entry.id));
  const unknown = [...(counts ?? [])].filter(([id, count]) => count > 0 && !known.has(id));
  if (unknown.length === 0) return null;
  return (
    <p className={styles.unknown}>
      Also received in the last 24 hours, but not in the catalogue:{' '}
      {unknown.map(([id, count]) => (
        <Link key={id} to={`/events?messageId=${id}`}>
          {id} <span className={styles.soft}>{formatCount(count)}×</span>
        </Link>
      ))}
    </p>
  );
}
