import { INVENTORY_KINDS } from '@tunnelwatch/shared/inventory';
import { PRIORITY_LABEL } from '@tunnelwatch/shared/alert-labels';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import form from '../form/form.module.css';
import { SelectField } from '../form/SelectField.js';
import styles from './EntryDialog.module.css';
import type { EntryDraft } from './entry-draft.js';

const KIND_LABEL = { matchkey: 'Tunnel matchkey', iface: 'Interface name' } as const;

const TEXTS = [
  { name: 'name', label: 'Name', maxLength: 120, hint: 'As operators know it' },
  { name: 'site', label: 'Site', maxLength: 120, hint: 'Location' },
  { name: 'peer', label: 'Peer', maxLength: 200, hint: 'Remote end' },
] as const;

interface EntryFieldsProps {
  readonly draft: EntryDraft;
  readonly set: (part: Partial<EntryDraft>) => void;
}

/** The fields of an entry. */
export function EntryFields({ draft, set }: EntryFieldsProps) {
  return (
    <>
      <AboutFields draft={draft} set={set} />
      {TEXTS.map(({ name, label, maxLength, hint }) => (
        <TextInput
          key={name}
          label={label}
          value={draft[name]}
          maxLength={maxLength}
          hint={hint}
          onChange={(text) => set({ [name]: text })}
        />
      ))}
      <SelectField
        label="Minimum alert priority"
        value={draft.priority}
        choices={PRIORITIES}
        labelOf={(priority) => PRIORITY_LABEL[priority]}
        noneLabel="As set by the rules"
        onChange={(priority) => set({ priority })}
      />
      <label className={form.field}>
        Note
        <textarea
          className={form.input}
          rows={2}
          value={draft.note}
          maxLength={2000}
          onChange={(event) => set({ note: event.target.value })}
        />
      </label>
    </>
  );
}

/** The subject of an entry. */
function AboutFields({ draft, set }: EntryFieldsProps) {
  return (
    <>
      <div className={styles.pair}>
        <TextInput
          label="Gateway"
          value={draft.gateway}
          maxLength={512}
          hint="* for any"
          onChange={(gateway) => set({ gateway })}
        />
        <label className={form.field}>
          Kind
          <select
            className={form.input}
            value={draft.kind}
            onChange={(event) =>
              set({ kind: INVENTORY_KINDS.find((kind) => kind === event.target.value) ?? draft.kind })
            }
          >
            {INVENTORY_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {KIND_LABEL[kind]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <TextInput
        label="Pattern"
        value={draft.pattern}
        maxLength={512}
        hint="Exact, or with * for any text and ? for one character"
        onChange={(pattern) => set({ pattern })}
      />
    </>
  );
}

interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly maxLength: number;
  readonly hint: string;
  readonly onChange: (text: string) => void;
}

function TextInput({ label, value, maxLength, hint, onChange }: TextInputProps) {
  return (
    <label className={form.field}>
      {label}
      <input
        className={form.input}
        value={value}
        maxLength={maxLength}
        placeholder={hint}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
