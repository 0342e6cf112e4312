import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import form from '../form/form.module.css';
import { ACTION_SPECS } from './action-specs.js';
import type { ActionForm } from './action-form.js';

interface ActionFieldsProps {
  readonly action: AlertAction;
  readonly fields: ActionForm;
}

const COMMENT_HINT = 'Findings, next steps, ticket';

/** The fields of an action besides the name: assignee, expiry, comment. */
export function ActionFields({ action, fields }: ActionFieldsProps) {
  const { comment } = ACTION_SPECS[action];
  return (
    <>
      {action === 'assign' ? (
        <label className={form.field}>
          Assign to
          <input
            className={form.input}
            data-first-focus
            value={fields.assignee}
            onChange={(event) => fields.setAssignee(event.target.value)}
            maxLength={100}
            autoComplete="off"
            placeholder="Unassigned"
          />
        </label>
      ) : null}
      {comment === 'none' ? null : (
        <label className={form.field}>
          {comment === 'required' ? 'Comment (required)' : 'Comment'}
          <textarea
            className={form.input}
            data-first-focus
            value={fields.comment}
            onChange={(event) => fields.setComment(event.target.value)}
            maxLength={2000}
            rows={3}
            placeholder={action === 'close' ? 'What was done to fix it' : COMMENT_HINT}
            required={comment === 'required'}
          />
        </label>
      )}
      {fields.ends.length === 0 ? null : (
        <label className={form.field}>
          {action === 'shelve' ? 'Shelve for' : 'Expires'}
          <select
            className={form.input}
            value={fields.end}
            onChange={(event) => fields.setEnd(Number(event.target.value))}
          >
            {fields.ends.map((choice, index) => (
              <option key={choice.label} value={index}>
                {choice.label}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}
