import { createReadStream, fstatSync, read } from 'node:fs';
import { createGunzip, gunzipSync, constants } from 'node:zlib';
import { FINGERPRINT_BYTES, readAt } from './file-identity.js';

/** A compressed file may expand to at most this many times its own size: more is a decompression bomb, not a log. */
export const MAX_INFLATION = 1000;
/** Unpacked bytes that are passed on at a time. */
const CHUNK_BYTES = 256 * 1024;
/** Compressed bytes from which the beginning is unpacked; deflate needs far fewer. */
const HEAD_INPUT_BYTES = 8 * 1024;
const MAX_HEAD_BYTES = HEAD_INPUT_BYTES * 1100;

/** A compressed file does not contain what its name says; the message contains the remedy. */
export class UnpackError extends Error {
  constructor(
    readonly code: 'cut-off' | 'damaged' | 'bomb',
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'UnpackError';
  }
}

/**
 * Unpacks an open .gz from its beginning, in the background and no faster than it is read: at most a chunk or two are
 * buffered, whatever the file contains. Nothing here blocks.
 */
export class Unpacking {
  private readonly packed;
  private readonly unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  private readonly mostBytes: number;
  private taken = 0;
  private hasEnded = false;
  private failure: unknown;

  /**
   * @param descriptor open for reading; it is closed by the caller, after `close`
   * @param onReady called when there is something to read, or the end
   */
  constructor(
    descriptor: number,
    private readonly file: string,
    onReady: () => void,
  ) {
    this.mostBytes = fstatSync(descriptor).size * MAX_INFLATION;
    // A stream that is destroyed closes its file even with autoClose off; this file is not its own.
    const keepOpen = (_descriptor: number, done: () => void) => {
      done();
    };
    this.packed = createReadStream('', { fd: descriptor, start: 0, fs: { read, close: keepOpen } });
    // Connected by hand: a stream pipeline would report that it was aborted, but not why.
    this.packed.on('error', (error) => this.unpacked.destroy(error));
    this.unpacked.on('readable', onReady).on('end', () => {
      this.hasEnded = true;
      onReady();
    });
    this.unpacked.on('error', (error) => {
      this.failure = error;
      onReady();
    });
    this.packed.pipe(this.unpacked);
  }

  /** Compressed bytes that were read so far. */
  get packedBytes(): number {
    return this.packed.bytesRead;
  }

  /**
   * The next bytes, or why there are none now.
   * @throws UnpackError when the file is damaged, truncated, or a bomb; what came before was good
   */
  read(): Buffer | 'waiting' | 'end' {
    // A stream without an encoding yields buffers.
    const chunk = this.unpacked.read() as Buffer | null;
    if (chunk !== null) {
      this.taken += chunk.length;
      if (this.taken > this.mostBytes) throw bombError(this.file);
      return chunk;
    }
    if (this.failure !== undefined) throw explainUnpacking(this.file, this.failure);
    return this.hasEnded ? 'end' : 'waiting';
  }

  /** Stops; resolves when nothing uses the descriptor any more. */
  close(): Promise<void> {
    this.packed.unpipe();
    this.unpacked
      .removeAllListeners()
      .on('error', () => undefined)
      .destroy();
    return new Promise((resolve) => {
      if (this.packed.closed) resolve();
      else this.packed.once('close', resolve).destroy();
    });
  }
}

/**
 * The first bytes of an unpacked .gz, up to the length of a fingerprint; fewer when it contains fewer.
 * @throws UnpackError when it is no .gz, or ends before its first byte
 */
export function unpackHead(descriptor: number, file: string): Buffer {
  const packed = readAt(descriptor, 0, HEAD_INPUT_BYTES);
  if (packed.length === 0) throw explainUnpacking(file, { code: 'Z_BUF_ERROR' });
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_HEAD_BYTES };
    return Buffer.from(gunzipSync(packed, options).subarray(0, FINGERPRINT_BYTES));
  } catch (error) {
    throw explainUnpacking(file, error);
  }
}

function explainUnpacking(file: string, error: unknown): UnpackError {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  const reason = error instanceof Error ? error.message : String(code);
  if (code === 'ERR_BUFFER_TOO_LARGE') return bombError(file);
  if (code === 'Z_BUF_ERROR') {
    const remedy = 'it is truncated; copy or compress it again. Its intact part is read, and nothing is read twice';
    return new UnpackError('cut-off', `cannot read all of ${file} (unexpected end of file): ${remedy}`, error);
  }
  if (code === 'Z_DATA_ERROR') {
    const remedy =
      'it is damaged or not a gzip file; compress it again, or remove .gz from its name if it is not compressed';
    return new UnpackError('damaged', `cannot read ${file} (${reason}): ${remedy}`, error);
  }
  return new UnpackError('damaged', `cannot read ${file}: ${reason}`, error);
}

function bombError(file: string): UnpackError {
  return new UnpackError(
    'bomb',
    `${file} decompresses to more than ${String(MAX_INFLATION)} times its size: not read further; if it really is a log, decompress it and specify the decompressed file`,
  );
}
