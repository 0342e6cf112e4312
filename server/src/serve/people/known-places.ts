import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { hashSecret } from './secrets.js';

/** Addresses and browsers kept for each user, the most recently used ones. */
const MAX_PLACES = 20;

/** Where a sign-in comes from. */
export interface Place {
  /** The address as it is counted: see `limitKey`. */
  address: string;
  /** The secret in the device cookie of the browser; undefined without one. */
  device?: string | undefined;
}

/** Where users have signed in before: others who guess their passwords cannot lock them out there. */
export class KnownPlaces {
  constructor(private readonly database: DatabaseSyncInstance) {}

  /** Whether a user has signed in with this browser, or from this address, before. */
  find(name: string, { address, device }: Place): { isKnownAddress: boolean; isKnownDevice: boolean } {
    return {
      isKnownAddress: this.has(name, 'address', address),
      isKnownDevice: device !== undefined && this.has(name, 'device', keyOf(device)),
    };
  }

  /** Whether a device secret was given to a browser by this server, whoever signed in there. */
  isIssued(device: string): boolean {
    return (
      this.database.prepare("SELECT 1 FROM known_place WHERE kind = 'device' AND key = ?").get(keyOf(device)) !==
      undefined
    );
  }

  /** Notes where a user has signed in; the places that were not used for the longest time go. */
  add(name: string, { address, device }: Place, now: number): void {
    this.note(name, 'address', address, now);
    if (device !== undefined) this.note(name, 'device', keyOf(device), now);
  }

  /** Forgets all places of a user, who may not have been the one who signed in there. */
  removeOf(name: string): void {
    this.database.prepare('DELETE FROM known_place WHERE user_name = ?').run(name);
  }

  private has(name: string, kind: 'address' | 'device', key: string): boolean {
    return (
      this.database
        .prepare('SELECT 1 FROM known_place WHERE user_name = ? AND kind = ? AND key = ?')
        .get(name, kind, key) !== undefined
    );
  }

  private note(name: string, kind: 'address' | 'device', key: string, now: number): void {
    this.database
      .prepare(
        `INSERT INTO known_place (user_name, kind, key, seen_ms) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET seen_ms = excluded.seen_ms`,
      )
      .run(name, kind, key, now);
    this.database
      .prepare(
        `DELETE FROM known_place WHERE user_name = ?1 AND kind = ?2 AND key NOT IN (
           SELECT key FROM known_place WHERE user_name = ?1 AND kind = ?2 ORDER BY seen_ms DESC, key LIMIT ?3)`,
      )
      .run(name, kind, MAX_PLACES);
  }
}

/** Only the hash is stored, as of sessions. */
function keyOf(device: string): string {
  return hashSecret(device).toString('base64url');
}
