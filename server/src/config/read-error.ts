import type { SettingError } from './setting-error.js';

/** Why a file cannot be read, in words. */
export function explainReadError(cause: unknown): Pick<SettingError, 'message' | 'remedy'> {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'ENOENT':
      return { message: 'no such file', remedy: 'check the path' };
    case 'EACCES':
      return { message: 'the file cannot be read: permission denied', remedy: 'grant this user read access' };
    case 'EISDIR':
      return { message: 'this is a folder', remedy: 'specify a file in it' };
    default:
      return {
        message: `the file cannot be read (${typeof code === 'string' ? code : 'unknown reason'})`,
        remedy: 'check the path and the disk',
      };
  }
}
