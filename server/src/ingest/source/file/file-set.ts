import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { SourceProblem } from '../../../core/alert/monitoring/reading-rule.js';
import type { ClockReading } from '../clock-reading.js';
import { explainFolderError } from './file-error.js';
import { systemPath, textOfName } from '../../../file-name.js';
import { baseFolder, literalPath, type MatchOptions, matchesOf } from './file-pattern.js';
import type { FileRegistry } from './file-registry.js';
import { FileTail } from './file-tail.js';
import { FolderWatch } from './folder-watch.js';
import type { OpenHandles } from './open-handles.js';
import { isLogFile, logsBelow } from './log-folder.js';
import { hasLogExtension, isPackedName } from './log-name.js';
import { pathKind } from './path-kind.js';
import { PatternFolders } from './pattern-folders.js';
import { rotatedFrom } from './siblings.js';
import type { TailListener } from './tail-listener.js';

/** Discovering new files requires walking the folders: not at every wake-up. */
const DISCOVER_EVERY_MS = 1000;
/** For up to this many files the walk costs next to nothing. */
const FEW_FILES = 256;
/**
 * With thousands of files it may take at most this share of the time: 0.1 % when calm, 0.2 % when notices may be missed,
 * 5 % when a notice says that a file appeared.
 */
const CALM_SHARE = 1000;
const DEAF_SHARE = 500;
const TOLD_SHARE = 20;
/** Folders in which a file may appear are watched, too; beyond this number, only those that contain followed files. */
const MAX_WATCHED = 8192;
/** Notices can be missed, so each poll includes this many files, or more where needed to poll all of them in time. */
const POLLED_ALWAYS = 64;
const POLL_ALL_MS = 10_000;
const POLL_ALL_DEAF_MS = 1000;
/** A file that was found by a pattern or in a folder, and is gone for this long, is no longer followed. */
const GONE_MS = DAY_MS;

/**
 * Creates the source of a path: its number and the counter of its lines.
 * @param wasThere whether its file was there when its folder was first looked at
 */
export type SourceOpener = (file: string, wasThere: boolean) => { sourceId: number; listener: TailListener };

export interface FileSetOptions {
  patterns: readonly string[];
  registry: FileRegistry;
  handles: OpenHandles;
  maxLineBytes: number;
  /** True for files that are read once and not followed. */
  isReadOnce: boolean;
  openSource: SourceOpener;
  /** True when what was read must be submitted before more is read: the other files wait for the next poll. */
  isFull: () => boolean;
  /** Called when something changed in a watched folder. */
  onChange: () => void;
  /** Called with what could not be watched; polling continues. */
  onWatchError: (message: string) => void;
  /** True for a log of an earlier run that was not read to its end. */
  isUnread: (file: string) => boolean;
  /** Called with the paths of the list that lead to a pipe, whenever they differ from the last call. */
  onPipes: (files: readonly string[]) => void;
}

/** A pattern that matches no file. */
export interface UnmatchedPattern {
  pattern: string;
  /** Why, and what to do; null when there is merely no file yet. */
  problem: SourceProblem | null;
  /** True for a folder without log files. */
  isFolder: boolean;
}

/** The files that a list of paths, patterns and folders leads to. */
interface Found {
  files: Set<string>;
  /** Folders in which more may appear. */
  folders: Set<string>;
  pipes: string[];
  /** Paths that lead to a folder or a pipe, and not to a file. */
  noFiles: Set<string>;
}

/** All files that match a list of paths, patterns and folders, including those that appear later. */
export class FileSet {
  readonly tails = new Map<string, FileTail>();
  /** Patterns that matched nothing at the last discovery. */
  unmatched: UnmatchedPattern[] = [];
  private readonly watch: FolderWatch;
  /** Tails by the full name of their file, and of the target of a link. */
  private readonly byName = new Map<string, Set<FileTail>>();
  private readonly names = new Map<FileTail, string[]>();
  /** Tails that are due now or at a known time, in the order in which they get their turn. */
  private readonly awake = new Set<FileTail>();
  private list: FileTail[] = [];
  private discoverAt = Number.NEGATIVE_INFINITY;
  private lastDiscovery = Number.NEGATIVE_INFINITY;
  private discoveryCost = 0;
  private mustDiscover = true;
  /** Increases whenever a file is added, or leaves. */
  revision = 0;
  /** When a file was first missed, on the monotonic clock. */
  private readonly missingSince = new Map<string, number>();
  private pipes: readonly string[] = [];
  private readonly folders = new PatternFolders();
  private nextTail = 0;
  private lastPoll: ClockReading | undefined;

