import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import { useState, type SubmitEvent } from 'react';
import dialog from '../../../components/alert/ActionDialog.module.css';
import { useActionForm } from '../../../components/alert/action-form.js';
import { ActionFields } from '../../../components/alert/ActionFields.js';
import { ACTION_SPECS, possibleActions } from '../../../components/alert/action-specs.js';
import { OperatorField } from '../../../components/alert/OperatorField.js';
import { useOperator } from '../../../components/alert/operator-name.js';
import { Button } from '../../../components/form/Button.js';
import { sendOnCtrlEnter } from '../../../components/form/send-on-ctrl-enter.js';
import { Dialog } from '../../../components/layout/Dialog.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { useServerNow } from '../../../time/use-server-now.js';
import { unseenText, useBulk, usePreview, type BulkReport, type BulkTarget, type Preview } from './use-bulk.js';

interface BulkDialogProps {
  readonly action: AlertAction;
  readonly target: BulkTarget;
  /** Called when the dialog is closed; `isDone` if something was sent. */
  readonly onClose: (isDone: boolean) => void;
}

/** A bulk action: first the number of alerts, then the action, then the result. */
export function BulkDialog({ action, target, onClose }: BulkDialogProps) {
  const [seen] = useState(target);
  const operator = useOperator();
  const fields = useActionForm(action, '');
  const now = useServerNow();
  const send = useBulk(seen, action);
  const preview = usePreview(seen, action, { ...fields.fields(now), ...operator.asking });
  const [report, setReport] = useState<BulkReport | null>(null);
  const [isSending, setIsSending] = useState(false);
  const count = countOf(seen, action, preview);
  const isReady = operator.isKnown && fields.isComplete && count !== null && count > 0;

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setIsSending(true);
    setReport(await send({ ...fields.fields(now), ...operator.signed() }));
    setIsSending(false);
  }

  const spec = ACTION_SPECS[action];
  const title = `${spec.verb.replace(/ alert$/, '')} ${seen.kind === 'filter' ? 'all matching alerts' : 'selected alerts'}`;
  if (report !== null) return <ReportDialog title={title} report={report} onClose={() => onClose(true)} />;
  return (
    <Dialog title={title} onClose={() => onClose(false)}>
      <form className={dialog.form} onSubmit={(event) => void submit(event)} onKeyDown={sendOnCtrlEnter}>
        <p role="status">{previewText(seen, action, preview)}</p>
        <p className={dialog.meaning}>{spec.meaning}</p>
        <OperatorField operator={operator} />
        <ActionFields action={action} fields={fields} />
        <div className={dialog.buttons}>
          <Button onClick={() => onClose(false)}>Cancel</Button>
          <Button variant="strong" type="submit" disabled={isSending || !isReady}>
            {isSending ? 'Sending…' : `${spec.verb.replace(/ alert$/, '')} ${count === null ? '' : formatCount(count)}`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ReportDialogProps {
  readonly title: string;
  readonly report: BulkReport;
  readonly onClose: () => void;
}

function ReportDialog({ title, report, onClose }: ReportDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={dialog.form}>
        <p role="status">{report.text}</p>
        {report.refusals.length === 0 ? null : (
          <ul className={dialog.refusal}>
            {report.refusals.map((refusal) => (
              <li key={refusal}>{refusal}</li>
            ))}
          </ul>
        )}
        <div className={dialog.buttons}>
          <Button variant="strong" onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** Number of alerts that the action will be sent to; null while it is not known. */
function countOf(target: BulkTarget, action: AlertAction, preview: Preview | null): number | null {
  if (target.kind === 'selected')
    return target.alerts.filter((alert) => possibleActions(alert).includes(action)).length;
  return preview !== null && 'changed' in preview ? preview.changed : null;
}

function previewText(target: BulkTarget, action: AlertAction, preview: Preview | null): string {
  const { done } = ACTION_SPECS[action];
  if (target.kind === 'selected') {
    const count = countOf(target, action, preview) ?? 0;
    return `${formatCount(target.alerts.length)} selected, ${formatCount(count)} of them can be ${done}.`;
  }
  if (preview === null || 'isLoading' in preview) return 'Counting…';
  if ('problem' in preview) return preview.problem;
  const { matched, changed, unseen } = preview;
  return `${formatCount(matched)} match the filter, ${formatCount(changed)} of them can be ${done}.${unseenText(unseen)}`;
}
