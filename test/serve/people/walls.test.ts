import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPeople, type PeopleStore, waitingNotes } from '@tunnelwatch/server/serve/people/people-store';
import { mayViewWall, OPEN_PRINCIPAL } from '@tunnelwatch/server/serve/people/principal';
import { addWall, addWallLink, changeWall, removeWall } from '@tunnelwatch/server/serve/people/walls';
import type { View } from '@tunnelwatch/shared/protocol';
import { USUAL_WALL, WALL_LIMITS, wallSettingsSchema } from '@tunnelwatch/shared/wall';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TESTER } from '../../support/known-people.js';

let directory: string;
let store: PeopleStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-walls-'));
  store = openPeople(directory);
});

afterEach(() => {
  store.database.close();
  rmSync(directory, { recursive: true });
});

const settings = (name: string) => ({ ...USUAL_WALL, name });

function add(name: string): number {
  const added = addWall(store, settings(name), TESTER);
  if (!added.ok) throw new Error(added.detail);
  return added.value.id;
}

const actions = () => waitingNotes(store).map(({ note }) => `${note.action} ${note.target}`);

describe('walls that an admin makes', () => {
  it('[PEO-50] are kept with their settings under names of their own, and the audit trail has every change', () => {
    const id = add('North');
    expect(addWall(store, settings('NORTH'), TESTER)).toMatchObject({ status: 409 });
    expect(changeWall(store, 99, settings('East'), TESTER)).toMatchObject({ status: 404 });
    const east = { ...settings('East'), gateways: ['edge-*'], pages: ['overview', 'gateways'] } as const;
    const changed = { ...east, gateways: [...east.gateways], pages: [...east.pages] };
    expect(changeWall(store, id, changed, TESTER)).toMatchObject({ ok: true });
    store.database.close();
    store = openPeople(directory);
    expect(store.walls.list()).toEqual([{ ...changed, id, updatedAt: expect.any(Number), updatedBy: 'tester' }]);
    expect(removeWall(store, id, TESTER)).toMatchObject({ ok: true });
    expect(add('East'), 'a number is never used again').toBeGreaterThan(id);
    expect(actions()).toEqual([
      'wallAdded wall North',
      'wallChanged wall North',
      'wallRemoved wall East',
      'wallAdded wall East',
    ]);
    for (let number = 1; number < WALL_LIMITS.walls; number++) add(`wall ${String(number)}`);
    expect(addWall(store, settings('one too many'), TESTER)).toMatchObject({ status: 409 });
  });

  it('[PEO-50] have at least one page, each once, and numbers within bounds', () => {
    const accepts = (part: object) => wallSettingsSchema.safeParse({ ...settings('North'), ...part }).success;
    expect(accepts({})).toBe(true);
    expect(accepts({ pages: [] })).toBe(false);
    expect(accepts({ pages: ['alerts', 'alerts'] })).toBe(false);
    expect(accepts({ secondsPerPage: 1 })).toBe(false);
    expect(accepts({ distanceM: Number.NaN })).toBe(false);
    expect(accepts({ gateways: ['a\u0000'] })).toBe(false);
  });

  it('[PEO-51] have links, each of which opens that wall until it is revoked or the wall deleted', () => {
    const id = add('North');
    const link = addWallLink(store, id, { name: 'by the door' }, TESTER);
    if (!link.ok) throw new Error(link.detail);
    expect(link.value.token).toMatchObject({ name: 'by the door', role: 'wall', wall: id });
    expect(addWallLink(store, id, { name: 'by the door' }, TESTER)).toMatchObject({ status: 409 });
    expect(addWallLink(store, 99, { name: 'nowhere' }, TESTER)).toMatchObject({ status: 404 });
    removeWall(store, id, TESTER);
    expect(store.tokens.list()).toEqual([]);
    expect(actions().slice(1)).toEqual([
      'tokenCreated token by the door',
      'tokenRevoked token by the door',
      'wallRemoved wall North',
    ]);
  });

  it('[PEO-52] are all that their links show, besides the status of the server', () => {
    const screen = { ...OPEN_PRINCIPAL, kind: 'token', role: 'wall', wall: 3 } as const;
    const views: readonly View[] = [
      { view: 'status' },
      { view: 'wall', wall: 3 },
      { view: 'wall', wall: 4 },
      { view: 'wall' },
      { view: 'alerts' },
    ];
    expect(views.map((view) => mayViewWall(screen, view))).toEqual([true, true, false, false, false]);
    expect(views.every((view) => mayViewWall({ ...screen, wall: null }, view))).toBe(true);
  });
});