  constructor(private readonly options: FileSetOptions) {
    this.watch = new FolderWatch({
      onNotice: (folder, kind, name) => {
        this.notice(folder, kind, name);
      },
      onError: options.onWatchError,
    });
  }

  /** True while a compressed generation is read in the background. */
  get isUnpacking(): boolean {
    for (const tail of this.tails.values()) if (tail.isUnpacking) return true;
    return false;
  }

  /** True for files that are read once, and not followed. */
  get isReadOnce(): boolean {
    return this.options.isReadOnce;
  }

  /** Whether a pattern is the path of a file itself. */
  isNamed(file: string): boolean {
    return this.options.patterns.some((pattern) => literalPath(pattern) === file);
  }

  /** Polls every file that may have changed, one chunk each; true when there may be more to read at once. */
  poll(now: ClockReading): boolean {
    const toldAt = this.lastDiscovery + this.discoveryCost * TOLD_SHARE;
    if (now.elapsed >= this.discoverAt || (this.mustDiscover && now.elapsed >= toldAt)) this.discover(now);
    this.wakeUnnoticed(now);
    let hasMore = false;
    let isCutShort = false;
    for (const tail of [...this.awake]) {
      if (isCutShort) break;
      if (tail.dueAt > now.elapsed) {
        tail.passOver(now);
        continue;
      }
      // Behind all others, so that one busy file cannot starve them.
      this.awake.delete(tail);
      if (tail.poll(now)) hasMore = true;
      if (tail.dueAt < Number.POSITIVE_INFINITY) this.awake.add(tail);
      if (tail.isOpen) this.options.handles.note(tail);
      this.options.handles.enforce();
      isCutShort = this.options.isFull();
    }
    this.lastPoll = now;
    return hasMore || isCutShort;
  }

  close(): void {
    this.watch.close();
    for (const tail of this.tails.values()) {
      this.options.handles.forget(tail);
      tail.close();
    }
  }

  /** Notices can be missed: some files without one get their turn too, if they have changed. */
  private wakeUnnoticed(now: ClockReading): void {
    const share = this.shareOf(this.list.length, now);
    for (let count = 0; count < share; count++) {
      const tail = this.list[(this.nextTail + count) % this.list.length];
      if (tail !== undefined && !(tail.dueAt === Number.POSITIVE_INFINITY && tail.isAsSeen())) this.wake(tail);
    }
    this.nextTail = this.list.length === 0 ? 0 : (this.nextTail + share) % this.list.length;
  }

  /** How many files are polled although nothing indicates that they have changed. */
  private shareOf(files: number, { elapsed }: ClockReading): number {
    if (files <= POLLED_ALWAYS) return files;
    const since = elapsed - (this.lastPoll?.elapsed ?? Number.NEGATIVE_INFINITY);
    const period = this.watch.mayMissNotices ? POLL_ALL_DEAF_MS : POLL_ALL_MS;
    return Math.min(files, Math.ceil((files * since) / period));
  }

  /** Has a file polled with the next poll of the set. */
  private wake(tail: FileTail): void {
    this.endRest(tail);
    tail.dueAt = Number.NEGATIVE_INFINITY;
  }

  private endRest(tail: FileTail): void {
    // Up to the last poll nothing indicated a change.
    if (this.lastPoll !== undefined && tail.dueAt > this.lastPoll.elapsed) tail.passOver(this.lastPoll);
    this.awake.add(tail);
  }

