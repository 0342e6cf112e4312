import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { type FileSystemAdapter, globSync, isDynamicPattern } from 'tinyglobby';
import {
  escapePattern,
  isLossy,
  lossyText,
  matchableName,
  systemPath,
  systemPathOfMatchable,
  textOfMatchable,
} from '../../../file-name.js';
import { withoutPacking } from './log-name.js';

/** Files that match a pattern, in the text form of `file-name.ts`, and the folders in which more may appear. */
export interface Matches {
  files: string[];
  folders: string[];
}

export interface MatchOptions {
  /** False to take a symbolic link to a folder for a file, and not to search the folder. */
  followsFolderLinks?: boolean;
  /** True for a log that was not read to its end: it matches as long as its compressed file is there. */
  isUnread?: ((file: string) => boolean) | undefined;
}

/** A byte as written in a pattern, not after a backslash. */
const WRITTEN_BYTES = /(?<!\\)((?:\\\\)*)((?:\\x[0-9a-fA-F]{2})+)/g;
/** Matches for a byte that was lost on the way to us. */
const LOST_BYTE = '+([\ufffd\udc00-\udcff])';

/**
 * The path that a pattern without special characters names, in text form; undefined for a pattern that has to be matched,
 * and for a name with lost bytes that no file has exactly.
 */
export function literalPath(pattern: string): string | undefined {
  const form = matchable(pattern);
  if (isDynamic(form)) return undefined;
  const file = textOfMatchable(unescape(form));
  const isThere = !isLossy(file) || lstatSync(systemPath(file), { throwIfNoEntry: false }) !== undefined;
  return isThere ? file : undefined;
}

/**
 * All files that match a pattern, sorted. `\xff` in it stands for that byte. Where bytes were lost before it reached us
 * (U+FFFD), any bytes match.
 */
export function matchesOf(pattern: string, { followsFolderLinks = true, isUnread }: MatchOptions = {}): Matches {
  const folders = new Set<string>();
  const fs = listing(folders, isUnread);
  const form = matchable(pattern);
  const { fixed, rest } = split(form);
  const cwd = unescape(fixed);
  const found = isDynamic(form)
    ? globSync(asGlob(rest), {
        cwd,
        absolute: true,
        dot: true,
        expandDirectories: false,
        followSymbolicLinks: followsFolderLinks,
        fs,
      })
    : namedAlike(cwd, unescape(rest).split(path.sep), folders);
  return { files: found.map(textOfMatchable).sort(), folders: [...folders] };
}

/** Whether a file of this absolute path would match a pattern; it need not exist. */
export function wouldMatch(pattern: string, file: string): boolean {
  const form = matchable(pattern);
  if (!isDynamic(form)) return textOfMatchable(unescape(form)) === file;
  const { fixed, rest } = split(form);
  const cwd = unescape(fixed);
  const found = globSync(asGlob(rest), { cwd, absolute: true, dot: true, expandDirectories: false, fs: onlyOne(file) });
  return found.length > 0;
}

/** A file system in which there is one file, in the folders that lead to it. */
function onlyOne(file: string): FileSystemAdapter {
  const list = (folder: string) => {
    const inside = folder.endsWith(path.sep) ? folder : `${folder}${path.sep}`;
    if (!file.startsWith(inside)) return [];
    const [name = '', deeper] = file.slice(inside.length).split(path.sep);
    return [
      {
        name,
        isFile: () => deeper === undefined,
        isDirectory: () => deeper !== undefined,
        isSymbolicLink: () => false,
      },
    ];
  };
  // Of the many overloads of these functions the one that globSync calls: a folder, and its entries with their types.
  return { readdirSync: list } as unknown as FileSystemAdapter;
}

/** Files below a folder whose names become these when their invalid bytes are lost. */
function namedAlike(folder: string, [name = '', ...deeper]: readonly string[], folders: Set<string>): string[] {
  return entriesOf(folder, folders).flatMap((entry) => {
    const text = textOfMatchable(entry.name);
    if (lossyText(text) !== name && entry.name !== name) return [];
    const file = path.join(folder, entry.name);
    if (deeper.length > 0) return entry.isDirectory() ? namedAlike(file, deeper, folders) : [];
    return entry.isDirectory() ? [] : [file];
  });
}

