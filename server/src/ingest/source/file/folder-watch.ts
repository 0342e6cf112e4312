import { type FSWatcher, statfsSync, statSync, watch } from 'node:fs';

/** File systems on which a change made by another machine comes without a notice: NFS, SMB, CIFS, FUSE, 9P, AFS, Ceph. */
const DEAF: ReadonlySet<number> = new Set([
  ...[0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997, 0x5346414f, 0x00c36400],
]);

export interface FolderWatchOptions {
  /** Something happened in a folder; `name` is null when it is not known to what. */
  onNotice: (folder: string, kind: string, name: string | null) => void;
  /** Called once with what cannot be watched. */
  onError: (message: string) => void;
}

/** Watches folders for the notices of the operating system; a folder that is removed and made again is watched again. */
export class FolderWatch {
  private readonly watchers = new Map<string, { watcher: FSWatcher; inode: bigint; isDeaf: boolean }>();
  private readonly unwatchable = new Set<string>();

  constructor(private readonly options: FolderWatchOptions) {}

  /** True when changes may come without a notice: a folder cannot be watched, or stands on a network. */
  get mayMissNotices(): boolean {
    if (this.unwatchable.size > 0) return true;
    for (const { isDeaf } of this.watchers.values()) if (isDeaf) return true;
    return false;
  }

  /** Watches a folder, if it is there and not watched yet. */
  add(folder: string): void {
    const inode = inodeOfFolder(folder);
    // A folder that was removed and made again has the old name and a watcher that is told nothing any more.
    if (this.watchers.has(folder) && this.watchers.get(folder)?.inode !== inode) this.remove(folder);
    if (this.watchers.has(folder) || inode === undefined) return;
    try {
      const watcher = watch(folder, { persistent: false }, (kind, name) => {
        this.options.onNotice(folder, kind, name);
      });
      watcher.on('error', () => {
        this.remove(folder);
      });
      this.watchers.set(folder, { watcher, inode, isDeaf: isDeaf(folder) });
      this.unwatchable.delete(folder);
    } catch (error) {
      if (this.unwatchable.has(folder)) return;
      this.unwatchable.add(folder);
      this.options.onError(`cannot watch ${folder} (${String(error)}): polling it once a second instead`);
    }
  }

  /** Looks whether every watched folder is still the one that it was. */
  renew(): void {
    for (const folder of [...this.watchers.keys()]) this.add(folder);
  }

  close(): void {
    for (const { watcher } of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  /** A folder that went away is watched again when it is back. */
  private remove(folder: string): void {
    this.watchers.get(folder)?.watcher.close();
    this.watchers.delete(folder);
    this.options.onNotice(folder, 'rename', null);
  }
}

function inodeOfFolder(folder: string): bigint | undefined {
  const stat = statSync(folder, { bigint: true, throwIfNoEntry: false });
  return stat?.isDirectory() === true ? stat.ino : undefined;
}

function isDeaf(folder: string): boolean {
  try {
    return DEAF.has(statfsSync(folder).type);
  } catch {
    // It has gone just now: the next look finds out.
    return true;
  }
}
