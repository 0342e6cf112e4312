import { type DatabaseSyncInstance } from '@photostructure/sqlite';
import { StoreError } from '../store.js';
/** The database file inside a data folder. */
export declare function databaseFile(dataDirectory: string): string;
/**
 * Opens the database for writing and brings its schema up to date.
 * @throws StoreError when it cannot be opened or was written by a newer version.
 */
export declare function openForWriting(dataDirectory: string): DatabaseSyncInstance;
/** Opens the database for reading only; the writer has made it before. */
export declare function openForReading(dataDirectory: string): DatabaseSyncInstance;
/** The value of a pragma that is a number; 0 for one that gives none. */
export declare function pragmaOf(database: DatabaseSyncInstance, name: string): number;
/** Any error of the engine as one of ours, with what to do about it. */
export declare function toStoreError(error: unknown, dataDirectory: string): StoreError;
