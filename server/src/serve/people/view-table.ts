import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { viewPageSchema, type ViewPage } from '@tunnelwatch/shared/saved-views';
import { z } from 'zod';
import { newNumber } from './people-database.js';

const rowSchema = z.object({
  id: z.number(),
  owner: z.string(),
  author: z.string(),
  page: viewPageSchema,
  name: z.string(),
  search: z.string(),
  is_shared: z.number(),
  updated_ms: z.number(),
});

/** A named filter of a page. */
export interface StoredView {
  id: number;
  /** Whom it is kept for (`keeperKey`). */
  owner: string;
  /** The name of that person when they saved it. */
  author: string;
  page: ViewPage;
  name: string;
  search: string;
  isShared: boolean;
  updatedAt: number;
}

/** Saved views and the defaults of pages. */
export class ViewTable {
  constructor(private readonly database: DatabaseSyncInstance) {}

  /** The views of a page that somebody may use, by name: their own, and shared ones. */
  list(page: ViewPage, owner: string): StoredView[] {
    return this.database
      .prepare(
        'SELECT * FROM saved_view WHERE page = ? AND (owner = ? OR is_shared = 1) ORDER BY name COLLATE NOCASE, id',
      )
      .all(page, owner)
      .map((row) => viewOf(rowSchema.parse(row)));
  }

  find(id: number): StoredView | undefined {
    const row: unknown = this.database.prepare('SELECT * FROM saved_view WHERE id = ?').get(id);
    return row === undefined ? undefined : viewOf(rowSchema.parse(row));
  }

  /** Whether somebody has a view of that name on that page, other than one. */
  isTaken({ owner, page, name }: Pick<StoredView, 'owner' | 'page' | 'name'>, except: number): boolean {
    const sql = 'SELECT 1 FROM saved_view WHERE owner = ? AND page = ? AND name = ? AND id <> ?';
    return this.database.prepare(sql).get(owner, page, name, except) !== undefined;
  }

  countOf(owner: string): number {
    const row: unknown = this.database.prepare('SELECT count(*) AS count FROM saved_view WHERE owner = ?').get(owner);
    return z.object({ count: z.number() }).parse(row).count;
  }

  add({ owner, author, page, name, search, isShared, updatedAt }: Omit<StoredView, 'id'>): number {
    const { lastInsertRowid } = this.database
      .prepare(
        `INSERT INTO saved_view (id, owner, author, page, name, search, is_shared, updated_ms)
         VALUES (${newNumber('saved_view')}, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(owner, author, page, name, search, isShared ? 1 : 0, updatedAt);
    return Number(lastInsertRowid);
  }

  update({ id, name, search, isShared, updatedAt }: StoredView): void {
    this.database
      .prepare('UPDATE saved_view SET name = ?, search = ?, is_shared = ?, updated_ms = ? WHERE id = ?')
      .run(name, search, isShared ? 1 : 0, updatedAt, id);
  }

  /** Removes a view, and the defaults that lead to it. */
  remove(id: number): void {
    this.database.prepare('DELETE FROM view_default WHERE view = ?').run(id);
    this.database.prepare('DELETE FROM saved_view WHERE id = ?').run(id);
  }

  /** Removes what only one person could use, and their defaults. */
  removeOf(owner: string): void {
    this.database.prepare('DELETE FROM view_default WHERE whose = ?').run(owner);
    this.database.prepare('DELETE FROM saved_view WHERE owner = ? AND is_shared = 0').run(owner);
  }

  /** The default of a page. @param whose a person (`keeperKey`) or a role (`roleKey`) */
  defaultOf(page: ViewPage, whose: string): number | null {
    const row: unknown = this.database
      .prepare('SELECT view FROM view_default WHERE page = ? AND whose = ?')
      .get(page, whose);
    return z.object({ view: z.number() }).optional().parse(row)?.view ?? null;
  }

  setDefault(page: ViewPage, whose: string, view: number | null): void {
    this.database.prepare('DELETE FROM view_default WHERE page = ? AND whose = ?').run(page, whose);
    if (view !== null) this.database.prepare('INSERT INTO view_default VALUES (?, ?, ?)').run(page, whose, view);
  }

  /** Takes a view that is no longer shared away from all but its owner. */
  clearOthersDefaults({ id, owner }: Pick<StoredView, 'id' | 'owner'>): void {
    this.database.prepare('DELETE FROM view_default WHERE view = ? AND whose <> ?').run(id, owner);
  }
}

function viewOf({ is_shared, updated_ms, ...row }: z.infer<typeof rowSchema>): StoredView {
  return { ...row, isShared: is_shared === 1, updatedAt: updated_ms };
}
