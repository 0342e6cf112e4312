import { type Actor, isAtLeast } from '@tunnelwatch/shared/actor';
import type { PersonRole } from '@tunnelwatch/shared/people';
import { personRoleSchema } from '@tunnelwatch/shared/people';
import type { ViewBody, ViewPage } from '@tunnelwatch/shared/saved-views';
import { inTransaction } from './people-database.js';
import { note, type Outcome, type PeopleStore, type Refusal } from './people-store.js';
import { keeperKey } from './person-key.js';
import type { Principal } from './principal.js';
import type { StoredView } from './view-table.js';

/** Views that one person, or one token, may have. */
const MAX_VIEWS = 100;

/** Who asks: their rights, and as whom the audit trail names them. */
export interface ViewAsker {
  principal: Principal;
  actor: Actor;
}

/** What a page may offer, with what whoever asks may change. */
export interface ViewListing {
  items: (StoredView & { isChangeable: boolean })[];
  ownDefault: number | null;
  roleDefaults: Record<PersonRole, number | null>;
  effective: number | null;
}

/** A default that is wished for: one's own without a role. */
export interface ViewDefaultWish {
  page: ViewPage;
  view: number | null;
  role?: PersonRole | undefined;
}

/** The views of a page for whoever asks. */
export function listViews({ views }: PeopleStore, page: ViewPage, principal: Principal): ViewListing {
  const owner = keeperKey(principal);
  const ownDefault = views.defaultOf(page, owner);
  const ofRole = (role: PersonRole): number | null => views.defaultOf(page, roleKey(role));
  const roleDefaults = { viewer: ofRole('viewer'), operator: ofRole('operator'), admin: ofRole('admin') };
  const role = personRoleSchema.safeParse(principal.role);
  return {
    items: views.list(page, owner).map((view) => ({ ...view, isChangeable: mayChange(view, principal) })),
    ownDefault,
    roleDefaults,
    effective: ownDefault ?? (role.success ? roleDefaults[role.data] : null),
  };
}

/** Saves a view; refused without the right to share, for a name that is taken, and beyond a bound. */
export function addView(
  store: PeopleStore,
  page: ViewPage,
  body: ViewBody,
  { principal, actor }: ViewAsker,
): Outcome<StoredView> {
  const { views, database, clock } = store;
  const owner = keeperKey(principal);
  return inTransaction(database, () => {
    if (views.countOf(owner) >= MAX_VIEWS) {
      return conflict(`${String(MAX_VIEWS)} views are saved already: delete some first`);
    }
    const refusal = refusalOf(store, { ...body, page, owner, id: 0 }, principal);
    if (refusal !== undefined) return refusal;
    const view = { ...body, owner, author: actor.name, page, updatedAt: clock() };
    const id = views.add(view);
    if (view.isShared) note(store, actor, 'viewShared', { target: targetOf(view), after: told(view) });
    return { ok: true, value: { ...view, id } };
  });
}

/** Changes a view: its author may, and an admin if it is shared. */
export function changeView(
  store: PeopleStore,
  id: number,
  body: ViewBody,
  { principal, actor }: ViewAsker,
): Outcome<StoredView> {
  const { views, database, clock } = store;
  return inTransaction(database, () => {
    const before = changeable(store, id, principal);
    if (!before.ok) return before;
    const view = { ...before.value, ...body, updatedAt: clock() };
    const refusal = refusalOf(store, view, principal);
    if (refusal !== undefined) return refusal;
    views.update(view);
    if (!view.isShared) views.clearOthersDefaults(view);
    if (view.isShared || before.value.isShared) {
      const action =
        view.isShared === before.value.isShared ? 'viewChanged' : view.isShared ? 'viewShared' : 'viewUnshared';
      note(store, actor, action, { target: targetOf(view), before: told(before.value), after: told(view) });
    }
    return { ok: true, value: view };
  });
}

/** Deletes a view, with the defaults that lead to it. */
export function removeView(store: PeopleStore, id: number, { principal, actor }: ViewAsker): Outcome<null> {
  return inTransaction(store.database, () => {
    const found = changeable(store, id, principal);
    if (!found.ok) return found;
    const view = found.value;
    store.views.remove(id);
    if (view.isShared) note(store, actor, 'viewRemoved', { target: targetOf(view), before: told(view) });
    return { ok: true, value: null };
  });
}

/** Sets which view a page opens with: for oneself, or, as an admin, for a role, which takes a shared one. */
export function setViewDefault(
  store: PeopleStore,
  { page, view: id, role }: ViewDefaultWish,
  { principal, actor }: ViewAsker,
): Outcome<null> {
  const { views, database } = store;
  return inTransaction(database, () => {
    const view = id === null ? null : views.find(id);
    const isUsable = view === null || (view?.page === page && (view.isShared || view.owner === keeperKey(principal)));
    if (!isUsable || view === undefined) return notFound(id);
    if (role === undefined) {
      views.setDefault(page, keeperKey(principal), id);
      return { ok: true, value: null };
    }
    if (!isAtLeast(principal.role, 'admin')) return forbidden('admins set the default of a role');
    if (view?.isShared === false) return conflict(`share the view ${view.name} first: not all of a role see it`);
    const before = views.defaultOf(page, roleKey(role));
    views.setDefault(page, roleKey(role), id);
    const name = (of: number | null): string | null => (of === null ? null : (views.find(of)?.name ?? null));
    note(store, actor, 'viewDefaultSet', {
      target: `default view of ${page} for the role ${role}`,
      before: { view: name(before) },
      after: { view: name(id) },
    });
    return { ok: true, value: null };
  });
}

function roleKey(role: PersonRole): string {
  return `role ${role}`;
}

function mayChange({ owner, isShared }: StoredView, principal: Principal): boolean {
  return owner === keeperKey(principal) || (isShared && isAtLeast(principal.role, 'admin'));
}

function changeable({ views }: PeopleStore, id: number, principal: Principal): Outcome<StoredView> {
  const view = views.find(id);
  // Somebody else's own view does not exist for others.
  if (view === undefined || (!view.isShared && view.owner !== keeperKey(principal))) return notFound(id);
  if (!mayChange(view, principal)) {
    return forbidden(`the view ${view.name} is ${view.author}’s: its author and admins may change it`);
  }
  return { ok: true, value: view };
}

function refusalOf(
  { views }: PeopleStore,
  view: Pick<StoredView, 'id' | 'owner' | 'page' | 'name' | 'isShared'>,
  { role }: Principal,
): Refusal | undefined {
  if (view.isShared && !isAtLeast(role, 'operator')) return forbidden('operators and admins share views');
  if (views.isTaken(view, view.id)) return conflict(`there is a view ${view.name} already: choose another name`);
  return undefined;
}

function told({ name, search, isShared }: Pick<StoredView, 'name' | 'search' | 'isShared'>) {
  return { name, search, isShared };
}

function targetOf({ page, name }: Pick<StoredView, 'page' | 'name'>): string {
  return `view ${name} of ${page}`;
}

function notFound(id: number | null): Refusal {
  return { ok: false, status: 404, code: 'not-found', detail: `no such view: ${String(id)}` };
}

function forbidden(detail: string): Refusal {
  return { ok: false, status: 403, code: 'forbidden', detail };
}

function conflict(detail: string): Refusal {
  return { ok: false, status: 409, code: 'wrong-state', detail };
}
