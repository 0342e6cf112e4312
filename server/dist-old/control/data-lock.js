import { DatabaseSync } from '@photostructure/sqlite';
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
/**
 * Takes a data folder for this process alone. The lock is one of the operating system's on an open file (an exclusive
 * SQLite transaction), so it is gone when the process is, however that ended; no stale lock file can stand in the way.
 */
export function lockData(dataDirectory) {
    const pidFile = path.join(dataDirectory, 'tunnelwatch.pid');
    let database;
    try {
        mkdirSync(dataDirectory, { recursive: true });
        database = new DatabaseSync(path.join(dataDirectory, 'lock.db'));
    }
    catch (error) {
        return explainUnusable(dataDirectory, error);
    }
    try {
        database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    }
    catch (error) {
        database.close();
        const text = error instanceof Error ? error.message : String(error);
        if (!/lock|busy/i.test(text)) {
            return { ok: false, isUsage: false, reason: `cannot use the data folder ${dataDirectory}: ${text}` };
        }
        return {
            ok: false,
            isUsage: false,
            reason: `another Tunnelwatch (${holderOf(pidFile)}) uses the data folder ${dataDirectory}: stop it, or use another folder with --data`,
        };
    }
    writeFileSync(pidFile, `${String(process.pid)}\n`);
    return {
        ok: true,
        release: () => {
            database.exec('ROLLBACK');
            database.close();
        },
    };
}
function explainUnusable(dataDirectory, error) {
    const code = codeOf(error) ?? codeOf(writeError(dataDirectory));
    if (code === 'ENOTDIR' || code === 'EEXIST') {
        const reason = `${dataDirectory} is no folder: name one with --data in which the data can be kept`;
        return { ok: false, isUsage: true, reason };
    }
    const why = REMEDIES[code ?? ''] ?? (error instanceof Error ? error.message : String(error));
    return { ok: false, isUsage: false, reason: `cannot use the data folder ${dataDirectory}: ${why}` };
}
const REMEDIES = {
    EACCES: "permission denied; the server's user needs write access to it, or use another folder with --data",
    EROFS: 'its file system is read-only; mount it for writing, or use another folder with --data',
    ENOSPC: 'no space is left there; free some, or use another folder with --data',
};
function writeError(folder) {
    try {
        accessSync(folder, constants.W_OK);
        return undefined;
    }
    catch (error) {
        return error;
    }
}
function codeOf(error) {
    const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
    return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? code : undefined;
}
function holderOf(pidFile) {
    try {
        return `process ${readFileSync(pidFile, 'utf8').trim()}`;
    }
    catch {
        // It holds the lock and has not written its number yet.
        return 'a process that is just starting';
    }
}
//# sourceMappingURL=data-lock.js.map