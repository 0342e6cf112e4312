export interface FolderWatchOptions {
    /** Something happened in a folder; `name` is null when it is not known to what. */
    onNotice: (folder: string, kind: string, name: string | null) => void;
    /** Called once with what cannot be watched. */
    onError: (message: string) => void;
}
/** Watches folders for the notices of the operating system; a folder that is removed and made again is watched again. */
export declare class FolderWatch {
    private readonly options;
    private readonly watchers;
    private readonly unwatchable;
    constructor(options: FolderWatchOptions);
    /** True when changes may come without a notice: a folder cannot be watched, or stands on a network. */
    get mayMissNotices(): boolean;
    /** Watches a folder, if it is there and not watched yet. */
    add(folder: string): void;
    /** Looks whether every watched folder is still the one that it was. */
    renew(): void;
    close(): void;
    /** A folder that went away is watched again when it is back. */
    private remove;
}
