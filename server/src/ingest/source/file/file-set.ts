import { readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { ClockReading } from '../clock-reading.js';
import { explainFileError, isMissing } from './file-error.js';
import { systemPath, textOfName } from '../../../file-name.js';
import { baseFolder, literalPath, matchesOf } from './file-pattern.js';
import type { FileRegistry } from './file-registry.js';
import { FileTail } from './file-tail.js';
import { FolderWatch } from './folder-watch.js';
import type { OpenHandles } from './open-handles.js';
import { isCompressed, rotatedFrom } from './siblings.js';
import type { TailListener } from './tail-listener.js';

/** Looking for new files costs a walk of the folders: not at every wake-up. */
const DISCOVER_EVERY_MS = 1000;
/** Of so many files the walk costs next to nothing. */
const FEW_FILES = 256;
/**
 * With thousands of files it may take at most this share of the time: 0.1 % when calm, 0.2 % where notices may be missed,
 * 5 % when told that a file came.
 */
const CALM_SHARE = 1000;
const DEAF_SHARE = 500;
const TOLD_SHARE = 20;
/** Folders in which a file may appear are watched, too; of more than so many, only those that hold followed files. */
const MAX_WATCHED = 8192;
/** Notices can be missed: so many files are looked at with every look, or as many as it takes for all of them in time. */
const LOOKED_AT_ALWAYS = 64;
const LOOK_AT_ALL_MS = 10_000;
const LOOK_AT_ALL_DEAF_MS = 1000;

/** Makes the source of a path: its number and who counts its lines. */
export type SourceOpener = (file: string) => { sourceId: number; listener: TailListener };

export interface FileSetOptions {
  patterns: readonly string[];
  registry: FileRegistry;
  handles: OpenHandles;
  maxLineBytes: number;
  /** True for files that are read once and not followed. */
  isReadOnce: boolean;
  openSource: SourceOpener;
  /** True when what was read must be handed over before more is read: the rest of the files wait for the next look. */
  isFull: () => boolean;
  /** Called when something changed in a watched folder. */
  onChange: () => void;
  /** Called with what could not be watched; looking at intervals goes on. */
  onWatchError: (message: string) => void;
}

/** A pattern that no file matches, and why when there is a reason. */
export interface UnmatchedPattern {
  pattern: string;
  error: string | null;
}

/** All files behind a list of paths and patterns, those that appear later included. */
export class FileSet {
  readonly tails = new Map<string, FileTail>();
  /** Patterns that nothing matched when they were last tried. */
  unmatched: UnmatchedPattern[] = [];
  private readonly watch: FolderWatch;
  /** Tails by the full name of their file, and of the file that it is a link to. */
  private readonly byName = new Map<string, Set<FileTail>>();
  /** Tails that want to be looked at now or at a time that they know, in the order in which they get their turn. */
  private readonly awake = new Set<FileTail>();
  private list: FileTail[] = [];
  private discoverAt = Number.NEGATIVE_INFINITY;
  private lastDiscovery = Number.NEGATIVE_INFINITY;
  private discoveryCost = 0;
  private mustDiscover = true;
  private nextTail = 0;
  private lastLook: ClockReading | undefined;

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

  /** Presence once at every file that may have changed, one chunk each; true when there may be more at once. */
  look(now: ClockReading): boolean {
    const toldAt = this.lastDiscovery + this.discoveryCost * TOLD_SHARE;
    if (now.elapsed >= this.discoverAt || (this.mustDiscover && now.elapsed >= toldAt)) this.discover(now);
    this.lookAround(now);
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
      if (tail.look(now)) hasMore = true;
      if (tail.dueAt < Number.POSITIVE_INFINITY) this.awake.add(tail);
      if (tail.isOpen) this.options.handles.note(tail);
      this.options.handles.enforce();
      isCutShort = this.options.isFull();
    }
    this.lastLook = now;
    return hasMore || isCutShort;
  }

  close(): void {
    this.watch.close();
    for (const tail of this.tails.values()) {
      this.options.handles.forget(tail);
      tail.close();
    }
  }

  /** Notices can be missed: some of the files of which none has come get their turn all the same, if they have changed. */
  private lookAround(now: ClockReading): void {
    const share = this.shareOf(this.list.length, now);
    for (let count = 0; count < share; count++) {
      const tail = this.list[(this.nextTail + count) % this.list.length];
      if (tail !== undefined && !(tail.dueAt === Number.POSITIVE_INFINITY && tail.isAsSeen())) this.wake(tail);
    }
    this.nextTail = this.list.length === 0 ? 0 : (this.nextTail + share) % this.list.length;
  }

  /** How many files are looked at although nothing says that they have changed. */
  private shareOf(files: number, { elapsed }: ClockReading): number {
    if (files <= LOOKED_AT_ALWAYS) return files;
    const since = elapsed - (this.lastLook?.elapsed ?? Number.NEGATIVE_INFINITY);
    const period = this.watch.mayMissNotices ? LOOK_AT_ALL_DEAF_MS : LOOK_AT_ALL_MS;
    return Math.min(files, Math.ceil((files * since) / period));
  }

  /** Has a file looked at with the next look. */
  private wake(tail: FileTail): void {
    this.endRest(tail);
    tail.dueAt = Number.NEGATIVE_INFINITY;
  }

  private endRest(tail: FileTail): void {
    // Up to the last look nothing told of a change.
    if (this.lastLook !== undefined && tail.dueAt > this.lastLook.elapsed) tail.passOver(this.lastLook);
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
    const { files, folders } = this.matches();
    for (const file of files) {
      // A name such as NAME.1 that appears beside a followed NAME is what a rotation made: its tail knows what to do.
      if (this.tails.has(file) || (!isFirst && this.tails.has(rotatedFrom(file)))) continue;
      this.add(file);
    }
    for (const pattern of this.options.patterns) this.watch.add(baseFolder(pattern));
    if (folders.size <= MAX_WATCHED) for (const folder of folders) this.watch.add(folder);
    this.watch.renew();
    this.discoveryCost = this.tails.size <= FEW_FILES ? 0 : performance.now() - started;
    const share = this.watch.mayMissNotices ? DEAF_SHARE : CALM_SHARE;
    this.discoverAt = now.elapsed + Math.max(DISCOVER_EVERY_MS, this.discoveryCost * share);
  }

  private add(file: string): void {
    const { registry, maxLineBytes, isReadOnce, onChange, handles, openSource } = this.options;
    const { sourceId, listener } = openSource(file);
    const tail: FileTail = new FileTail({
      path: file,
      sourceId,
      registry,
      listener,
      maxLineBytes,
      isReadOnce,
      onReady: () => {
        this.awake.add(tail);
        onChange();
      },
      onTooManyOpen: () => {
        handles.shrink();
      },
    });
    this.tails.set(file, tail);
    this.list.push(tail);
    this.awake.add(tail);
    this.watch.add(path.dirname(file));
    this.index(path.resolve(file), tail);
    // Writing to the file behind a symbolic link shows in the folder in which it stands.
    const real = realPathOf(file);
    if (real === undefined || real === path.resolve(file)) return;
    this.watch.add(path.dirname(real));
    this.index(real, tail);
  }

  private index(name: string, tail: FileTail): void {
    const known = this.byName.get(name);
    if (known === undefined) this.byName.set(name, new Set([tail]));
    else known.add(tail);
  }

  private matches(): { files: Set<string>; folders: Set<string> } {
    const files = new Set<string>();
    const folders = new Set<string>();
    this.unmatched = [];
    for (const pattern of this.options.patterns) {
      const literal = literalPath(pattern);
      if (literal !== undefined) {
        files.add(literal);
        continue;
      }
      const found = filesOf(pattern);
      for (const file of found.files) files.add(file);
      for (const folder of found.folders) folders.add(folder);
      if (found.files.length === 0) this.unmatched.push({ pattern, error: found.error });
    }
    return { files, folders };
  }
}

function filesOf(pattern: string): { files: string[]; folders: string[]; error: string | null } {
  const base = baseFolder(pattern);
  try {
    const { files, folders } = matchesOf(pattern);
    // A folder that may not be looked into gives no file and no error; one that is not there yet may come.
    if (files.length === 0) readdirSync(systemPath(base), { encoding: 'buffer' });
    return { files: files.filter((file) => !isCompressed(file)), folders, error: null };
  } catch (error) {
    return { files: [], folders: [], error: isMissing(error) ? null : explainFileError(base, error) };
  }
}

/** The file that a path leads to; undefined when there is none, or it cannot be found out now. */
function realPathOf(file: string): string | undefined {
  try {
    return textOfName(realpathSync.native(systemPath(file), { encoding: 'buffer' }));
  } catch {
    return undefined;
  }
}
