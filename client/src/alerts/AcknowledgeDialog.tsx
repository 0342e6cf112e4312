import type { Alert } from '@tunnelwatch/shared/alert';
import { useState, type SubmitEvent } from 'react';
import { Button } from '../components/Button.js';
import { Dialog } from '../components/Dialog.js';
import form from '../components/form.module.css';
import { SeverityBadge } from '../components/SeverityBadge.js';
import { SubjectName } from '../components/TunnelName.js';
import { useSignedInName } from '../session/who-context.js';
import { useServerNow } from '../time/use-server-now.js';
import styles from './AcknowledgeDialog.module.css';
import { acknowledgedText, isUnacknowledged } from './alert-words.js';
import { rememberedName } from './operator-name.js';
import { useAcknowledge } from './use-acknowledge.js';

interface AcknowledgeDialogProps {
  /** The alert as it is now; while the dialog is open it may change under the hand, which is said. */
  readonly alert: Alert;
  readonly onClose: () => void;
}

/** Asks for name and comment, and sends the acknowledgement. */
export function AcknowledgeDialog({ alert, onClose }: AcknowledgeDialogProps) {
  const [seen] = useState(alert);
  const signedInName = useSignedInName();
  const [by, setBy] = useState(signedInName ?? rememberedName);
  const [comment, setComment] = useState('');
  const { isSending, refusal, current, send } = useAcknowledge(seen, onClose);
  const latest = current !== null && current.version > alert.version ? current : alert;
  const isTaken = !isSending && latest.version !== seen.version && !isUnacknowledged(latest);

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    void send(by.trim(), comment.trim());
  }

  return (
    <Dialog title="Acknowledge alert" onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <div className={styles.what}>
          <SeverityBadge severity={seen.severity} /> <strong>{seen.message}</strong>
          <div>
            <SubjectName subject={seen.subject} linked={false} />
          </div>
        </div>
        <label className={form.field}>
          Your name
          <input
            readOnly={signedInName !== null}
            className={form.input}
            value={by}
            onChange={(event) => setBy(event.target.value)}
            maxLength={100}
            required
          />
        </label>
        <label className={form.field}>
          Comment
          <textarea
            className={form.input}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
            maxLength={2000}
            rows={3}
            placeholder="What you know, what you do, a ticket"
          />
        </label>
        {isTaken ? <TakenNote alert={latest} /> : null}
        {refusal === null || isTaken ? null : <p className={styles.refusal}>{refusal}</p>}
        <div className={styles.buttons}>
          <Button onClick={onClose}>{isTaken ? 'Close' : 'Cancel'}</Button>
          {isTaken ? null : (
            <Button look="strong" type="submit" disabled={isSending || by.trim() === ''}>
              {isSending ? 'Sending…' : 'Acknowledge'}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

function TakenNote({ alert }: { readonly alert: Alert }) {
  const now = useServerNow();
  const text = acknowledgedText(alert, now);
  return (
    <p className={styles.refusal} role="alert">
      {text === '' ? 'This alert has changed since you opened it.' : `${text}.`}
      {alert.acknowledgement?.comment ? ` “${alert.acknowledgement.comment}”` : ''} Nothing was sent for you.
    </p>
  );
}
