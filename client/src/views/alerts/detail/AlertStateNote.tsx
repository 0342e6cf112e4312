import { isOver, type ShownAlert } from '@tunnelwatch/shared/alert';
import { Link } from 'react-router';
import { stateSentence } from '../../../components/alert/alert-labels.js';
import { useServerNow } from '../../../time/use-server-now.js';
import styles from './AlertPage.module.css';
import { Time } from '../../../components/time/Time.js';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { useOtherViewers, viewersText } from '../use-presence.js';
import { useSilence } from '../use-silence.js';

/** The state in plain words, the comments, and who else is viewing it. */
export function AlertStateNote({ alert }: { readonly alert: ShownAlert }) {
  const now = useServerNow();
  const silence = useSilence(alert.id);
  const viewers = viewersText(useOtherViewers(alert.id));
  const said = [alert.acknowledgement?.comment, alert.shelf?.comment, alert.closure?.comment].filter(Boolean);
  return (
    <div className={styles.stateNote}>
      <p className={styles.remark}>
        {stateSentence(alert, now)}{' '}
        {alert.foldedInto === null ? null : <Link to={`/alerts/${alert.foldedInto}`}>View that alert</Link>}
        {alert.state === 'suppressed' ? <Link to="/alerts/windows">Maintenance windows</Link> : null}
      </p>
      {silence === undefined ? null : (
        <p className={styles.remark}>
          Silenced in Alertmanager ({silence.channel}) by {visibleText(silence.by)} until <Time at={silence.until} />
          {silence.comment === '' ? '' : `: ${visibleText(silence.comment)}`}. It is active here all the same.
        </p>
      )}
      {said.map((comment) => (
        <p key={comment} className={styles.remark}>
          <q>{comment}</q>
        </p>
      ))}
      {alert.isLatched && !isOver(alert) ? (
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
