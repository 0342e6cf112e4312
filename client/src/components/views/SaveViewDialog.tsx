import type { ViewPage } from '@tunnelwatch/shared/saved-views';
import { useState, type SubmitEvent } from 'react';
import { addView, changeView } from '../../http/views-api.js';
import { useMay } from '../../session/who-context.js';
import { CheckField } from '../form/CheckField.js';
import { Button } from '../form/Button.js';
import form from '../form/form.module.css';
import { useChange } from '../form/use-change.js';
import { Dialog } from '../layout/Dialog.js';
import type { Views } from './use-views.js';
import styles from './ViewMenu.module.css';

interface SaveViewDialogProps {
  readonly page: ViewPage;
  readonly views: Views;
  readonly onClose: () => void;
}

/** Saves the current filters under a name; one's own view of that name is replaced. */
export function SaveViewDialog({ page, views, onClose }: SaveViewDialogProps) {
  const [name, setName] = useState('');
  const [isShared, setIsShared] = useState(false);
  const { isSending, fault, send } = useChange(views.reload);
  const mayShare = useMay('operator');
  const text = name.trim();
  const same = views.list?.items.find((view) => view.isChangeable && view.name === text);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const body = { name: text, search: views.current, isShared };
    const saved = await send(() => (same === undefined ? addView(page, body) : changeView(same.id, body)));
    if (saved !== undefined) onClose();
  }

  return (
    <Dialog title="Save view" onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <p>
          {views.current === ''
            ? 'No filter is set: the view shows everything.'
            : 'Saves the current filters and order of this page.'}
        </p>
        <label className={form.field}>
          Name
          <input
            className={form.input}
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={60}
            autoComplete="off"
            data-first-focus
            required
          />
        </label>
        {same === undefined ? null : <p className={styles.author}>The view “{same.name}” will be replaced.</p>}
        {mayShare ? <CheckField label="Share with everybody" isOn={isShared} onChange={setIsShared} /> : null}
        {fault === null ? null : (
          <p role="alert" className={styles.fault}>
            {fault}
          </p>
        )}
        <div className={styles.buttons}>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="strong" type="submit" disabled={isSending || text === ''}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
