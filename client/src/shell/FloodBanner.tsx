import type { Status } from '@tunnelwatch/shared/protocol';
import { Link } from 'react-router';
import { formatClock, formatSpan } from '../format/format-time.js';
import { useServerNow } from '../time/use-server-now.js';
import styles from './Banners.module.css';

/** Says that more alerts come than anybody can read, and what is done about it. */
export function FloodBanner({ since }: { readonly since: Status['floodSince'] }) {
  const now = useServerNow();
  if (since === null) return null;
  return (
    <div className={styles.flood}>
      <strong>FLOOD OF ALERTS</strong> since {formatClock(since)}{' '}
      <span aria-hidden="true">({formatSpan(now - since)})</span>: ten or more new ones within ten minutes. They are
      folded by cause and gateway, and it sounds once. <Link to="/alerts">See the alerts</Link>
    </div>
  );
}
