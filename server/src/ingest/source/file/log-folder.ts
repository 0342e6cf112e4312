import { statSync } from 'node:fs';
import path from 'node:path';
import { patternOf, systemPath } from '../../../file-name.js';
import { type Matches, type MatchOptions, matchesOf } from './file-pattern.js';
import { encodingFault } from './encoding-fault.js';
import { hasLogExtension, isPackedName, withoutPacking } from './log-name.js';
import { headOf } from './packed-content.js';
import { rotatedFrom } from './siblings.js';

/** Folders below a folder are searched down to this depth. */
const MAX_DEPTH = 16;

/** A binary file has a NUL among its first bytes. */
const HEAD_BYTES = 512;

/** Endings of files that are no logs, or not complete ones. Compressed files are those of a log beside them. */
const NO_LOG = new RegExp(
  `\\.(?:${[
    // Being written, locked, or the state of another program.
    'tmp|temp|part|partial|filepart|crdownload|lock|lck|pid|swp|swo|swx|offset|pos|state|status|cursor|socket|sock',
    // Databases, captures and other binaries.
    'db|db3|sqlite|sqlite3|mdb|ldb|journal|wal|shm|idx|index|bin|dat|core|dump|dmp|pcap|pcapng|cap|evt|evtx|etl|exe|dll|so|o',
    'png|jpe?g|gif|ico|pdf|docx?|xlsx?',
    // Archives.
    'tar|tgz|tbz|tbz2|txz|tzst|rar|cab|iso|img|rpm|deb|jar',
    // Settings and programs.
    'conf|cfg|cnf|ini|ya?ml|toml|xml|html?|css|m?js|ts|py|pl|sh|rb|service|md|md5|sha1|sha256|sig|pem|crt|cer|key|bak|orig|rej',
  ].join('|')})$`,
  'i',
);
/** Companions of a database, and copies that editors leave. */
const NO_LOG_END = /(?:-(?:wal|shm|journal)|~|#)$/i;
/** Binary files of the system beside its logs. */
const SYSTEM_FILES = new Set(['wtmp', 'btmp', 'utmp', 'lastlog', 'faillog', 'tallylog', 'core', 'lost+found']);

/** In a folder with this file is our own data. */
const STORE = 'tunnelwatch.db';

/** True for a name that a log may have; `docs/configuration.md` lists those that do not count. */
export function isLogName(name: string): boolean {
  if (name === '' || name.startsWith('.') || SYSTEM_FILES.has(name.replace(/[.-]\d+$/, ''))) return false;
  // NAME.db.1 and NAME.tmp.gz are of the same kind as without their last part.
  const bare = name.replace(/(?:[.-]\d+)+$/, '');
  return ![name, bare].some((each) => NO_LOG.test(each) || NO_LOG_END.test(each));
}

/**
 * The log files in a folder and below it, but not behind links to other folders, sorted, and the folders in which more may appear. Rotated files are those of
 * the log beside them; `isReadOnce` includes them, and compressed ones.
 * @throws an error of the file system when the folder itself cannot be read
 */
export function logsBelow(folder: string, isReadOnce: boolean, isUnread?: MatchOptions['isUnread']): Matches {
  const { files, folders } = matchesOf(`${patternOf(folder)}${path.sep}**`, { followsFolderLinks: false, isUnread });
  const start = folder.endsWith(path.sep) ? folder.length : folder.length + 1;
  const stores = new Set(files.filter((file) => path.basename(file) === STORE).map((file) => path.dirname(file)));
  const logs = files.filter((file) => isLogBelow(file.slice(start)) && !stores.has(path.dirname(file)));
  if (isReadOnce) return { files: logs.filter(isLogFile), folders };
  const plain = logs.filter((file) => !isPackedName(file));
  const names = new Set(plain);
  return { files: plain.filter((file) => !isBesideItsLog(file, names)), folders };
}

/** True for a rotated file of a log that is followed: gw1.log.1, gw1.log-20261129 or gw1.log.old beside gw1.log. */
function isBesideItsLog(file: string, names: ReadonlySet<string>): boolean {
  const log = rotatedFrom(file).replace(/\.(?:old|prev)$/, '');
  return log !== file && names.has(log);
}

function isLogBelow(relative: string): boolean {
  const parts = relative.split(path.sep);
  const folders = parts.slice(0, -1);
  if (folders.length > MAX_DEPTH || folders.some((name) => name.startsWith('.') || name === 'lost+found')) return false;
  const name = parts.at(-1) ?? '';
  return isPackedName(name) ? isLogName(name.slice(0, -path.extname(name).length)) : isLogName(name);
}

/**
 * False for a pipe, a socket or a device among the files of a folder, since nobody has asked for it by its name, and for
 * a file that begins like a binary one and has no extension of a log.
 */
export function isLogFile(file: string): boolean {
  if (!isRegular(file)) return false;
  if (hasLogExtension(withoutPacking(file)) || isPackedName(file)) return true;
  const head = headOf(file, HEAD_BYTES);
  return !head.includes(0) || encodingFault(file, head) !== undefined;
}

/** False for a pipe, a socket or a device. */
export function isRegular(file: string): boolean {
  try {
    return statSync(systemPath(file)).isFile();
  } catch {
    // It has just disappeared, or cannot be examined: its reader says why.
    return true;
  }
}
