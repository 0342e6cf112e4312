import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { passwordPerson } from '../person-key.js';
import { type Change, FIRST, NEW } from './change.js';
import type { Row, SharedTable, Value } from './shared-tables.js';

/** Rows that somebody sets rather than makes: of two new ones the last one counts. */
const SET_ROWS: ReadonlySet<SharedTable> = new Set(['personal_settings', 'view_default', 'known_place']);

const TAKEN = 'there is one already';

type NewRule = (after: Row, guard: string | null) => string | null;

/**
 * Which changes are left out, since something that the stream had before contradicts them. They depend on nothing but the
 * shared tables and the change, and not on when something was last used, which a node may know before others.
 */
export class ChangeRules {
  /** What of other tables a new row needs. */
  private readonly newRules: Readonly<Partial<Record<SharedTable, NewRule>>> = {
    user: ({ name }, guard) => {
      if (guard === FIRST && this.has('SELECT 1 FROM user', [])) return 'there are users already';
      return this.has('SELECT 1 FROM provider_user WHERE name = ?', [name]) ? TAKEN : null;
    },
    provider_user: ({ name }) => (this.has('SELECT 1 FROM user WHERE name = ?', [name]) ? TAKEN : null),
    session: (after, guard) => this.refusalOfSession(after, guard),
    token: ({ wall }) => {
      const isThere = wall == null || this.has('SELECT 1 FROM wall WHERE id = ?', [wall]);
      return isThere ? null : 'its wall was removed before';
    },
    personal_settings: ({ person }) => this.refusalOfKeeper(person),
    // What somebody has shared outlasts them.
    saved_view: ({ owner, is_shared: isShared }) => (isShared === 1 ? null : this.refusalOfKeeper(owner)),
    view_default: ({ view, whose }) => {
      const usable = 'SELECT 1 FROM saved_view WHERE id = ? AND (is_shared = 1 OR owner = ?)';
      if (!this.has(usable, [view, whose])) return 'the view was removed or unshared before';
      return this.refusalOfKeeper(whose);
    },
    known_place: ({ user_name: name }) => this.refusalOfKeeper(passwordPerson(String(name))),
  };

  constructor(private readonly database: DatabaseSyncInstance) {}

  /** Why a change is left out, in words; null when it is not. @param existing the row as it is, if there is one */
  refusalOf({ table, before, after, guard }: Change, existing: Row | undefined): string | null {
    if (before === null) {
      if (after === null) return null;
      if (existing !== undefined && (guard === NEW || !SET_ROWS.has(table))) return TAKEN;
      return this.newRules[table]?.(after, guard) ?? null;
    }
    if (existing === undefined) return after === null ? null : 'it was removed before';
    if ('version' in before && existing['version'] !== before['version']) return 'it was changed elsewhere before';
    if (table === 'hand_over_note' && existing['read_ms'] !== null) return 'somebody else has read it before';
    return table === 'user' ? this.refusalOfUser(existing, before, after) : null;
  }

  private refusalOfUser(existing: Row, before: Row, after: Row | null): string | null {
    const isDemoted = existing['role'] === 'admin' && before['role'] !== after?.['role'] && after?.['role'] !== 'admin';
    const others = `SELECT 1 FROM user WHERE role = 'admin' AND name <> ?`;
    if (isDemoted && !this.has(others, [existing['name']])) return 'it would leave no admin';
    if (after === null || after['password_hash'] === before['password_hash']) return null;
    // A password that an admin gives out counts in any case; one that somebody chooses only where it replaces theirs.
    if (after['must_change'] === 1 || existing['password_hash'] === before['password_hash']) return null;
    return 'the password was changed elsewhere before';
  }

  private refusalOfSession({ provider, user_name: name, provider_user: id }: Row, guard: string | null): string | null {
    if (provider === 'password') {
      const sql = 'SELECT 1 FROM user WHERE name = ? AND password_hash = ?';
      return this.has(sql, [name, guard]) ? null : 'the user was removed, or the password changed, before';
    }
    return this.has('SELECT 1 FROM provider_user WHERE id = ?', [id]) ? null : 'the user was removed before';
  }

  /** What is kept for somebody (`person-key`) who is gone would be inherited by the next one of that name. */
  private refusalOfKeeper(keeper: Value | undefined): string | null {
    const [, kind, which] = /^(user|provider|token) (.*)$/s.exec(String(keeper)) ?? [];
    if (kind === undefined || which === undefined) return null;
    const isThere =
      kind === 'user'
        ? this.has('SELECT 1 FROM user WHERE name = ?', [which])
        : this.has(`SELECT 1 FROM ${kind === 'token' ? 'token' : 'provider_user'} WHERE id = ?`, [Number(which)]);
    return isThere ? null : 'whom it belongs to was removed before';
  }

  private has(sql: string, values: readonly (Value | undefined)[]): boolean {
    return this.database.prepare(`${sql} LIMIT 1`).get(...values.map((value) => value ?? null)) !== undefined;
  }
}
