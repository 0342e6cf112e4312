/** A compressed file may hold at most this many times its own size: more is a bomb, not a log. */
export declare const MOST_INFLATION = 1000;
/** A compressed file does not hold what its name says; the message says what to do. */
export declare class UnpackError extends Error {
    readonly code: 'cut-off' | 'damaged' | 'bomb';
    constructor(code: 'cut-off' | 'damaged' | 'bomb', message: string, cause?: unknown);
}
/**
 * Unpacks an open .gz from its beginning, in the background and no faster than it is taken: what nobody has asked for
 * yet is at most a chunk or two, whatever the file holds. Nothing here waits.
 */
export declare class Unpacking {
    private readonly file;
    private readonly packed;
    private readonly unpacked;
    private readonly mostBytes;
    private taken;
    private hasEnded;
    private failure;
    /**
     * @param descriptor open for reading; it is closed by the caller, after `close`
     * @param onReady called when there is something to read, or the end
     */
    constructor(descriptor: number, file: string, onReady: () => void);
    /** Compressed bytes that were read so far. */
    get packedBytes(): number;
    /**
     * The next bytes, or why there are none now.
     * @throws UnpackError when the file is damaged, cut off, or a bomb; what came before it was good
     */
    read(): Buffer | 'waiting' | 'end';
    /** Stops; resolves when nothing uses the descriptor any more. */
    close(): Promise<void>;
}
/**
 * The first bytes of what an open .gz holds, at most as many as a fingerprint covers; fewer when it holds fewer.
 * @throws UnpackError when it is no .gz, or ends before its first byte
 */
export declare function unpackHead(descriptor: number, file: string): Buffer;
