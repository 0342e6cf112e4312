import type { Status } from '@tunnelwatch/shared/protocol';
import { Link } from 'react-router';
import { formatClock, formatSpan } from '../format/format-time.js';
import { useServerNow } from '../time/use-server-now.js';
import styles from './Banners.module.css';

/** Says that more alerts come than anybody can read, and what is done about it. */
export function FloodBanner({ flood }: { readonly flood: Status['flood'] }) {
  const now = useServerNow();
  if (flood === null) return null;
  const { since, firstOut } = flood;
  return (
    <div className={styles.flood}>
      <strong>FLOOD OF ALERTS</strong> since {formatClock(since)}{' '}
      <span aria-hidden="true">({formatSpan(now - since)})</span>: ten or more new ones within ten minutes. They are
      folded by cause and gateway, and it sounds once. <Link to={`/alerts/${firstOut}`}>See what came first</Link> or{' '}
      <Link to="/alerts">all alerts</Link>
    </div>
  );
}
