import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import { newNumber } from './people-database.js';

const rowSchema = z.object({
  id: z.number(),
  at_ms: z.number(),
  owner: z.string(),
  author: z.string(),
  text: z.string(),
  read_by: z.string().nullable(),
  read_ms: z.number().nullable(),
});

/** A note for the next shift. */
export interface StoredNote {
  id: number;
  at: number;
  /** Who wrote it (`keeperKey`). */
  owner: string;
  author: string;
  text: string;
  read: { by: string; at: number } | null;
}

/** Notes for the next shift; only who has read one is ever added. */
export class NoteTable {
  constructor(private readonly database: DatabaseSyncInstance) {}

  add({ at, owner, author, text }: Omit<StoredNote, 'id' | 'read'>): number {
    const sql = `INSERT INTO hand_over_note (id, at_ms, owner, author, text)
      VALUES (${newNumber('hand_over_note')}, ?, ?, ?, ?)`;
    return Number(this.database.prepare(sql).run(at, owner, author, text).lastInsertRowid);
  }

  find(id: number): StoredNote | undefined {
    return this.all('WHERE id = ?', id)[0];
  }

  setRead(id: number, { by, at }: { by: string; at: number }): void {
    this.database.prepare('UPDATE hand_over_note SET read_by = ?, read_ms = ? WHERE id = ?').run(by, at, id);
  }

  /** The newest first, from below a number. */
  newest(limit: number, below: number): StoredNote[] {
    return this.all('WHERE id < ? ORDER BY id DESC LIMIT ?', below, limit);
  }

  /** Written within a period, in order. */
  writtenIn(from: number, to: number, limit: number): StoredNote[] {
    return this.all('WHERE at_ms >= ? AND at_ms < ? ORDER BY at_ms, id LIMIT ?', from, to, limit);
  }

  /** Written before a time, and then neither read nor forgotten, in order. */
  waitingAt(from: number, limit: number): StoredNote[] {
    return this.all(
      'WHERE at_ms < ? AND (read_ms IS NULL OR read_ms >= ?) ORDER BY at_ms, id LIMIT ?',
      from,
      from,
      limit,
    );
  }

  private all(rest: string, ...values: number[]): StoredNote[] {
    return this.database
      .prepare(`SELECT * FROM hand_over_note ${rest}`)
      .all(...values)
      .map((row) => noteOf(rowSchema.parse(row)));
  }
}

function noteOf({ id, at_ms, owner, author, text, read_by, read_ms }: z.infer<typeof rowSchema>): StoredNote {
  const read = read_by === null || read_ms === null ? null : { by: read_by, at: read_ms };
  return { id, at: at_ms, owner, author, text, read };
}
