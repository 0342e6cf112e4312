import type { Actor } from '@tunnelwatch/shared/actor';
import { WALL_LIMITS, type WallSettings } from '@tunnelwatch/shared/wall';
import { inTransaction } from './people-database.js';
import { note, type Outcome, type PeopleStore, type Refusal } from './people-store.js';
import { createToken, type NewToken, revokeToken } from './token-keeping.js';
import type { Token } from './token-table.js';
import type { StoredWall } from './wall-table.js';

/** Makes a wall; refused for a name that is taken, and beyond a bound. */
export function addWall(store: PeopleStore, settings: WallSettings, by: Actor): Outcome<StoredWall> {
  const { walls, database, clock } = store;
  return inTransaction(database, () => {
    if (walls.list().length >= WALL_LIMITS.walls) {
      return conflict(`there are ${String(WALL_LIMITS.walls)} walls already: delete some first`);
    }
    if (walls.isTaken(settings.name, 0)) return taken(settings);
    const wall = { ...settings, updatedAt: clock(), updatedBy: by.name };
    const id = walls.add(wall);
    note(store, by, 'wallAdded', { target: `wall ${wall.name}`, after: { id, ...settings } });
    return { ok: true, value: { ...wall, id } };
  });
}

/** Changes a wall; its screens follow at once. */
export function changeWall(store: PeopleStore, id: number, settings: WallSettings, by: Actor): Outcome<StoredWall> {
  const { walls, database, clock } = store;
  return inTransaction(database, () => {
    const before = walls.find(id);
    if (before === undefined) return notFound(id);
    if (walls.isTaken(settings.name, id)) return taken(settings);
    const wall = { ...settings, id, updatedAt: clock(), updatedBy: by.name };
    walls.update(wall);
    note(store, by, 'wallChanged', {
      target: `wall ${before.name}`,
      before: settingsOf(before),
      after: { ...settings },
    });
    return { ok: true, value: wall };
  });
}

/** Deletes a wall and revokes its links, which disconnects its screens. */
export function removeWall(store: PeopleStore, id: number, by: Actor): Outcome<null> {
  const wall = store.walls.find(id);
  if (wall === undefined) return notFound(id);
  for (const token of store.tokens.ofWall(id)) revokeToken(store, token.id, by);
  return inTransaction(store.database, () => {
    store.walls.remove(id);
    note(store, by, 'wallRemoved', { target: `wall ${wall.name}`, before: settingsOf(wall) });
    return { ok: true, value: null };
  });
}

/** Makes a token that opens this wall and nothing else. */
export function addWallLink(
  store: PeopleStore,
  id: number,
  { name, expiresAt }: Pick<NewToken, 'name' | 'expiresAt'>,
  by: Actor,
): Outcome<{ token: Token; secret: string }> {
  if (store.walls.find(id) === undefined) return notFound(id);
  return createToken(store, { name, role: 'wall', expiresAt: expiresAt ?? null, wall: id }, by);
}

/** What an admin set of a wall. */
export function settingsOf({ id: _id, updatedAt: _at, updatedBy: _by, ...settings }: StoredWall): WallSettings {
  return settings;
}

function notFound(id: number): Refusal {
  return { ok: false, status: 404, code: 'not-found', detail: `no such wall: ${String(id)}` };
}

function taken({ name }: WallSettings): Refusal {
  return conflict(`there is a wall ${name} already: choose another name`);
}

function conflict(detail: string): Refusal {
  return { ok: false, status: 409, code: 'wrong-state', detail };
}