/** In tinyglobby's syntax: quotation marks have a meaning there, and none here. */
function asGlob(rest: string): string {
  return rest.replaceAll('\ufffd', LOST_BYTE).replaceAll(/(?<!\\)"/g, '\\"');
}

/** A character after a backslash is literal. */
function isDynamic(form: string): boolean {
  return isDynamicPattern(form.replaceAll(/\\[^]/g, ''));
}

/** The part of a pattern before its first special character: the folder in which matches can appear. */
export function baseFolder(pattern: string): string {
  return textOfMatchable(unescape(split(matchable(pattern)).fixed));
}

/** The folder that a pattern begins with, and what is matched in it: at least the file name. */
function split(form: string): { fixed: string; rest: string } {
  const parts = form.split(path.sep);
  const firstDynamic = parts.findIndex((part) => isDynamic(part) || isLossy(part) || /[{(]/.test(part));
  const end = firstDynamic < 0 ? parts.length - 1 : Math.min(firstDynamic, parts.length - 1);
  return { fixed: parts.slice(0, end).join(path.sep) || path.sep, rest: parts.slice(end).join(path.sep) };
}

/** Escaped bytes become the characters that they are part of, or stand for themselves; they are never special. */
function matchable(pattern: string): string {
  return pattern.replaceAll(WRITTEN_BYTES, (_, before: string, bytes: string) => {
    const name = matchableName(Buffer.from(bytes.replaceAll('\\x', ''), 'hex'));
    return before + escapePattern(name);
  });
}

/** The inverse of tinyglobby's escaping, for a name with special characters. */
function unescape(pattern: string): string {
  return pattern.replaceAll(/\\([^])/g, '$1');
}

/** A file or folder in a folder, with its name in the form for matching. */
class Entry {
  constructor(
    readonly name: string,
    private readonly entry: Dirent<Buffer>,
  ) {}

  isDirectory(): boolean {
    return this.entry.isDirectory();
  }

  isFile(): boolean {
    return this.entry.isFile();
  }

  isSymbolicLink(): boolean {
    return this.entry.isSymbolicLink();
  }

  /** The same kind of file under another name. */
  named(name: string): Entry {
    return new Entry(name, this.entry);
  }
}

function entriesOf(folder: string, folders: Set<string>): Entry[] {
  const entries = readdirSync(systemPathOfMatchable(folder), { withFileTypes: true, encoding: 'buffer' });
  folders.add(textOfMatchable(path.resolve(folder)));
  return entries.map((entry) => new Entry(matchableName(entry.name), entry));
}

/** Entries for logs that are gone and whose compressed files are there, as if they were there themselves. */
function unreadBeside(
  folder: string,
  entries: readonly Entry[],
  isUnread: NonNullable<MatchOptions['isUnread']>,
): Entry[] {
  const names = new Set(entries.map(({ name }) => name));
  return entries.flatMap((entry) => {
    const name = withoutPacking(entry.name);
    if (names.has(name) || !isUnread(textOfMatchable(path.resolve(folder, name)))) return [];
    return [entry.named(name)];
  });
}

/** The file system with names in the form for matching; caches the folders that were listed. */
function listing(folders: Set<string>, isUnread: MatchOptions['isUnread']): FileSystemAdapter {
  const list = (folder: string) => {
    const entries = entriesOf(folder, folders);
    return isUnread === undefined ? entries : [...entries, ...unreadBeside(folder, entries, isUnread)];
  };
  const real = (file: string) =>
    matchableName(realpathSync.native(systemPathOfMatchable(file), { encoding: 'buffer' }));
  const stat = (file: string) => statSync(systemPathOfMatchable(file));
  // Of the many overloads of these functions the one that globSync calls: a path, and for a folder entries with their types.
  return { readdirSync: list, realpathSync: real, statSync: stat } as unknown as FileSystemAdapter;
}
