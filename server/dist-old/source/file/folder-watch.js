import { statfsSync, statSync, watch } from 'node:fs';
/** File systems on which a change made by another machine comes without a notice: NFS, SMB, CIFS, FUSE, 9P, AFS, Ceph. */
const DEAF = new Set([
    ...[0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997, 0x5346414f, 0x00c36400],
]);
/** Watches folders for the notices of the operating system; a folder that is removed and made again is watched again. */
export class FolderWatch {
    options;
    watchers = new Map();
    unwatchable = new Set();
    constructor(options) {
        this.options = options;
    }
    /** True when changes may come without a notice: a folder cannot be watched, or stands on a network. */
    get mayMissNotices() {
        if (this.unwatchable.size > 0)
            return true;
        for (const { isDeaf } of this.watchers.values())
            if (isDeaf)
                return true;
        return false;
    }
    /** Watches a folder, if it is there and not watched yet. */
    add(folder) {
        const inode = inodeOfFolder(folder);
        // A folder that was removed and made again has the old name and a watcher that is told nothing any more.
        if (this.watchers.has(folder) && this.watchers.get(folder)?.inode !== inode)
            this.remove(folder);
        if (this.watchers.has(folder) || inode === undefined)
            return;
        try {
            const watcher = watch(folder, { persistent: false }, (kind, name) => {
                this.options.onNotice(folder, kind, name);
            });
            watcher.on('error', () => {
                this.remove(folder);
            });
            this.watchers.set(folder, { watcher, inode, isDeaf: isDeaf(folder) });
            this.unwatchable.delete(folder);
        }
        catch (error) {
            if (this.unwatchable.has(folder))
                return;
            this.unwatchable.add(folder);
            this.options.onError(`cannot watch ${folder} (${String(error)}): it is looked at once a second instead`);
        }
    }
    /** Looks whether every watched folder is still the one that it was. */
    renew() {
        for (const folder of [...this.watchers.keys()])
            this.add(folder);
    }
    close() {
        for (const { watcher } of this.watchers.values())
            watcher.close();
        this.watchers.clear();
    }
    /** A folder that went away is watched again when it is back. */
    remove(folder) {
        this.watchers.get(folder)?.watcher.close();
        this.watchers.delete(folder);
        this.options.onNotice(folder, 'rename', null);
    }
}
function inodeOfFolder(folder) {
    const stat = statSync(folder, { bigint: true, throwIfNoEntry: false });
    return stat?.isDirectory() === true ? stat.ino : undefined;
}
function isDeaf(folder) {
    try {
        return DEAF.has(statfsSync(folder).type);
    }
    catch {
        // It has gone just now: the next look finds out.
        return true;
    }
}
//# sourceMappingURL=folder-watch.js.map