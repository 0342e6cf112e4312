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

const FOLDER_REMEDIES: Readonly<Record<string, string>> = {
  ...REMEDIES,
  EACCES: "permission denied; the server's user must be able to list it and to enter the folders above it",
  EPERM: "permission denied; the server's user must be able to list it and to enter the folders above it",
  ENOTDIR: 'it is not a folder; check the path in the configuration',
  ESTALE: 'the network file system lost the folder; remount it',
  ENOTCONN: 'its file system is disconnected; remount it',
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
  return explain(file, error, REMEDIES);
}

/** Why a folder cannot be listed, with the remedy; null when it is merely missing, since it may appear. */
export function explainFolderError(folder: string, error: unknown): string | null {
  return codeOf(error) === 'ENOENT' ? null : explain(folder, error, FOLDER_REMEDIES);
}

function explain(file: string, error: unknown, remedies: Readonly<Record<string, string>>): string {
  const remedy = remedies[codeOf(error) ?? ''];
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
