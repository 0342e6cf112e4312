import { readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import type { Moment } from '../clock-reading.js';
import { explainFileError, isMissing } from './file-error.js';
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
/** With thousands of files it may take at most this share of the time: 0.2 % when calm, 5 % when told that one came. */
const CALM_SHARE = 500;
const TOLD_SHARE = 20;
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
  private discoverAt = Number.NEGATIVE_INFINITY;
  private lastDiscovery = Number.NEGATIVE_INFINITY;
  private discoveryCost = 0;
  private mustDiscover = true;
  private nextTail = 0;
  private lastLook = Number.NEGATIVE_INFINITY;

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

  /** Looks once at every file that may have changed, one chunk each; true when there may be more at once. */
  look(now: Moment): boolean {
    const toldAt = this.lastDiscovery + this.discoveryCost * TOLD_SHARE;
    if (now.elapsed >= this.discoverAt || (this.mustDiscover && now.elapsed >= toldAt)) this.discover(now);
    let hasMore = false;
    const tails = [...this.tails.values()];
    const always = this.shareOf(tails.length, now);
    // Begins behind the one that the last look ended with, so that one busy file cannot starve the others.
    for (let count = 0; count < tails.length; count++) {
      const tail = tails[(this.nextTail + count) % tails.length];
      if (tail === undefined) continue;
      if (count >= always && tail.dueAt > now.elapsed) {
        tail.passOver(now);
        continue;
      }
      if (tail.look(now)) hasMore = true;
      if (tail.isOpen) this.options.handles.note(tail);
      this.options.handles.enforce();
      if (this.options.isFull()) {
        this.nextTail = (this.nextTail + count + 1) % tails.length;
        return true;
      }
    }
    this.nextTail = tails.length === 0 ? 0 : (this.nextTail + Math.max(1, always)) % tails.length;
    return hasMore;
  }

  close(): void {
    this.watch.close();
    for (const tail of this.tails.values()) {
      this.options.handles.forget(tail);
      tail.close();
    }
  }

  /** How many files are looked at although nothing says that they have changed. */
  private shareOf(files: number, { elapsed }: Moment): number {
    const since = elapsed - this.lastLook;
    this.lastLook = elapsed;
    if (files <= LOOKED_AT_ALWAYS) return files;
    const period = this.watch.mayMissNotices ? LOOK_AT_ALL_DEAF_MS : LOOK_AT_ALL_MS;
    return Math.min(files, Math.ceil((files * since) / period));
  }

  private notice(folder: string, kind: string, name: string | null): void {
    const file = name === null ? undefined : path.resolve(folder, name);
    const own = file === undefined ? this.tails.values() : (this.byName.get(file) ?? []);
    let isKnown = false;
    for (const tail of own) {
      tail.dueAt = Number.NEGATIVE_INFINITY;
      isKnown = true;
    }
    const log = file === undefined ? undefined : rotatedFrom(file);
    if (log !== undefined && log !== file) for (const tail of this.byName.get(log) ?? []) tail.noticeBeside();
    if (kind === 'rename' && !(isKnown && name !== null)) this.mustDiscover = true;
    this.options.onChange();
  }

  private discover(now: Moment): void {
    const isFirst = this.lastDiscovery === Number.NEGATIVE_INFINITY;
    const started = performance.now();
    this.lastDiscovery = now.elapsed;
    this.mustDiscover = false;
    for (const file of this.matches()) {
      // A name such as NAME.1 that appears beside a followed NAME is what a rotation made: its tail knows what to do.
      if (this.tails.has(file) || (!isFirst && this.tails.has(rotatedFrom(file)))) continue;
      this.add(file);
    }
    for (const pattern of this.options.patterns) this.watch.add(baseFolder(pattern));
    this.watch.renew();
    this.discoveryCost = this.tails.size <= FEW_FILES ? 0 : performance.now() - started;
    this.discoverAt = now.elapsed + Math.max(DISCOVER_EVERY_MS, this.discoveryCost * CALM_SHARE);
  }

  private add(file: string): void {
    const { registry, maxLineBytes, isReadOnce, onChange, handles, openSource } = this.options;
    const { sourceId, listener } = openSource(file);
    const onTooManyOpen = () => {
      handles.shrink();
    };
    const parts = {
      path: file,
      sourceId,
      registry,
      listener,
      maxLineBytes,
      isReadOnce,
      onReady: onChange,
      onTooManyOpen,
    };
    const tail = new FileTail(parts);
    this.tails.set(file, tail);
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

  private matches(): string[] {
    const found = new Set<string>();
    this.unmatched = [];
    for (const pattern of this.options.patterns) {
      if (!isDynamicPattern(pattern)) {
        found.add(unescapePath(pattern));
        continue;
      }
      const { files, error } = filesOf(pattern);
      for (const file of files) found.add(file);
      if (files.length === 0) this.unmatched.push({ pattern, error });
    }
    return [...found];
  }
}

function filesOf(pattern: string): { files: string[]; error: string | null } {
  try {
    const found = globSync(pattern, { absolute: true, dot: true, expandDirectories: false });
    // A folder that may not be looked into gives no file and no error; one that is not there yet may come.
    if (found.length === 0) readdirSync(baseFolder(pattern));
    return { files: found.filter((file) => !isCompressed(file)).sort(), error: null };
  } catch (error) {
    return { files: [], error: isMissing(error) ? null : explainFileError(baseFolder(pattern), error) };
  }
}

/** The file that a path leads to; undefined when there is none, or it cannot be found out now. */
function realPathOf(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

/** The inverse of tinyglobby's escaping, for a name with characters that mean something in a pattern. */
function unescapePath(pattern: string): string {
  return pattern.replaceAll(/\\(.)/g, '$1');
}

/** The part of a pattern before its first special character: the folder in which matches can appear. */
function baseFolder(pattern: string): string {
  const parts = path.dirname(pattern).split(path.sep);
  const firstDynamic = parts.findIndex((part) => isDynamicPattern(part));
  return unescapePath((firstDynamic < 0 ? parts : parts.slice(0, firstDynamic)).join(path.sep)) || path.sep;
}
