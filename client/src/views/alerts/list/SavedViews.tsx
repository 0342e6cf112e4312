import { useState, type SubmitEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Button } from '../../../components/form/Button.js';
import { Dialog } from '../../../components/layout/Dialog.js';
import form from '../../../components/form/form.module.css';
import styles from './AlertsPage.module.css';
import { loadViews, normalSearch, storeViews, withoutView, withView, type SavedView } from './saved-views.js';

/** Named filters, stored in this browser: applied by a click, saved from the current one, removed. */
export function SavedViews() {
  const [views, setViews] = useState(loadViews);
  const [isNaming, setIsNaming] = useState(false);
  const [search] = useSearchParams();
  const current = normalSearch(search);

  function change(next: readonly SavedView[]): void {
    storeViews(next);
    setViews(next);
  }

  return (
    <div className={styles.views} role="group" aria-label="Saved views">
      {views.map((view) => (
        <span key={view.name} className={view.search === current ? styles.viewHere : styles.view}>
          <Link to={{ search: view.search }} aria-current={view.search === current ? 'true' : undefined}>
            {view.name}
          </Link>
          <button
            type="button"
            aria-label={`Delete view ${view.name}`}
            onClick={() => change(withoutView(views, view.name))}
          >
            ×
          </button>
        </span>
      ))}
      <Button variant="plain" onClick={() => setIsNaming(true)}>
        Save view
      </Button>
      {isNaming ? (
        <NameDialog
          onSave={(name) => {
            change(withView(views, { name, search: current }));
            setIsNaming(false);
          }}
          onClose={() => setIsNaming(false)}
        />
      ) : null}
    </div>
  );
}

interface NameDialogProps {
  readonly onSave: (name: string) => void;
  readonly onClose: () => void;
}

function NameDialog({ onSave, onClose }: NameDialogProps) {
  const [name, setName] = useState('');
  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (name.trim() !== '') onSave(name.trim());
  }
  return (
    <Dialog title="Save view" onClose={onClose}>
      <form className={styles.nameForm} onSubmit={submit}>
        <p>Saves the current filters in this browser. A view with the same name is replaced.</p>
        <label className={form.field}>
          Name
          <input
            className={form.input}
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={60}
            autoComplete="off"
            required
          />
        </label>
        <div className={styles.nameButtons}>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="strong" type="submit" disabled={name.trim() === ''}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
