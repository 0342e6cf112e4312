import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import {
  accessSync,
  type BigIntStats,
  chownSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

/**
 * The database files of a data folder: what may be opened as one of ours, why another may not, and with which remedy.
 * A message of the engine ("unable to open database file") helps nobody, so the file system is checked first.
 */

export type DatabaseFileErrorCode = 'missing' | 'foreign' | 'damaged' | 'too-new' | 'read-only' | 'unusable';

/** A file that cannot be opened as what it should be; nothing was changed. The message contains the path and the remedy. */
export class DatabaseFileError extends Error {
  constructor(
    readonly code: DatabaseFileErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'DatabaseFileError';
  }
}

/** One of the databases of a data folder. */
export interface DatabaseKind {
  /** Its name in messages, as in "the store". */
  what: string;
  file: string;
  /** Stored in the header of the file (SQLite, PRAGMA application_id): it distinguishes ours from any other program's. */
  applicationId: number;
  /** The newest known schema version. */
  schema: number;
  /** Marker beside the file once it was created, so that a missing file is not taken for one that never existed. */
  mark: string;
  /** Permissions of a new file. */
  mode: number;
}

export type Access = 'read' | 'write';

/** Files that belong to a database in WAL mode. */
const COMPANIONS = ['-wal', '-shm', '-journal'];

const FOLDER_REMEDY = 'or use another folder with --data';
const RESTORE = 'put it back, or restore a backup (docs/backup.md)';

/**
 * Refuses a path that cannot be, or must not be, opened as a database of ours, as far as the file system knows.
 * A name without a file passes.
 * @throws DatabaseFileError
 */
export function refuseUnusable({ file, what }: Pick<DatabaseKind, 'file' | 'what'>, access: Access): void {
  for (const name of [file, ...COMPANIONS.map((suffix) => `${file}${suffix}`)]) {
    const reason = unusable(name, access);
    if (reason !== undefined) throw new DatabaseFileError(reason.code, `cannot use ${what} ${name}: ${reason.text}`);
  }
  if (access === 'write') refuseFolder(path.dirname(realName(file)), what);
}

/** Creates a data folder if needed. @throws DatabaseFileError when that is not possible */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOTDIR') {
      const text = `${folder} is not a folder: choose a folder for the data with --data`;
      throw new DatabaseFileError('unusable', text, error);
    }
    const { code, text } = explainAccess(folder, 'write', error);
    throw new DatabaseFileError(code, `cannot create the data folder ${folder}: ${text}`, error);
  }
}

/** A store needs write access to its folder too: the log and its index are created and removed there. */
function refuseFolder(folder: string, what: string): void {
  const error = accessError(folder, constants.W_OK | constants.X_OK);
  if (error === undefined || codeOf(error) === 'ENOENT') return;
  const { code, text } = explainAccess(folder, 'write', error);
  throw new DatabaseFileError(code, `cannot use ${what}: its folder ${folder} must be writable: ${text}`);
}

interface Reason {
  code: DatabaseFileErrorCode;
  text: string;
}

