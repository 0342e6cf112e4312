import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { Link } from 'react-router';
import { stateSentence } from '../../../components/alert/alert-labels.js';
import { useServerNow } from '../../../time/use-server-now.js';
import styles from './AlertPage.module.css';
import { useOtherViewers, viewersText } from '../use-presence.js';

/** The state in plain words, the comments, and who else is viewing it. */
export function AlertStateNote({ alert }: { readonly alert: ShownAlert }) {
  const now = useServerNow();
  const viewers = viewersText(useOtherViewers(alert.id));
  const said = [alert.acknowledgement?.comment, alert.shelf?.comment, alert.closure?.comment].filter(Boolean);
  return (
    <div className={styles.stateNote}>
      <p className={styles.remark}>
        {stateSentence(alert, now)}{' '}
        {alert.foldedInto === null ? null : <Link to={`/alerts/${alert.foldedInto}`}>View that alert</Link>}
        {alert.state === 'suppressed' ? <Link to="/alerts/windows">Maintenance windows</Link> : null}
      </p>
      {said.map((comment) => (
        <p key={comment} className={styles.remark}>
          <q>{comment}</q>
        </p>
      ))}
      {alert.isLatched ? (
        <p className={styles.remark}>
          This condition leaves something behind on the gateway and never clears by itself. Once it is fixed, close the
          alert with a comment.
        </p>
      ) : null}
      {alert.isChattering ? (
        <p className={styles.remark}>
          <strong className={styles.mark}>CHATTERING</strong> The condition came and went several times within a minute.
          It now counts as cleared only after a longer quiet time.
        </p>
      ) : null}
      <p className={styles.viewers} role="status">
        {viewers}
      </p>
    </div>
  );
}
