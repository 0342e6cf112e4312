import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addNote, listNotes, notesOf, readNote } from '@tunnelwatch/server/serve/people/hand-over-notes';
import { passwordPerson } from '@tunnelwatch/server/serve/people/person-key';
import { openPeople, type PeopleStore, waitingNotes } from '@tunnelwatch/server/serve/people/people-store';
import { OPEN_PRINCIPAL } from '@tunnelwatch/server/serve/people/principal';
import type { PersonRole } from '@tunnelwatch/shared/people';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const HOUR = 3_600_000;
const START = 1_800_000_000_000;

let directory: string;
let store: PeopleStore;
let now = START;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-notes-'));
  now = START;
  store = openPeople(directory, { clock: () => now });
});

afterEach(() => {
  store.database.close();
  rmSync(directory, { recursive: true });
});

function asker(name: string, role: PersonRole = 'operator') {
  const principal = { ...OPEN_PRINCIPAL, kind: 'session', id: 1, person: passwordPerson(name), name, role } as const;
  return { principal, actor: { kind: 'person', name, address: null } } as const;
}

const night = asker('nils');
const day = asker('dora');

/** Texts of the notes in the report of a period of eight hours, as somebody sees it. */
function reportAt(from: number, who = day) {
  const { received, written } = notesOf(store, { from, to: from + 8 * HOUR }, who.principal);
  return { received: received.items.map(({ text }) => text), written: written.items.map(({ text }) => text) };
}

describe('[PEO-44] notes for the next shift', () => {
  it('are in the report of their shift, and in those of later ones until somebody else has read them', () => {
    addNote(store, 'the site calls back', night);
    now += HOUR;
    addNote(store, 'gw1 is upgraded at noon', night);
    expect(reportAt(START)).toEqual({ received: [], written: ['the site calls back', 'gw1 is upgraded at noon'] });
    const nextShift = START + 8 * HOUR;
    now = nextShift + HOUR;
    expect(readNote(store, 1, night)).toMatchObject({ ok: false, status: 409 });
    expect(readNote(store, 1, day)).toMatchObject({
      ok: true,
      value: { read: { by: 'dora', at: now }, isToRead: false },
    });
    expect(readNote(store, 1, asker('otto'))).toMatchObject({
      ok: false,
      detail: 'dora has confirmed reading it already',
    });
    // It stays in the report of the shift in which it was read, and is in none of those behind it.
    expect(reportAt(nextShift).received).toEqual(['the site calls back', 'gw1 is upgraded at noon']);
    expect(reportAt(nextShift + 8 * HOUR).received).toEqual(['gw1 is upgraded at noon']);
    expect(reportAt(START).written).toHaveLength(2);
    expect(waitingNotes(store).map(({ note }) => [note.action, note.target])).toEqual([
      ['handOverNoteAdded', 'hand-over note 1'],
      ['handOverNoteAdded', 'hand-over note 2'],
      ['handOverNoteRead', 'hand-over note 1'],
    ]);
  });

  it('are offered for reading to operators other than the author, and by name where nobody signs in', () => {
    addNote(store, 'one', night);
    const isToRead = (who: ReturnType<typeof asker>) =>
      listNotes(store, { limit: 10 }, who.principal).map((note) => note.isToRead);
    expect([isToRead(night), isToRead(day), isToRead(asker('vera', 'viewer'))]).toEqual([[false], [true], [false]]);
    const named = (name: string) =>
      ({ principal: OPEN_PRINCIPAL, actor: { kind: 'person', name, address: null } }) as const;
    addNote(store, 'two', named('Nils'));
    expect(readNote(store, 2, named('Nils'))).toMatchObject({ ok: false });
    expect(readNote(store, 2, named('Dora'))).toMatchObject({ ok: true });
  });
});