  private notice(folder: string, kind: string, name: string | null): void {
    const file = name === null ? undefined : path.resolve(folder, name);
    const own = file === undefined ? this.list : (this.byName.get(file) ?? []);
    let isKnown = false;
    for (const tail of own) {
      this.wake(tail);
      isKnown = true;
    }
    const log = file === undefined ? undefined : rotatedFrom(file);
    if (log !== undefined && log !== file) {
      for (const tail of this.byName.get(log) ?? []) {
        this.endRest(tail);
        tail.noticeBeside();
        isKnown = true;
      }
    }
    if (kind === 'rename' && !(isKnown && name !== null)) this.mustDiscover = true;
    this.options.onChange();
  }

  private discover(now: ClockReading): void {
    const isFirst = this.lastDiscovery === Number.NEGATIVE_INFINITY;
    const started = performance.now();
    this.lastDiscovery = now.elapsed;
    this.mustDiscover = false;
    const found = this.matches(isFirst ? this.options.isUnread : undefined);
    const { files, folders } = found;
    for (const file of files) {
      // A name such as NAME.1 that appears beside a followed NAME comes from a rotation: the tail handles it.
      if (this.tails.has(file) || (!isFirst && this.tails.has(rotatedFrom(file)))) continue;
      this.add(file, isFirst);
    }
    this.letGo(found, now);
    this.notePipes(found.pipes);
    for (const pattern of this.options.patterns) this.watch.add(baseFolder(pattern));
    if (folders.size <= MAX_WATCHED) for (const folder of folders) this.watch.add(folder);
    this.watch.renew();
    this.discoveryCost = this.tails.size <= FEW_FILES ? 0 : performance.now() - started;
    const share = this.watch.mayMissNotices ? DEAF_SHARE : CALM_SHARE;
    this.discoverAt = now.elapsed + Math.max(DISCOVER_EVERY_MS, this.discoveryCost * share);
  }

  /** Files that are gone for a day leave, and those in whose place is a pipe or a folder at once. */
  private letGo({ files, noFiles }: Found, { elapsed }: ClockReading): void {
    for (const file of this.missingSince.keys()) if (files.has(file)) this.missingSince.delete(file);
    for (const tail of this.list.filter(({ path: file }) => !files.has(file))) {
      const since = this.missingSince.get(tail.path) ?? elapsed;
      this.missingSince.set(tail.path, since);
      if (noFiles.has(tail.path) || elapsed - since >= GONE_MS) this.drop(tail);
    }
  }

  private notePipes(pipes: readonly string[]): void {
    if (pipes.length === this.pipes.length && pipes.every((file, at) => file === this.pipes[at])) return;
    this.pipes = pipes;
    this.options.onPipes(pipes);
  }

  private drop(tail: FileTail): void {
    this.options.handles.forget(tail);
    tail.close();
    this.tails.delete(tail.path);
    this.list.splice(this.list.indexOf(tail), 1);
    this.awake.delete(tail);
    this.missingSince.delete(tail.path);
    for (const name of this.names.get(tail) ?? []) {
      const known = this.byName.get(name);
      known?.delete(tail);
      if (known?.size === 0) this.byName.delete(name);
    }
    this.names.delete(tail);
    this.revision += 1;
  }

  private add(file: string, wasThere: boolean): void {
    const { registry, maxLineBytes, isReadOnce, onChange, handles, openSource } = this.options;
    const { sourceId, listener } = openSource(file, wasThere);
    const tail: FileTail = new FileTail({
      path: file,
      sourceId,
      registry,
      listener,
      maxLineBytes,
      isReadOnce,
      onReady: () => {
        if (this.tails.get(file) === tail) this.awake.add(tail);
        onChange();
      },
      onTooManyOpen: () => {
        handles.shrink();
      },
    });
    this.tails.set(file, tail);
    this.revision += 1;
    this.list.push(tail);
    this.awake.add(tail);
    this.watch.add(path.dirname(file));
    this.index(path.resolve(file), tail);
    // Writing to the target of a symbolic link is noticed in the folder of the target.
    const real = realPathOf(file);
    if (real === undefined || real === path.resolve(file)) return;
    this.watch.add(path.dirname(real));
    this.index(real, tail);
  }

