import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import { Link } from 'react-router';
import { formatCount } from '../../format/format-number.js';
import styles from './CataloguePage.module.css';

interface UnknownSeenProps {
  readonly entries: readonly CatalogueEntry[];
  readonly counts: ReadonlyMap<number, number> | null;
}

/** Ids that came in the last 24 hours and that the catalogue does not have. */
export function UnknownSeen({ entries, counts }: UnknownSeenProps) {
  const known = new Set(entries.map((entry) => entry.id));
  const unknown = [...(counts ?? [])].filter(([id, count]) => count > 0 && !known.has(id));
  if (unknown.length === 0) return null;
  return (
    <p className={styles.unknown}>
      In the last 24 hours also came ids that the catalogue does not have:{' '}
      {unknown.map(([id, count]) => (
        <Link key={id} to={`/events?messageId=${id}`}>
          {id} <span className={styles.soft}>{formatCount(count)} times</span>
        </Link>
      ))}
    </p>
  );
}
