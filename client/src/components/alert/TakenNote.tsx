import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { useServerNow } from '../../time/use-server-now.js';
import styles from './ActionDialog.module.css';
import { acknowledgedText, ALERT_STATE_LABEL, stateSentence } from './alert-labels.js';

/** Says that somebody was faster: who, and what the alert has become. */
export function TakenNote({ alert }: { readonly alert: ShownAlert }) {
  const now = useServerNow();
  return (
    <p className={styles.refusal} role="alert">
      {takenText(alert, now)} Nothing was sent for you.
    </p>
  );
}

function takenText(alert: ShownAlert, now: number): string {
  const { acknowledgement, state } = alert;
  if (acknowledgement !== null && (state === 'acknowledged' || state === 'normal')) {
    const comment = acknowledgement.comment === '' ? '' : ` “${acknowledgement.comment}”`;
    return `${acknowledgedText(alert, now)}.${comment}`;
  }
  return `This alert has changed since you opened it: ${ALERT_STATE_LABEL[state]}. ${stateSentence(alert, now)}`;
}
