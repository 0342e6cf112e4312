import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { type FileSystemAdapter, globSync, isDynamicPattern } from 'tinyglobby';
import {
  bytesOfText,
  escapePattern,
  isLossy,
  lossyText,
  matchableName,
  systemPath,
  systemPathOfMatchable,
  textOfMatchable,
} from './file-name.js';

/** Files that a pattern leads to, in the text form of `file-name.ts`, and the folders in which more may appear. */
export interface Matches {
  files: string[];
  folders: string[];
}

/** A byte as somebody writes it in a pattern, not behind a backslash of its own. */
const WRITTEN_BYTES = /(?<!\\)((?:\\\\)*)((?:\\x[0-9a-fA-F]{2})+)/g;
/** What may stand in place of a byte that was lost on the way to us. */
const LOST_BYTE = '+([\ufffd\udc00-\udcff])';

/**
 * The path that a pattern without special characters means, in text form; undefined for a pattern that has to be
 * matched. Of a name that reached us with broken bytes replaced, the file of exactly that name comes first.
 */
export function literalPath(pattern: string): string | undefined {
  if (isDynamicPattern(matchable(pattern))) return undefined;
  const file = textOfPattern(pattern);
  const isThere = !isLossy(file) || lstatSync(systemPath(file), { throwIfNoEntry: false }) !== undefined;
  return isThere ? file : undefined;
}

/**
 * All files that match a pattern, sorted. `\xff` in it stands for that byte. Where bytes were lost before it reached us
 * (U+FFFD), whatever they may have been matches.
 */
export function matchesOf(pattern: string): Matches {
  const folders = new Set<string>();
  const form = matchable(pattern);
  const glob = form.replaceAll('\ufffd', LOST_BYTE);
  const options = { absolute: true, dot: true, expandDirectories: false, fs: listing(folders) };
  const files = globSync(glob, options).map(textOfMatchable);
  const name = isDynamicPattern(form) ? undefined : lossyText(textOfPattern(pattern));
  const wanted = name === undefined ? files : files.filter((file) => lossyText(file) === name);
  return { files: wanted.sort(), folders: [...folders] };
}

/** The part of a pattern before its first special character: the folder in which matches can appear. */
export function baseFolder(pattern: string): string {
  const parts = path.dirname(matchable(pattern)).split(path.sep);
  const firstDynamic = parts.findIndex((part) => isDynamicPattern(part) || isLossy(part));
  const fixed = (firstDynamic < 0 ? parts : parts.slice(0, firstDynamic)).join(path.sep);
  return textOfMatchable(unescape(fixed)) || path.sep;
}

/** A path in text form as a pattern that matches nothing else. */
export function patternOf(file: string): string {
  return escapePattern(matchableName(bytesOfText(file)));
}

/** Written bytes become the characters that they are part of, or stand for themselves; they are never special. */
function matchable(pattern: string): string {
  return pattern.replaceAll(WRITTEN_BYTES, (_, before: string, bytes: string) => {
    const name = matchableName(Buffer.from(bytes.replaceAll('\\x', ''), 'hex'));
    return before + escapePattern(name);
  });
}

function textOfPattern(pattern: string): string {
  return textOfMatchable(matchableName(bytesOfText(textOfMatchable(unescape(matchable(pattern))))));
}

/** The inverse of tinyglobby's escaping, for a name with characters that mean something in a pattern. */
function unescape(pattern: string): string {
  return pattern.replaceAll(/\\([^])/g, '$1');
}

/** The file system with names in the form for matching; remembers the folders that were looked into. */
function listing(folders: Set<string>): FileSystemAdapter {
  const list = (folder: string) => {
    const entries = readdirSync(systemPathOfMatchable(folder), { withFileTypes: true, encoding: 'buffer' });
    folders.add(textOfMatchable(path.resolve(folder)));
    return entries.map((entry) => Object.assign(entry, { name: matchableName(entry.name) }));
  };
  const real = (file: string) => matchableName(realpathSync.native(systemPathOfMatchable(file), { encoding: 'buffer' }));
  const stat = (file: string) => statSync(systemPathOfMatchable(file));
  // Of the many forms of these functions the one that globSync calls: a path, and for a folder entries with their types.
  return { readdirSync: list, realpathSync: real, statSync: stat } as unknown as FileSystemAdapter;
}