  private index(name: string, tail: FileTail): void {
    this.names.set(tail, [...(this.names.get(tail) ?? []), name]);
    const known = this.byName.get(name);
    if (known === undefined) this.byName.set(name, new Set([tail]));
    else known.add(tail);
  }

  private matches(isUnread: MatchOptions['isUnread']): Found {
    const found: Found = { files: new Set(), folders: new Set(), pipes: [], noFiles: new Set() };
    this.unmatched = [];
    for (const pattern of this.options.patterns) {
      const literal = literalPath(pattern);
      if (literal === undefined)
        this.collect(found, { pattern, folder: baseFolder(pattern) }, filesOf(pattern, isUnread));
      else this.findAt(found, literal, isUnread);
    }
    return found;
  }

  /** What a path that is no pattern leads to. Nothing is examined of a regular file that is being followed. */
  private findAt(found: Found, file: string, isUnread: MatchOptions['isUnread']): void {
    const kind = this.tails.get(file)?.isAtFile === true ? 'file' : pathKind(file);
    // A folder of logs that is gone is no file that waits.
    const isFolder = kind === 'folder' || (kind === 'missing' && this.folders.hadLogs(file));
    if (!isFolder) this.folders.forget(file);
    const logs = isFolder ? this.logsIn(file, isUnread) : undefined;
    // An empty folder with the name of a log is a mistake, as of a mount whose file was missing: its tail says so.
    const isInPlaceOfLog = logs?.files.length === 0 && hasLogExtension(file);
    if (kind === 'pipe') found.pipes.push(file);
    if (kind === 'pipe' || (isFolder && !isInPlaceOfLog)) found.noFiles.add(file);
    else found.files.add(file);
    if (logs !== undefined && !isInPlaceOfLog) this.collect(found, { pattern: file, folder: file }, logs);
  }

  private collect(
    found: Found,
    { pattern, folder }: { pattern: string; folder: string },
    { files, folders, problem }: PatternFiles,
  ): void {
    for (const file of files) found.files.add(file);
    for (const each of folders) found.folders.add(each);
    if (files.length > 0) {
      this.folders.noteFound(pattern, folder);
      return;
    }
    const isFolder = found.noFiles.has(pattern);
    this.unmatched.push({ pattern, problem: problem ?? this.folders.problemOf(pattern, folder), isFolder });
  }

  private logsIn(folder: string, isUnread: MatchOptions['isUnread']): PatternFiles {
    try {
      const { files, folders } = logsBelow(folder, this.options.isReadOnce, isUnread);
      // A folder that may not be read yields no file and no error.
      if (files.length === 0) readdirSync(systemPath(folder), { encoding: 'buffer' });
      return { files: files.filter((file) => this.tails.has(file) || isLogFile(file)), folders, problem: null };
    } catch (error) {
      return { files: [], folders: [], problem: problemOf(folder, error) };
    }
  }
}

/** The files that a pattern matches now. */
interface PatternFiles {
  files: string[];
  folders: string[];
  /** Why none can be found; null when there is no reason. */
  problem: SourceProblem | null;
}

function problemOf(folder: string, error: unknown): SourceProblem | null {
  const text = explainFolderError(folder, error);
  return text === null ? null : { kind: 'failed', text };
}

function filesOf(pattern: string, isUnread: MatchOptions['isUnread']): PatternFiles {
  const base = baseFolder(pattern);
  try {
    const { files, folders } = matchesOf(pattern, { isUnread });
    // A folder that may not be read yields no file and no error; one that does not exist may appear.
    if (files.length === 0) readdirSync(systemPath(base), { encoding: 'buffer' });
    return { files: files.filter((file) => !isPackedName(file)), folders, problem: null };
  } catch (error) {
    return { files: [], folders: [], problem: problemOf(base, error) };
  }
}

/** The target of a path; undefined when there is none, or it cannot be determined now. */
function realPathOf(file: string): string | undefined {
  try {
    return textOfName(realpathSync.native(systemPath(file), { encoding: 'buffer' }));
  } catch {
    return undefined;
  }
}
