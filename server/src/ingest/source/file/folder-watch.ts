import { type FSWatcher, statfsSync, statSync, watch } from 'node:fs';
import { systemPath, textOfName } from '../../../file-name.js';

/** File systems on which changes by other machines cause no notice: NFS, SMB, CIFS, FUSE, 9P, AFS, Ceph. */
const DEAF: ReadonlySet<number> = new Set([
  ...[0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997, 0x5346414f, 0x00c36400],
]);

export interface FolderWatchOptions {
  /** Something happened in a folder; `name` is null when the file is not known. */
  onNotice: (folder: string, kind: string, name: string | null) => void;
  /** Called once with what cannot be watched. */
  onError: (message: string) => void;
}

/** Watches folders for the notices of the operating system; a folder that is removed and recreated is watched again. */
export class FolderWatch {
  private readonly watchers = new Map<string, { watcher: FSWatcher; inode: bigint; isDeaf: boolean }>();
  private readonly unwatchable = new Set<string>();
  /** Number of watchers on file systems that do not report every change. */
  private deaf = 0;

  constructor(private readonly options: FolderWatchOptions) {}

  /** True when changes may come without a notice: a folder cannot be watched, or is on a network. */
  get mayMissNotices(): boolean {
    return this.unwatchable.size > 0 || this.deaf > 0;
  }

  /** Watches a folder, if it exists and is not watched yet. */
  add(folder: string): void {
    const inode = inodeOfFolder(folder);
    const known = this.watchers.get(folder);
    if (known !== undefined && known.inode === inode) return;
    // A folder that was removed and recreated has the old name, but its watcher gets no more notices.
    if (known !== undefined) this.remove(folder);
    if (inode === undefined) return;
    try {
      const watcher = watch(systemPath(folder), { persistent: false, encoding: 'buffer' }, (kind, name) => {
        this.options.onNotice(folder, kind, name === null ? null : textOfName(name));
      });
      watcher.on('error', () => {
        this.remove(folder);
      });
      const found = { watcher, inode, isDeaf: isDeaf(folder) };
      this.watchers.set(folder, found);
      if (found.isDeaf) this.deaf += 1;
      this.unwatchable.delete(folder);
    } catch (error) {
      if (this.unwatchable.has(folder)) return;
      this.unwatchable.add(folder);
      this.options.onError(`cannot watch ${folder} (${String(error)}): polling it once a second instead`);
    }
  }

  /** Checks that every watched folder is still the same one. */
  renew(): void {
    for (const folder of [...this.watchers.keys()]) this.add(folder);
  }

  close(): void {
    for (const { watcher } of this.watchers.values()) watcher.close();
    this.watchers.clear();
    this.deaf = 0;
  }

  /** A folder that disappeared is watched again when it is back. */
  private remove(folder: string): void {
    const known = this.watchers.get(folder);
    known?.watcher.close();
    if (known?.isDeaf === true) this.deaf -= 1;
    this.watchers.delete(folder);
    this.options.onNotice(folder, 'rename', null);
  }
}

function inodeOfFolder(folder: string): bigint | undefined {
  const stat = statSync(systemPath(folder), { bigint: true, throwIfNoEntry: false });
  return stat?.isDirectory() === true ? stat.ino : undefined;
}

function isDeaf(folder: string): boolean {
  try {
    return DEAF.has(statfsSync(systemPath(folder)).type);
  } catch {
    // It has just disappeared: the next poll finds out.
    return true;
  }
}
