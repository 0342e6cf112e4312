/** `isUsage`: the folder that was named cannot be one. */
export type LockResult = {
    ok: true;
    release: () => void;
} | {
    ok: false;
    reason: string;
    isUsage: boolean;
};
/**
 * Takes a data folder for this process alone. The lock is one of the operating system's on an open file (an exclusive
 * SQLite transaction), so it is gone when the process is, however that ended; no stale lock file can stand in the way.
 */
export declare function lockData(dataDirectory: string): LockResult;
