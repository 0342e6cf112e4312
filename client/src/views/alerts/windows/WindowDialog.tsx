import { ALERT_CLASSES } from '@tunnelwatch/shared/alert';
import { useState, type ChangeEvent, type SubmitEvent } from 'react';
import { CheckField } from '../../../components/form/CheckField.js';
import { Button } from '../../../components/form/Button.js';
import { Dialog } from '../../../components/layout/Dialog.js';
import form from '../../../components/form/form.module.css';
import { SelectField } from '../../../components/form/SelectField.js';
import { openWindow } from '../../../http/api.js';
import { problemFrom } from '../../../http/http-error.js';
import { CLASS_STYLE } from '../../../theme/class-style.js';
import { bodyOf, newDraft, type WindowDraft } from './window-form.js';
import styles from './WindowsPage.module.css';

const FIELDS = [
  { name: 'gateway', label: 'Gateway', type: 'text', placeholder: 'Exact name; empty for all' },
  { name: 'matchkey', label: 'Tunnel matchkey', type: 'text', placeholder: 'All tunnels of the gateway' },
  { name: 'from', label: 'From', type: 'datetime-local', placeholder: undefined },
  { name: 'until', label: 'Until', type: 'datetime-local', placeholder: undefined },
  { name: 'comment', label: 'Reason', type: 'text', placeholder: 'Change number, description' },
] as const;

/** The form of a new maintenance window. */
export function WindowDialog({ onClose }: { readonly onClose: () => void }) {
  const [draft, setDraft] = useState<WindowDraft>(() => newDraft(Date.now()));
  const { fault, isSending, submit } = useOpening(draft, onClose);
  return (
    <Dialog title="New maintenance window" onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        {FIELDS.map(({ name, label, type, placeholder }) => (
          <label key={name} className={form.field}>
            {label}
            <input
              className={form.input}
              type={type}
              value={draft[name]}
              placeholder={placeholder}
              autoComplete="off"
              maxLength={2000}
              onChange={(event: ChangeEvent<HTMLInputElement>) => setDraft({ ...draft, [name]: event.target.value })}
            />
          </label>
        ))}
        <SelectField
          label="Class"
          value={draft.class}
          choices={ALERT_CLASSES}
          labelOf={(name) => CLASS_STYLE[name].label}
          noneLabel="All classes"
          onChange={(ofClass) => setDraft({ ...draft, class: ofClass })}
        />
        <CheckField
          label="Notify Criticals all the same. They are shown in any case."
          isOn={draft.notifyCritical}
          onChange={(notifyCritical) => setDraft({ ...draft, notifyCritical })}
        />
        {fault === null ? null : (
          <p className={styles.fault} role="alert">
            {fault}
          </p>
        )}
        <div className={styles.buttons}>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="strong" type="submit" disabled={isSending}>
            {isSending ? 'Sending…' : 'Create window'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function useOpening(draft: WindowDraft, onDone: () => void) {
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const body = bodyOf(draft);
    if (typeof body === 'string') return setFault(body);
    setIsSending(true);
    try {
      await openWindow(body);
      onDone();
    } catch (error) {
      const { title, detail } = problemFrom(error);
      setFault(`${title}. ${detail}`);
    }
    setIsSending(false);
  }
  return { fault, isSending, submit };
}
