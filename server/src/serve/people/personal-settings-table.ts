import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type PersonalSettings, storedSettings, USUAL_SETTINGS } from '@tunnelwatch/shared/personal-settings';
import { z } from 'zod';

/** The personal settings of those who have chosen any. */
export class PersonalSettingsTable {
  constructor(private readonly database: DatabaseSyncInstance) {}

  /** The settings of a person; the usual ones until they choose. */
  of(person: string): PersonalSettings {
    const row: unknown = this.database.prepare('SELECT settings FROM personal_settings WHERE person = ?').get(person);
    if (row === undefined) return USUAL_SETTINGS;
    return storedSettings(JSON.parse(z.object({ settings: z.string() }).parse(row).settings));
  }

  set(person: string, settings: PersonalSettings): void {
    this.database
      .prepare('INSERT INTO personal_settings VALUES (?, ?) ON CONFLICT DO UPDATE SET settings = excluded.settings')
      .run(person, JSON.stringify(settings));
  }

  remove(person: string): void {
    this.database.prepare('DELETE FROM personal_settings WHERE person = ?').run(person);
  }
}
