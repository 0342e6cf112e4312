import { once } from 'node:events';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';

/** Where an export goes. */
export interface ExportTarget {
  /** Returns once the bytes may be overwritten. */
  write: (bytes: Uint8Array) => Promise<void>;
  end: () => void;
  /** Ends it after a failure: nobody must take a part for the whole. */
  abandon: () => void;
}

/** Standard output, as fast as it is read. */
export function toStandardOutput(): ExportTarget {
  const { stdout } = process;
  return {
    write: async (bytes) => {
      if (!stdout.write(Buffer.from(bytes))) await once(stdout, 'drain');
    },
    end: () => undefined,
    abandon: () => undefined,
  };
}

/** @throws Error when the file exists and is not to be overwritten, or cannot be written */
export function toFile(file: string, isForced: boolean): ExportTarget {
  const descriptor = openFile(file, isForced);
  return {
    write: (bytes) => {
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
      return Promise.resolve();
    },
    end: () => {
      closeSync(descriptor);
    },
    abandon: () => {
      closeSync(descriptor);
      rmSync(file, { force: true });
    },
  };
}

function openFile(file: string, isForced: boolean): number {
  try {
    return openSync(file, isForced ? 'w' : 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new Error(`${file} exists: choose another name, or overwrite it with --force`, { cause: error });
    }
    throw error;
  }
}
