import { closeSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

export interface RotatingFileOptions {
  path: string;
  /** Size in bytes that the file does not pass; undefined never rotates. */
  rotateBytes?: number;
  /** Rotated generations kept beside it, `path.1` the newest. */
  keep: number;
  /** Bytes collected before they are written. */
  chunkBytes?: number;
}

const USUAL_CHUNK = 1 << 20;

/**
 * A log file that is appended to and rotated by renaming and creating, as logrotate does by default. Lines are ASCII.
 * When writing fails the error is thrown and what was not written stays, so that a later `flush` goes on without loss.
 */
export class RotatingFile {
  readonly #options: RotatingFileOptions;
  readonly #chunkBytes: number;
  #descriptor: number;
  /** Size of the file with everything collected. */
  #size: number;
  #collected = '';
  /** What a failed write left over; it goes first. */
  #unwritten: Buffer = Buffer.alloc(0);
  #isRotationDue = false;
  #rotations = 0;

  /** Opens or creates the file for appending; throws the system's error when that fails. */
  constructor(options: RotatingFileOptions) {
    this.#options = options;
    this.#chunkBytes = options.chunkBytes ?? USUAL_CHUNK;
    this.#descriptor = openSync(options.path, 'a');
    this.#size = fstatSync(this.#descriptor).size;
  }

  get rotations(): number {
    return this.#rotations;
  }

  /** Adds one line, given without its end; a line alone in its file may pass the limit. */
  writeLine(line: string): void {
    const bytes = line.length + 1;
    const limit = this.#options.rotateBytes;
    if (limit !== undefined && this.#size > 0 && this.#size + bytes > limit) {
      this.#isRotationDue = true;
      this.flush();
    }
    this.#collected += `${line}\n`;
    this.#size += bytes;
    if (this.#collected.length >= this.#chunkBytes) this.flush();
  }

  /** Writes everything collected and carries out a rotation that is due. */
  flush(): void {
    if (this.#collected.length > 0) {
      this.#unwritten = Buffer.concat([this.#unwritten, Buffer.from(this.#collected, 'latin1')]);
      this.#collected = '';
    }
    while (this.#unwritten.length > 0) {
      const written = writeSync(this.#descriptor, this.#unwritten);
      this.#unwritten = this.#unwritten.subarray(written);
    }
    if (this.#isRotationDue) this.#rotate();
  }

  /** Writes the rest and closes the file. */
  close(): void {
    try {
      this.flush();
    } finally {
      closeSync(this.#descriptor);
    }
  }

  #rotate(): void {
    const { path, keep } = this.#options;
    if (keep === 0) rmSync(path, { force: true });
    else rmSync(`${path}.${keep}`, { force: true });
    for (let number = keep - 1; number >= 1; number -= 1)
      renameWhereThere(`${path}.${number}`, `${path}.${number + 1}`);
    if (keep > 0) renameWhereThere(path, `${path}.1`);
    const descriptor = openSync(path, 'a');
    closeSync(this.#descriptor);
    this.#descriptor = descriptor;
    this.#size = fstatSync(descriptor).size;
    this.#isRotationDue = false;
    this.#rotations += 1;
  }
}

function renameWhereThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
