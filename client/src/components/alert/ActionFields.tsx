import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import form from '../form/form.module.css';
import { ACTION_LOOK } from './action-specs.js';
import type { ActionForm } from './action-form.js';

interface ActionFieldsProps {
  readonly action: AlertAction;
  readonly fields: ActionForm;
}

const COMMENT_HINT = 'What you know, what you do, a ticket';

/** What an action asks for beside the name: to whom, until when, why. */
export function ActionFields({ action, fields }: ActionFieldsProps) {
  const { comment } = ACTION_LOOK[action];
  return (
    <>
      {action === 'assign' ? (
        <label className={form.field}>
          Assign to
          <input
            className={form.input}
            value={fields.assignee}
            onChange={(event) => fields.setAssignee(event.target.value)}
            maxLength={100}
            autoComplete="off"
            placeholder="Nobody"
          />
        </label>
      ) : null}
      {fields.ends.length === 0 ? null : (
        <label className={form.field}>
          {action === 'shelve' ? 'Shelve for' : 'Holds for'}
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
      {comment === 'none' ? null : (
        <label className={form.field}>
          {comment === 'needed' ? 'Comment (needed)' : 'Comment'}
          <textarea
            className={form.input}
            value={fields.comment}
            onChange={(event) => fields.setComment(event.target.value)}
            maxLength={2000}
            rows={3}
            placeholder={action === 'close' ? 'What was done about it' : COMMENT_HINT}
            required={comment === 'needed'}
          />
        </label>
      )}
    </>
  );
}
