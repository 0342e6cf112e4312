import type { Actor } from '@tunnelwatch/shared/actor';
import { isAtLeast } from '@tunnelwatch/shared/actor';
import type { HandOverNote } from '@tunnelwatch/shared/hand-over';
import type { Report, ReportSpan } from '@tunnelwatch/shared/report';
import type { StoredNote } from './note-table.js';
import { inTransaction } from './people-database.js';
import { note, type Outcome, type PeopleStore } from './people-store.js';
import { keeperKey } from './person-key.js';
import type { Principal } from './principal.js';

/** Notes of each kind in one report. */
const MAX_IN_REPORT = 100;

/** A note as whoever asks sees it. */
export type ShownNote = HandOverNote;
export type ShiftNotes = Report['notes'];

/** Who acts on notes, and as whom the audit trail and the note name them. */
export interface NoteAsker {
  principal: Principal;
  actor: Actor;
}

/** Those that waited when a period began or were read within it, and those that were written within it. */
export function notesOf({ notes }: PeopleStore, { from, to }: ReportSpan, principal: Principal): ShiftNotes {
  const limited = (found: StoredNote[]) => ({
    items: found.slice(0, MAX_IN_REPORT).map((each) => shownNote(each, principal)),
    notShown: Math.max(0, found.length - MAX_IN_REPORT),
  });
  return {
    received: limited(notes.waitingAt(from, MAX_IN_REPORT + 1)),
    written: limited(notes.writtenIn(from, to, MAX_IN_REPORT + 1)),
  };
}

/** All notes, the newest first, from below a number. */
export function listNotes(
  { notes }: PeopleStore,
  { limit, below = Number.MAX_SAFE_INTEGER }: { limit: number; below?: number | undefined },
  principal: Principal,
): ShownNote[] {
  return notes.newest(limit, below).map((each) => shownNote(each, principal));
}

/** Writes a note for the next shift. */
export function addNote(store: PeopleStore, text: string, { principal, actor }: NoteAsker): Outcome<ShownNote> {
  return inTransaction(store.database, () => {
    const written = { at: store.clock(), owner: ownerOf(principal, actor), author: actor.name, text };
    const id = store.notes.add(written);
    note(store, actor, 'handOverNoteAdded', { target: targetOf(id), after: { text } });
    return { ok: true, value: shownNote({ ...written, id, read: null }, principal) };
  });
}

/** Confirms that somebody of the next shift has read a note; its author cannot, and once is enough. */
export function readNote(store: PeopleStore, id: number, { principal, actor }: NoteAsker): Outcome<ShownNote> {
  return inTransaction(store.database, () => {
    const found = store.notes.find(id);
    if (found === undefined)
      return { ok: false, status: 404, code: 'not-found', detail: `no such note: ${String(id)}` };
    if (found.read !== null) {
      return {
        ok: false,
        status: 409,
        code: 'wrong-state',
        detail: `${found.read.by} has confirmed reading it already`,
      };
    }
    if (found.owner === ownerOf(principal, actor)) {
      const detail = 'this is your own note: somebody of the next shift confirms reading it';
      return { ok: false, status: 409, code: 'wrong-state', detail };
    }
    const read = { by: actor.name, at: store.clock() };
    store.notes.setRead(id, read);
    note(store, actor, 'handOverNoteRead', { target: targetOf(id), before: { author: found.author } });
    return { ok: true, value: shownNote({ ...found, read }, principal) };
  });
}

/** Where nobody signs in, a person is the name that they give. */
function ownerOf(principal: Principal, { name }: Actor): string {
  return principal.kind === 'open' ? `named ${name}` : keeperKey(principal);
}

function shownNote({ owner, ...each }: StoredNote, principal: Principal): ShownNote {
  const isOwn = principal.kind !== 'open' && owner === keeperKey(principal);
  return { ...each, isToRead: each.read === null && !isOwn && isAtLeast(principal.role, 'operator') };
}

function targetOf(id: number): string {
  return `hand-over note ${String(id)}`;
}
