import { type DatabaseSyncInstance } from '@photostructure/sqlite';
/** The file of people inside a data folder. */
export declare function peopleFile(dataDirectory: string): string;
/**
 * Opens the people of a data folder and brings the schema up to date. Several processes may do so at one time.
 * @throws Error when the file cannot be opened or was written by a newer version.
 */
export declare function openPeopleDatabase(dataDirectory: string): DatabaseSyncInstance;
/** Runs changes as one: all of them or, when one throws, none. */
export declare function inTransaction<Result>(database: DatabaseSyncInstance, change: () => Result): Result;
/** A number that changes when another connection has written (SQLite, PRAGMA data_version). */
export declare function dataVersion(database: DatabaseSyncInstance): number;
