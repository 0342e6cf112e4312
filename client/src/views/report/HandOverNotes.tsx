import { type HandOverNote, MAX_NOTE_CHARACTERS } from '@tunnelwatch/shared/hand-over';
import type { Report } from '@tunnelwatch/shared/report';
import { visibleLines, visibleText } from '@tunnelwatch/shared/visible-text';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useLocation } from 'react-router';
import { type Operator, useOperator } from '../../components/alert/operator-name.js';
import { OperatorField } from '../../components/alert/OperatorField.js';
import { Button } from '../../components/form/Button.js';
import form from '../../components/form/form.module.css';
import { sendOnCtrlEnter } from '../../components/form/send-on-ctrl-enter.js';
import { useChange } from '../../components/form/use-change.js';
import { addNote, readNote } from '../../http/api.js';
import { useMay } from '../../session/who-context.js';
import { MailHandOver } from './MailHandOver.js';
import { NOTE_FIELD } from './note-field.js';
import { NotShown, ReportTime } from './ReportTime.js';
import styles from './Report.module.css';

interface HandOverNotesProps {
  readonly report: Report;
  /** Called when a note was written or read. */
  readonly onChanged: () => void;
}

/** Notes of earlier shifts until somebody has read them, those of this one, and what to do with them. */
export function HandOverNotes({ report, onChanged }: HandOverNotesProps) {
  const { received, written } = report.notes;
  const mayWrite = useMay('operator');
  const operator = useOperator();
  const { isSending, fault, send } = useChange(onChanged);
  const read = ({ id }: HandOverNote): void => void send(() => readNote(id, operator.signed()));
  const isEmpty = received.items.length + written.items.length === 0;
  return (
    <div className={styles.note}>
      <NoteList title="Notes from the shift before" notes={received} operator={operator} onRead={read} />
      <NoteList title="Notes for the next shift" notes={written} operator={operator} onRead={read} />
      {isEmpty ? <p className={styles.soft}>No hand-over notes.</p> : null}
      {fault === null ? null : (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
      {mayWrite ? (
        <div className={styles.screenOnly}>
          <NoteForm
            operator={operator}
            isSending={isSending}
            onWrite={async (text) => (await send(() => addNote({ text, ...operator.signed() }))) !== undefined}
          />
          <MailHandOver report={report} operator={operator} />
        </div>
      ) : null}
    </div>
  );
}

interface NoteListProps {
  readonly title: string;
  readonly notes: Report['notes']['written'];
  readonly operator: Operator;
  readonly onRead: (note: HandOverNote) => void;
}

function NoteList({ title, notes, operator, onRead }: NoteListProps) {
  if (notes.items.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className={styles.notes} aria-label={title}>
        {notes.items.map((note) => (
          <li key={note.id}>
            <p className={styles.noteHead}>
              <strong>{visibleText(note.author)}</strong> <ReportTime at={note.at} />
              {note.read === null ? null : (
                <span className={styles.soft}>
                  {' '}
                  · read by {visibleText(note.read.by)} <ReportTime at={note.read.at} />
                </span>
              )}
            </p>
            <p className={styles.noteText}>{visibleLines(note.text)}</p>
            {note.isToRead ? (
              <span className={styles.screenOnly}>
                <Button onClick={() => onRead(note)} disabled={!operator.isKnown}>
                  Mark as read
                </Button>
                {/* A finger finds no tooltip. */}
                {operator.isKnown ? null : <span className={styles.soft}> Enter your name below first.</span>}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      <NotShown count={notes.notShown} which="notes are" />
    </>
  );
}

interface NoteFormProps {
  readonly operator: Operator;
  readonly isSending: boolean;
  /** Settles with true when the note is kept. */
  readonly onWrite: (text: string) => Promise<boolean>;
}

function NoteForm({ operator, isSending, onWrite }: NoteFormProps) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const { hash, key } = useLocation();
  useEffect(() => {
    if (hash === `#${NOTE_FIELD}`) field.current?.focus();
  }, [hash, key]);
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (await onWrite(text.trim())) setText('');
  }
  return (
    <form className={styles.noteForm} onSubmit={(event) => void submit(event)} onKeyDown={sendOnCtrlEnter}>
      <label className={form.field}>
        Note for the next shift
        <textarea
          ref={field}
          id={NOTE_FIELD}
          className={form.input}
          rows={2}
          maxLength={MAX_NOTE_CHARACTERS}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <OperatorField operator={operator} />
      <Button type="submit" disabled={isSending || text.trim() === '' || !operator.isKnown}>
        Add note
      </Button>
    </form>
  );
}
