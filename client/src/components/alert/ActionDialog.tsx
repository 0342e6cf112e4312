import { visibleText } from '@tunnelwatch/shared/visible-text';
import { isWaiting, type ShownAlert } from '@tunnelwatch/shared/alert';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import { type SubmitEvent, useState } from 'react';
import { Button } from '../form/Button.js';
import { Dialog } from '../layout/Dialog.js';
import { SeverityBadge } from '../badge/SeverityBadge.js';
import { SubjectName } from '../tunnel/TunnelName.js';
import { useServerNow } from '../../time/use-server-now.js';
import styles from './ActionDialog.module.css';
import { useActionForm } from './action-form.js';
import { ActionFields } from './ActionFields.js';
import { ACTION_SPECS, possibleActions } from './action-specs.js';
import { OperatorField } from './OperatorField.js';
import { useOperator } from './operator-name.js';
import { useAlertAction } from './use-alert-action.js';
import { useReportDone } from './use-quick-acknowledge.js';
import { sendOnCtrlEnter } from '../form/send-on-ctrl-enter.js';
import { ALERT_STATE_LABEL } from '@tunnelwatch/shared/alert-labels';
import { acknowledgedText, stateSentence } from './alert-labels.js';

interface ActionDialogProps {
  readonly action: AlertAction;
  /** The current alert; it may change while the dialog is open, which is then shown. */
  readonly alert: ShownAlert;
  readonly onClose: () => void;
}

/** Shows the fields of an action, and sends it. */
export function ActionDialog({ action, alert, onClose }: ActionDialogProps) {
  const [seen] = useState(alert);
  const operator = useOperator();
  const fields = useActionForm(action, alert.assignee ?? '');
  const now = useServerNow();
  const reportDone = useReportDone();
  const { isSending, refusal, current, send } = useAlertAction(seen, action, (after) => {
    reportDone(action, seen, after, operator.signed());
    onClose();
  });
  const latest = current !== null && current.version > alert.version ? current : alert;
  const isTaken = !isSending && latest.version !== seen.version && !isStillPossible(action, latest);
  const spec = ACTION_SPECS[action];

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    void send({ ...fields.fields(now), ...operator.signed() });
  }

  return (
    <Dialog title={spec.title} onClose={onClose}>
      <form className={styles.form} onSubmit={submit} onKeyDown={sendOnCtrlEnter}>
        <div className={styles.what}>
          <SeverityBadge severity={seen.severity} /> <strong>{visibleText(seen.message)}</strong>
          <div>
            <SubjectName subject={seen.subject} inventory={seen.inventory} linked={false} />
          </div>
        </div>
        <p className={styles.meaning}>{spec.meaning}</p>
        <OperatorField operator={operator} />
        <ActionFields action={action} fields={fields} />
        {isTaken ? <TakenNote alert={latest} /> : null}
        {refusal === null || isTaken ? null : (
          <p className={styles.refusal} role="alert">
            {refusal}
          </p>
        )}
        <div className={styles.buttons}>
          <Button onClick={onClose}>{isTaken ? 'Close' : 'Cancel'}</Button>
          {isTaken ? null : (
            <Button variant="strong" type="submit" disabled={isSending || !operator.isKnown || !fields.isComplete}>
              {isSending ? 'Sending…' : spec.verb}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

/** True while the action is still possible in the alert's current state. */
function isStillPossible(action: AlertAction, alert: ShownAlert): boolean {
  return action === 'acknowledge' ? isWaiting(alert) : possibleActions(alert).includes(action);
}

/** Says that somebody else acted first: who, and the new state of the alert. */
function TakenNote({ alert }: { readonly alert: ShownAlert }) {
  const now = useServerNow();
  return (
    <p className={styles.refusal} role="alert">
      {takenText(alert, now)} Your action was not sent.
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
