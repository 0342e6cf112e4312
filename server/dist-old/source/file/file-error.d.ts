/** The path names a folder, a pipe, a socket or a device. */
export declare class NotAFileError extends Error {
    constructor();
}
/** What went wrong with a file, and what to do about it. Reading it is tried again by itself. */
export declare function explainFileError(file: string, error: unknown): string;
/** True when the error says that there is no such file or folder. */
export declare function isMissing(error: unknown): boolean;
/** True when the process, or the system, may open no more files. */
export declare function isTooManyOpen(error: unknown): boolean;
