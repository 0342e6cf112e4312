import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addUser, removeUser } from '@tunnelwatch/server/serve/people/accounts';
import { openPeople, type PeopleStore, waitingNotes } from '@tunnelwatch/server/serve/people/people-store';
import { passwordPerson } from '@tunnelwatch/server/serve/people/person-key';
import { OPEN_PRINCIPAL } from '@tunnelwatch/server/serve/people/principal';
import {
  addView,
  changeView,
  listViews,
  removeView,
  setViewDefault,
  type ViewAsker,
} from '@tunnelwatch/server/serve/people/saved-views';
import type { PersonRole } from '@tunnelwatch/shared/people';
import { newViewBodySchema } from '@tunnelwatch/shared/saved-views';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TESTER } from '../../support/known-people.js';

let directory: string;
let store: PeopleStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-views-'));
  store = openPeople(directory);
});

afterEach(() => {
  store.database.close();
  rmSync(directory, { recursive: true });
});

function asker(name: string, role: PersonRole): ViewAsker {
  const principal = { ...OPEN_PRINCIPAL, kind: 'session', id: 1, person: passwordPerson(name), name, role } as const;
  return { principal, actor: { kind: 'person', name, address: null } };
}

const vera = asker('vera', 'viewer');
const olof = asker('olof', 'operator');
const anna = asker('anna', 'admin');

function add(who: ViewAsker, name: string, isShared = false): number {
  const added = addView(store, 'alerts', { name, search: 'priority=urgent', isShared }, who);
  if (!added.ok) throw new Error(added.detail);
  return added.value.id;
}

const namesFor = ({ principal }: ViewAsker) =>
  listViews(store, 'alerts', principal).items.map(({ name, isChangeable }) => [name, isChangeable]);
const actions = () => waitingNotes(store).map(({ note }) => `${note.action} ${note.target}`);

describe('saved views', () => {
  it('[PEO-36] are one’s own, or shared by operators and admins; others may use and only author and admin change them', () => {
    const own = add(vera, 'Mine');
    expect(addView(store, 'alerts', { name: 'All', search: '', isShared: true }, vera)).toMatchObject({ status: 403 });
    const shared = add(olof, 'Night shift', true);
    expect(namesFor(vera)).toEqual([
      ['Mine', true],
      ['Night shift', false],
    ]);
    expect(namesFor(anna)).toEqual([['Night shift', true]]);
    const body = { name: 'Nights', search: 'gateway=gw1', isShared: true };
    expect(changeView(store, shared, body, vera)).toMatchObject({ status: 403 });
    // Somebody else’s own view is not there, not even for an admin.
    expect(changeView(store, own, body, anna)).toMatchObject({ status: 404 });
    expect(removeView(store, own, anna)).toMatchObject({ status: 404 });
    expect(changeView(store, shared, body, anna)).toMatchObject({
      ok: true,
      value: { author: 'olof', name: 'Nights' },
    });
    expect(addView(store, 'alerts', { ...body, isShared: false }, olof)).toMatchObject({ status: 409 });
    expect(removeView(store, shared, olof)).toMatchObject({ ok: true });
    expect(actions()).toEqual([
      'viewShared view Night shift of alerts',
      'viewChanged view Nights of alerts',
      'viewRemoved view Nights of alerts',
    ]);
  });

  it('[PEO-37] are the default of a person, else of the role, which admins set and the audit trail has', () => {
    const own = add(vera, 'Mine');
    const shared = add(olof, 'Night shift', true);
    const effective = () => listViews(store, 'alerts', vera.principal).effective;
    const forViewers = { page: 'alerts', role: 'viewer' } as const;
    expect(setViewDefault(store, { ...forViewers, view: shared }, olof)).toMatchObject({ status: 403 });
    const annas = add(anna, 'Hers');
    expect(setViewDefault(store, { ...forViewers, view: annas }, anna)).toMatchObject({ status: 409 });
    expect(setViewDefault(store, { ...forViewers, view: shared }, anna)).toMatchObject({ ok: true });
    expect(effective()).toBe(shared);
    expect(setViewDefault(store, { page: 'alerts', view: own }, vera)).toMatchObject({ ok: true });
    expect(effective()).toBe(own);
    expect(setViewDefault(store, { page: 'events', view: own }, vera)).toMatchObject({ status: 404 });
    expect(setViewDefault(store, { page: 'alerts', view: own }, olof)).toMatchObject({ status: 404 });
    removeView(store, own, vera);
    expect(effective()).toBe(shared);
    // No longer shared, it is nobody else’s default any more.
    changeView(store, shared, { name: 'Night shift', search: '', isShared: false }, olof);
    expect(effective()).toBeNull();
    expect(actions()).toContain('viewDefaultSet default view of alerts for the role viewer');
  });

  it('[PEO-38] keep only parameters of their page, in one order, and go with their owner unless they are shared', async () => {
    const body = { page: 'alerts', name: ' a\u0000b', search: 'x=1' };
    expect(newViewBodySchema.safeParse(body).success).toBe(false);
    expect(newViewBodySchema.safeParse({ ...body, name: 'ab', search: 'at=2026-01-01T00:00:00Z' }).success).toBe(false);
    expect(
      newViewBodySchema.parse({ ...body, name: ' ab ', search: 'state=acknowledged&gateway=gw+1&q=' }),
    ).toMatchObject({
      name: 'ab',
      search: 'gateway=gw+1&state=acknowledged',
    });
    await addUser(store, { name: 'olof', role: 'operator' }, TESTER);
    add(olof, 'Own');
    add(olof, 'Shared', true);
    removeUser(store, 'olof', TESTER);
    expect(namesFor(olof).map(([name]) => name)).toEqual(['Shared']);
  });

  it('are bounded for each person', () => {
    for (let at = 0; at < 100; at++) add(vera, `view ${String(at)}`);
    expect(addView(store, 'events', { name: 'more', search: '', isShared: false }, vera)).toMatchObject({
      status: 409,
    });
  });
});