function unusable(file: string, access: Access): Reason | undefined {
  let stats: Stats;
  try {
    const link = lstatSync(file, { throwIfNoEntry: false });
    if (link === undefined) return undefined;
    if (link.isSymbolicLink()) {
      const target = statSync(file, { throwIfNoEntry: false });
      if (target === undefined) {
        const text = `it is a symbolic link to ${readlinkSync(file)}, which does not exist: mount or restore the target, or remove the link`;
        return { code: 'missing', text };
      }
      stats = target;
    } else stats = link;
  } catch (error) {
    return explainAccess(file, access, error);
  }
  if (!stats.isFile()) {
    return {
      code: 'unusable',
      text: `it is ${kindOf(stats)}, not a file: move it away, and put the original file back or restore a backup`,
    };
  }
  const error = accessError(file, access === 'read' ? constants.R_OK : constants.R_OK | constants.W_OK);
  return error === undefined ? undefined : explainAccess(file, access, error);
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

function accessError(file: string, mode: number): unknown {
  try {
    accessSync(file, mode);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Why the system refuses a file or folder, with the command that helps. */
function explainAccess(file: string, access: Access, error: unknown): Reason {
  const code = codeOf(error);
  switch (code) {
    case 'EROFS':
      return { code: 'read-only', text: `its file system is read-only: remount it read-write, ${FOLDER_REMEDY}` };
    case 'EACCES':
      return { code: 'read-only', text: deniedText(file, access) };
    case 'EPERM':
      return { code: 'read-only', text: `it is immutable: chattr -i ${file}` };
    case 'ELOOP':
      return { code: 'unusable', text: 'it is a circular symbolic link: remove the link' };
    case 'EIO':
    case 'ESTALE':
    case 'ENOTCONN':
      return {
        code: 'unusable',
        text: `its disk or network share cannot be read (${code}): check the system log, and remount it`,
      };
    default:
      return { code: 'unusable', text: error instanceof Error ? error.message : String(error) };
  }
}

/** Which user lacks which right, and the command that grants it: the inaccessible folder on the path, or the file itself. */
function deniedText(file: string, access: Access): string {
  const me = user();
  const closed = closedFolder(file);
  if (closed !== undefined) {
    return `permission denied: ${me.words} may not enter the folder ${closed} (${ownership(closed)}): run as its owner, or chmod o+x ${closed}`;
  }
  const needed =
    access === 'read' ? 'r' : statSync(file, { throwIfNoEntry: false })?.isDirectory() === true ? 'rwx' : 'rw';
  const remedy =
    statSync(file, { throwIfNoEntry: false })?.uid === me.uid
      ? `chmod u+${needed} ${file}`
      : `run as its owner, or chown ${me.name} ${file}`;
  const doing = access === 'read' ? 'read' : 'write';
  return `permission denied: ${me.words} may not ${doing} it (${ownership(file)}): ${remedy}`;
}

function closedFolder(file: string): string | undefined {
  const folders: string[] = [];
  for (let at = path.dirname(path.resolve(file)); ; at = path.dirname(at)) {
    folders.unshift(at);
    if (at === path.dirname(at)) break;
  }
  return folders.find((folder) => codeOf(accessError(folder, constants.X_OK)) === 'EACCES');
}

function ownership(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined
    ? 'owner unknown'
    : `owner uid ${String(stats.uid)}, mode ${(stats.mode & 0o7777).toString(8).padStart(4, '0')}`;
}

function user(): { name: string; uid: number; words: string } {
  const uid = process.geteuid?.() ?? -1;
  try {
    const { username } = userInfo();
    return { name: username, uid, words: `user ${username} (uid ${String(uid)})` };
  } catch {
    // The system has no name for the user id of the process, as in some containers.
    return { name: String(uid), uid, words: `uid ${String(uid)}` };
  }
}

/**
 * Opens a database of ours without changing it; one written by another program, or by a newer version, is refused.
 * @throws DatabaseFileError with the remedy
 */
export function openDatabase(kind: DatabaseKind, access: Access): DatabaseSyncInstance {
  refuseUnusable(kind, access);
  refuseMissing(kind);
  try {
    // Checked over a read-only connection: another program's file is not touched at all.
    const looking = openIdentified(kind, true);
    if (access === 'read') return looking;
    looking.close();
    return new DatabaseSync(kind.file);
  } catch (error) {
    if (access === 'read' || engineCode(error) !== READ_ONLY) throw explainOpening(kind, error);
    // A transaction that a killed program left can be rolled back only with write access.
    try {
      return openIdentified(kind, false);
    } catch (second) {
      throw explainOpening(kind, second);
    }
  }
}

function openIdentified(kind: DatabaseKind, readOnly: boolean): DatabaseSyncInstance {
  const database = new DatabaseSync(kind.file, { readOnly });
  try {
    database.exec('PRAGMA busy_timeout = 5000');
    identify(database, kind);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function refuseMissing({ file, what }: DatabaseKind): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) throw new DatabaseFileError('missing', `no ${bare(what)} found at ${file}: ${RESTORE}`);
  if (stats.size === 0) throw new DatabaseFileError('missing', emptyText(file, what));
}

function emptyText(file: string, what: string): string {
  return `${file} is empty and contains no data of ${what}: ${RESTORE}, or start over with serve --recreate-missing`;
}

const bare = (what: string) => what.replace(/^the /, '');

/** @throws DatabaseFileError when it is not ours, or of an unusable version. */
function identify(database: DatabaseSyncInstance, kind: DatabaseKind): void {
  const { file, what, applicationId, schema } = kind;
  const id = pragmaNumber(database, 'application_id');
  const tables = z
    .array(z.object({ name: z.string() }))
    .parse(database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all())
    .map(({ name }) => name);
  const isOurs = id === applicationId;
  const version = pragmaNumber(database, 'user_version');
  const isBlank = id === 0 && tables.length === 0;
  if (isBlank && version <= schema) throw new DatabaseFileError('missing', emptyText(file, what));
  if (!isOurs && !isBlank) {
    const holds =
      tables.length === 0
        ? 'no tables'
        : `the tables ${tables.slice(0, 3).join(', ')}${tables.length > 3 ? ', …' : ''}`;
    throw new DatabaseFileError(
      'foreign',
      `${file} is a database of another program, or of a version before 0.1.0 (application id ${String(id)}, ${holds}), and was left as it is: move it away, ${FOLDER_REMEDY}`,
    );
  }
  if (version > schema) {
    throw new DatabaseFileError(
      'too-new',
      `${file} was written by a newer Tunnelwatch (schema ${String(version)}, this version supports ${String(schema)}): use that version, ${FOLDER_REMEDY}`,
    );
  }
}

/** An error of the engine in opening a file, with the diagnosis of the file system. */
function explainOpening(kind: DatabaseKind, error: unknown): Error {
  if (error instanceof DatabaseFileError) return error;
  const { file, what } = kind;
  const text = error instanceof Error ? error.message : String(error);
  switch (engineCode(error)) {
    case NOT_A_DATABASE:
      return new DatabaseFileError(
        'foreign',
        `${file} is not a database and was left as it is: move it away, and put the right file back, or restore a backup (docs/backup.md)`,
        error,
      );
    case CORRUPT:
      return new DatabaseFileError('damaged', `${file} is damaged (${text}): restore a backup`, error);
    case CANNOT_OPEN:
    case READ_ONLY: {
      // Reading a database with a log requires writing the log's index.
      const folder = path.dirname(realName(file));
      const refused = accessError(folder, constants.W_OK | constants.X_OK);
      const why =
        refused === undefined
          ? `${text}: check the permissions of ${folder} and its contents`
          : explainAccess(folder, 'write', refused).text;
      return new DatabaseFileError(
        'read-only',
        `cannot use ${what} ${file}: its folder ${folder} must be writable: ${why}`,
        error,
      );
    }
    default:
      return error instanceof Error ? error : new Error(`cannot use ${what} ${file}: ${text}`, { cause: error });
  }
}

const CORRUPT = 11;
const CANNOT_OPEN = 14;
const READ_ONLY = 8;
const NOT_A_DATABASE = 26;

/** The primary result code of the engine (SQLite, "Result and Error Codes"); undefined for other errors. */
export function engineCode(error: unknown): number | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'sqliteCode') : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}

function pragmaNumber(database: DatabaseSyncInstance, name: string): number {
  return z.record(z.string(), z.number()).parse(database.prepare(`PRAGMA ${name}`).get())[name] ?? 0;
}

/**
 * Creates a database if there is none yet: under another name first, so that at any moment there is either no file or a
 * complete one. An empty file is then never an unfinished one of ours.
 * @param build creates the tables
 * @throws DatabaseFileError when there was one before, which is missing now
 */
export function createDatabase(kind: DatabaseKind, build: (database: DatabaseSyncInstance) => void): void {
  refuseLostOne(kind);
  const { file, applicationId } = kind;
  const part = `${file}.new-${String(process.pid)}`;
  const leftovers = ['', ...COMPANIONS].map((suffix) => `${part}${suffix}`);
  for (const left of leftovers) rmSync(left, { force: true });
  try {
    writeFileSync(part, '', { mode: kind.mode });
    const database = new DatabaseSync(part);
    try {
      // What fails here is removed as a whole: it need not be durable table by table, only before it gets its name.
      database.exec('PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY');
      build(database);
      database.exec(`PRAGMA application_id = ${String(applicationId)}`);
    } finally {
      database.close();
    }
    giveToOwnerOfFolder(part);
    makeDurable(part);
    nameOnce(part, file);
  } finally {
    for (const left of leftovers) rmSync(left, { force: true });
  }
}

/**
 * A missing database that existed before has to be restored, and is never recreated silently.
 * @throws DatabaseFileError
 */
export function refuseLostOne({ file, mark }: Pick<DatabaseKind, 'file' | 'mark'>): void {
  if (existsSync(file)) return;
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (!existsSync(mark) && log === 0) return;
  const trace = log > 0 ? `its WAL ${file}-wal still exists` : `${mark} shows that it was created`;
  throw new DatabaseFileError(
    'missing',
    `${file} is missing, and ${trace}: mount it or ${RESTORE}, or start over with serve --recreate-missing`,
  );
}

/** Commands run by root must leave files that the server's user can use, as SQLite does with its logs. */
export function giveToOwnerOfFolder(file: string): void {
  if (process.geteuid?.() !== 0) return;
  const { uid, gid } = statSync(path.dirname(file));
  chownSync(file, uid, gid);
}

/** Gives a new file its name, unless another process was faster. */
function nameOnce(part: string, file: string): void {
  try {
    linkSync(part, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    // Some file systems have no hard links.
    if (!existsSync(file)) renameSync(part, file);
  }
  makeDurable(path.dirname(file));
}

/** Writes a file or a folder through to the disk. */
function makeDurable(name: string): void {
  const descriptor = openSync(name, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Marks for later starts that a database was created. */
export function markMade({ file, what, mark }: DatabaseKind): void {
  if (existsSync(mark)) return;
  const text = `Tunnelwatch created ${what} ${path.basename(file)} in this folder. While this file exists, it is not recreated silently.\n`;
  try {
    writeFileSync(mark, text, { flag: 'wx', mode: 0o600 });
    giveToOwnerOfFolder(mark);
  } catch {
    // On a full disk the server must start all the same; the next start creates it.
  }
}

/**
 * Removes the mark of a database whose file is missing or empty: the next start creates a new one. What is
 * left of its log is kept under another name.
 */
export function forgetMissing({ file, mark }: Pick<DatabaseKind, 'file' | 'mark'>): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats !== undefined && !(stats.isFile() && stats.size === 0)) return false;
  for (const suffix of COMPANIONS) {
    if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${file}${suffix}.left`);
  }
  rmSync(file, { force: true });
  rmSync(mark, { force: true });
  return true;
}

/** What happened to an open file: its name is gone, or leads to another file. */
export interface Vanished {
  how: 'missing' | 'replaced' | 'unreachable' | 'read-only';
  /** What happened, and the remedy. */
  text: string;
}

/** Identifies an open file by device and inode, and notices when its name no longer leads to it. */
export class FileIdentity {
  private constructor(
    readonly file: string,
    private readonly device: bigint,
    private readonly inode: bigint,
  ) {}

  /** The file with this name now, which has just been opened; undefined if there is none. */
  static of(file: string): FileIdentity | undefined {
    const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? undefined : new FileIdentity(file, stats.dev, stats.ino);
  }

  /** What has happened to it; undefined while its name leads to it. One system call, a few microseconds. */
  vanished(): Vanished | undefined {
    const { file } = this;
    let stats: BigIntStats | undefined;
    try {
      stats = statSync(file, { bigint: true, throwIfNoEntry: false });
    } catch (error) {
      const { text } = explainAccess(file, 'write', error);
      return { how: 'unreachable', text: `${file} is no longer accessible: ${text}` };
    }
    if (stats !== undefined && this.is(stats)) return undefined;
    if (stats === undefined) return { how: 'missing', text: `${file} is missing: ${this.whereabouts()}` };
    return {
      how: 'replaced',
      text: `${file} is not the file that is in use: ${this.whereaboutsOfReplaced()}`,
    };
  }

  /** Why the file can no longer be written to, when its file system was mounted read-only. */
  readOnly(): Vanished | undefined {
    const error = accessError(this.file, constants.W_OK);
    if (codeOf(error) !== 'EROFS') return undefined;
    const text = `the file system of ${this.file} is read-only: check the system log for the cause, and remount it read-write`;
    return { how: 'read-only', text };
  }

  private is({ dev, ino }: BigIntStats): boolean {
    return dev === this.device && ino === this.inode;
  }

  /** Where it is now, and how to restore it. */
  private whereabouts(): string {
    const { file } = this;
    const handle = this.handle();
    if (handle === undefined) return 'put it back and restart the server, or restore a backup';
    if (!handle.isDeleted && existsSync(handle.target)) {
      return `it was moved to ${handle.target}: move it back (mv ${handle.target} ${file}), and the server resumes by itself`;
    }
    if (!handle.isDeleted) return 'its file system was unmounted: remount it, and restart the server';
    return (
      `it was deleted, and will be lost when this process ends: copy it back first (mkdir -p ${path.dirname(file)} && ` +
      `cp ${handle.path} ${file}) or restore a backup, then restart the server`
    );
  }

  private whereaboutsOfReplaced(): string {
    const { file } = this;
    const handle = this.handle();
    if (handle?.isDeleted === false && handle.target === file) {
      return 'another file system was mounted over it: unmount that, and the server resumes by itself';
    }
    const moved = handle !== undefined && !handle.isDeleted && existsSync(handle.target);
    const old = moved ? `, or move the one in use back (mv ${handle.target} ${file}), and it resumes by itself` : '';
    return `restart the server to use the new file${old}`;
  }

  /** Our own handle of the file, if the system shows it (Linux): its target is the current path of the file. */
  private handle(): { path: string; target: string; isDeleted: boolean } | undefined {
    const folder = `/proc/${String(process.pid)}/fd`;
    try {
      for (const name of readdirSync(folder)) {
        const stats = statSync(`${folder}/${name}`, { bigint: true, throwIfNoEntry: false });
        if (stats === undefined || !this.is(stats)) continue;
        const target = readlinkSync(`${folder}/${name}`);
        return { path: `${folder}/${name}`, target, isDeleted: stats.nlink === 0n };
      }
    } catch {
      // Other systems have no such folder: then the path is left out.
    }
    return undefined;
  }
}

/** The name behind symbolic links; the name itself if there is no file yet. */
function realName(file: string): string {
  return existsSync(file) ? realpathSync(file) : file;
}

function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : undefined;
}
