import type { InventoryEntry } from '@tunnelwatch/shared/inventory';
import { useState, type SubmitEvent } from 'react';
import { Button } from '../form/Button.js';
import { Dialog } from '../layout/Dialog.js';
import { EntryFields } from './EntryFields.js';
import styles from './EntryDialog.module.css';
import { draftOf, EMPTY_DRAFT, type EntryDraft } from './entry-draft.js';
import { MatchPreview } from './MatchPreview.js';
import { type EntryEditor, useEntryEditor } from './use-entry-editor.js';

interface EntryDialogProps {
  /** The entry to edit; null for a new one. */
  readonly entry: InventoryEntry | null;
  /** Initial values of a new one. */
  readonly first?: Partial<EntryDraft>;
  readonly onClose: () => void;
}

/** The form of an inventory entry, with a preview of its matches. */
export function EntryDialog({ entry, first = {}, onClose }: EntryDialogProps) {
  const editor = useEntryEditor(entry, entry === null ? { ...EMPTY_DRAFT, ...first } : draftOf(entry), onClose);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void editor.save();
  };
  return (
    <Dialog title={entry === null ? 'New inventory entry' : `Entry ${entry.id}: ${entry.name}`} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <EntryFields draft={editor.draft} set={editor.set} />
        <MatchPreview draft={editor.draft} />
        <Fault editor={editor} />
        <div className={styles.buttons}>
          {editor.base === null ? null : <RemoveButton editor={editor} />}
          <span className={styles.room} />
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="strong" type="submit" disabled={editor.isSending}>
            {editor.isSending ? 'Saving…' : editor.isOvertaken ? 'Overwrite' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Why nothing was saved; after a lost race, what the other user saved. */
function Fault({ editor: { fault, isOvertaken, base, takeTheirs } }: { readonly editor: EntryEditor }) {
  if (fault === null) return null;
  return (
    <div className={styles.fault} role="alert">
      <p>{fault}</p>
      {!isOvertaken || base === null ? null : (
        <p>
          Somebody else changed this entry. It now says: <strong>{base.name}</strong>
          {[base.site, base.peer, base.note].filter((text) => text !== '').map((text) => ` · ${text}`)}{' '}
          <Button onClick={takeTheirs}>Use their version</Button>
        </p>
      )}
    </div>
  );
}

/** Removes the entry, after a confirmation. */
function RemoveButton({ editor }: { readonly editor: EntryEditor }) {
  const [isSure, setIsSure] = useState(false);
  return (
    <Button disabled={editor.isSending} onClick={() => (isSure ? void editor.remove() : setIsSure(true))}>
      {isSure ? 'Confirm removal' : 'Remove'}
    </Button>
  );
}
