import { PackedError } from './packed-content.js';
import { UnpackError } from './unpacking.js';

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: "permission denied; the server's user needs read access",
  EPERM: "permission denied; the server's user needs read access",
  EMFILE: 'too many open files; raise the server’s limit (ulimit -n)',
  ENFILE: 'the system has too many open files; raise fs.file-max',
  EIO: 'disk read error; check the disk',
  ESTALE: 'the network file system lost the file; remount it',
  ENAMETOOLONG: 'its path is longer than the system allows; specify a shorter one',
  ELOOP: 'its symbolic links form a loop; specify the file itself',
  EISDIR: 'it is a folder; specify it by its path to follow the logs in it',
};

/** A pattern has found a pipe, or a path leads to a socket or a block device. */
export class NotAFileError extends Error {
  constructor() {
    super('it is not a regular file; specify files, a glob such as *.log, or a pipe by its own path');
    this.name = 'NotAFileError';
  }
}

/** A problem with a file, with its remedy. Reading is retried automatically. */
export function explainFileError(file: string, error: unknown): string {
  if (error instanceof UnpackError || error instanceof PackedError) return error.message;
  const code = codeOf(error);
  const remedy = code === undefined ? undefined : REMEDIES[code];
  if (remedy !== undefined) return `cannot read ${file}: ${remedy}`;
  return `cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`;
}

/** True when the error says that there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** True when the process, or the system, has reached its limit of open files. */
export function isTooManyOpen(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'EMFILE' || code === 'ENFILE';
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
