import { type InventoryEntry, inventoryEntrySchema } from '@tunnelwatch/shared/inventory';
import { useState } from 'react';
import { apiInventoryEntrySchema } from '@tunnelwatch/shared/api-inventory';
import { addEntry, changeEntry, removeEntry } from '../../http/inventory-api.js';
import { useVersionedChange } from '../form/use-versioned-change.js';
import { draftOf, type EntryDraft, fieldsOf } from './entry-draft.js';

/** State of editing an entry. */
export interface EntryEditor {
  readonly draft: EntryDraft;
  readonly set: (changed: Partial<EntryDraft>) => void;
  /** The entry being edited, as last received from the server; null for a new one. */
  readonly base: InventoryEntry | null;
  readonly fault: string | null;
  /** True when somebody else has changed it meanwhile: saving then overwrites their changes. */
  readonly isOvertaken: boolean;
  readonly isSending: boolean;
  readonly save: () => Promise<void>;
  readonly remove: () => Promise<void>;
  /** Discards what was typed in favour of the other user's changes. */
  readonly takeTheirs: () => void;
}

/** Edits an entry, or a new one, based on the version that was seen. */
export function useEntryEditor(entry: InventoryEntry | null, first: EntryDraft, onDone: () => void): EntryEditor {
  const change = useVersionedChange(entry, currentOf, onDone);
  const [draft, setDraft] = useState(first);
  const { base, fault, isOvertaken, isSending, send, setFault } = change;
  return {
    draft,
    base,
    fault,
    isOvertaken,
    isSending,
    set: (changed) => setDraft({ ...draft, ...changed }),
    save: async () => {
      const fields = fieldsOf(draft);
      if (typeof fields === 'string') return setFault(fields);
      return send(() => (base === null ? addEntry(fields) : changeEntry(base.id, base.version, fields)));
    },
    remove: async () => {
      if (base !== null) await send(() => removeEntry(base.id, base.version));
    },
    takeTheirs: () => {
      if (base !== null) setDraft(draftOf(base));
      change.acceptTheirs();
    },
  };
}

function currentOf(current: unknown): InventoryEntry | null {
  const parsed = apiInventoryEntrySchema.safeParse(current);
  return parsed.success ? inventoryEntrySchema.parse(parsed.data) : null;
}
