import { DatabaseSync } from '@photostructure/sqlite';
import { databaseFile } from '@tunnelwatch/server/store/sqlite/database';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Flips one bit of a part of a segment in the file of a store that nobody uses. */
export function flipBit(dataDirectory: string, part: 'subjects' | 'keys' | 'facts' | 'lines', id: number): void {
  const file = databaseFile(dataDirectory);
  const database = new DatabaseSync(file);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const row: unknown = database.prepare(`SELECT ${part} AS bytes FROM segment WHERE id = ?`).get(id);
  database.close();
  const bytes: unknown = Object(row).bytes;
  if (!(bytes instanceof Uint8Array)) throw new Error(`there is no segment ${String(id)}`);
  // Somewhere within it: its bytes are spread over pages, and those of one page stand together.
  const middle = Math.floor(bytes.length / 2);
  const at = readFileSync(file).indexOf(bytes.subarray(middle, middle + 16));
  if (at < 0) throw new Error('the middle of it lies on the edge of a page: damage another part');
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.from([(bytes[middle] ?? 0) ^ 1]), 0, 1, at);
  closeSync(handle);
}
