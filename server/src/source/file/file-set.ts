import { type FSWatcher, statSync, watch } from 'node:fs';
import path from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import type { FileRegistry } from './file-registry.js';
import { FileTail, type TailListener } from './file-tail.js';
import { isCompressed, rotatedFrom } from './siblings.js';

/** Looking for new files costs a walk of the folders: not at every wake-up. */
const DISCOVER_EVERY_MS = 1000;

/** Makes the source of a path: its number and who counts its lines. */
export type SourceOpener = (file: string) => { sourceId: number; listener: TailListener };

export interface FileSetOptions {
  patterns: readonly string[];
  registry: FileRegistry;
  maxLineBytes: number;
  openSource: SourceOpener;
  /** Called when something changed in a watched folder. */
  onChange: () => void;
  /** Called with what could not be watched; looking at intervals goes on. */
  onWatchError: (message: string) => void;
}

/** All files behind a list of paths and patterns, those that appear later included. */
export class FileSet {
  readonly tails = new Map<string, FileTail>();
  private readonly watchers = new Map<string, { watcher: FSWatcher; inode: bigint }>();
  private readonly unwatchable = new Set<string>();
  private lastDiscovery = Number.NEGATIVE_INFINITY;
  private mustDiscover = true;
  private nextTail = 0;

  constructor(private readonly options: FileSetOptions) {}

  /** Looks at every file once, one chunk each; true when there may be more at once. */
  look(now: number): boolean {
    if (this.mustDiscover || now - this.lastDiscovery >= DISCOVER_EVERY_MS) this.discover(now);
    let hasMore = false;
    const tails = [...this.tails.values()];
    // Begins behind the one that the last look ended with, so that one busy file cannot starve the others.
    for (let count = 0; count < tails.length; count++) {
      const tail = tails[(this.nextTail + count) % tails.length];
      if (tail?.look(now) === true) hasMore = true;
    }
    this.nextTail = tails.length === 0 ? 0 : (this.nextTail + 1) % tails.length;
    return hasMore;
  }

  close(): void {
    for (const { watcher } of this.watchers.values()) watcher.close();
    this.watchers.clear();
    for (const tail of this.tails.values()) tail.close();
  }

  private discover(now: number): void {
    const isFirst = this.lastDiscovery === Number.NEGATIVE_INFINITY;
    this.lastDiscovery = now;
    this.mustDiscover = false;
    for (const file of this.matches()) {
      // A name such as NAME.1 that appears beside a followed NAME is what a rotation made: its tail knows what to do.
      if (this.tails.has(file) || (!isFirst && this.tails.has(rotatedFrom(file)))) continue;
      const { sourceId, listener } = this.options.openSource(file);
      this.tails.set(file, new FileTail(file, sourceId, this.options.registry, listener, this.options.maxLineBytes));
      this.watchFolder(path.dirname(file));
    }
    for (const pattern of this.options.patterns) this.watchFolder(baseFolder(pattern));
    for (const folder of this.watchers.keys()) this.watchFolder(folder);
  }

  private matches(): string[] {
    const plain = this.options.patterns.filter((pattern) => !isDynamicPattern(pattern)).map(unescapePath);
    const dynamic = this.options.patterns.filter((pattern) => isDynamicPattern(pattern));
    const found =
      dynamic.length === 0 ? [] : globSync(dynamic, { absolute: true, dot: true, expandDirectories: false });
    return [...new Set([...plain, ...found.filter((file) => !isCompressed(file)).sort()])];
  }

  private watchFolder(folder: string): void {
    const inode = inodeOfFolder(folder);
    // A folder that was removed and made again has the old name and a watcher that is told nothing any more.
    if (this.watchers.has(folder) && this.watchers.get(folder)?.inode !== inode) this.unwatch(folder);
    if (this.watchers.has(folder) || inode === undefined) return;
    try {
      const watcher = watch(folder, { persistent: false }, (kind) => {
        if (kind === 'rename') this.mustDiscover = true;
        this.options.onChange();
      });
      watcher.on('error', () => {
        this.unwatch(folder);
      });
      this.watchers.set(folder, { watcher, inode });
    } catch (error) {
      if (this.unwatchable.has(folder)) return;
      this.unwatchable.add(folder);
      this.options.onWatchError(`cannot watch ${folder} (${String(error)}): it is looked at once a second instead`);
    }
  }

  /** A folder that went away is watched again when it is back. */
  private unwatch(folder: string): void {
    this.watchers.get(folder)?.watcher.close();
    this.watchers.delete(folder);
    this.options.onChange();
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

function inodeOfFolder(folder: string): bigint | undefined {
  const stat = statSync(folder, { bigint: true, throwIfNoEntry: false });
  return stat?.isDirectory() === true ? stat.ino : undefined;
}
