/** Where the people of a backup go: beside the file of the store. */
export declare function peopleBackupFile(file: string): string;
/** Refuses a name that is taken, before anything is copied. @throws Error with what to do */
export declare function refusePeopleBackup(dataDirectory: string, file: string, isForced: boolean): void;
/**
 * Copies people and tokens beside the backup of a store, readable by its owner alone; the server may go on meanwhile.
 * Sessions are left out: who was signed out since must not be signed in again by a restore.
 * @returns the file, or null where the data folder has no people yet
 * @throws Error with the reason; then there is no new file
 */
export declare function backUpPeople(dataDirectory: string, file: string): string | null;
