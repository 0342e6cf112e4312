import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ROOT } from './root.mjs';

const ASSETS = join(ROOT, 'client', 'dist', 'assets');
const KIB = 1024;
/** Bytes of JavaScript, gzip, that opening a page may load. */
const LIMITS = { WallPage: 200 * KIB };
const LIMIT = 300 * KIB;
/** Chunks that every page begins with: what index.html names, and what that imports at once. */
const FIRST = ['index', 'start'];
/** The frame of all pages but the wall. */
const FRAME = 'AppShell';

/**
 * What opening each page loads: the first chunks, the page's own, and all that these import.
 *
 * @param {string} folder with the built chunks
 * @returns {{ page: string, bytes: number, limit: number }[]} the largest first
 */
export function pageBytes(folder = ASSETS) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const pages = files.filter((name) => /^[A-Z]\w*Page-/.test(name));
  if (pages.length === 0) throw new Error(`${folder} has no chunk of a page: build the pages first`);
  const chunksOf = (/** @type {readonly string[]} */ names) =>
    files.filter((file) => names.some((name) => file.startsWith(`${name}-`)));
  const sizes = new Map();
  const sizeOf = (/** @type {string} */ name) => {
    const known = sizes.get(name) ?? gzipSync(readFileSync(join(folder, name))).length;
    sizes.set(name, known);
    return known;
  };
  return pages
    .map((file) => {
      const page = file.slice(0, file.indexOf('-'));
      const first = page === 'WallPage' ? FIRST : [...FIRST, FRAME];
      const loaded = withImports(folder, [...chunksOf(first), file]);
      const bytes = [...loaded].reduce((sum, name) => sum + sizeOf(name), 0);
      return { page, bytes, limit: Object.entries(LIMITS).find(([name]) => name === page)?.[1] ?? LIMIT };
    })
    .sort((a, b) => b.bytes - a.bytes);
}

/** `import … from "./x.js"` and `import "./x.js"`; what is imported by a call is loaded when it is needed. */
const IMPORT = /(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g;

/**
 * @param {string} folder
 * @param {readonly string[]} names
 * @returns {Set<string>}
 */
function withImports(folder, names) {
  const found = new Set(names);
  for (const name of found) {
    for (const [, imported] of readFileSync(join(folder, name), 'utf8').matchAll(IMPORT)) {
      if (imported !== undefined) found.add(imported);
    }
  }
  return found;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const { page, bytes, limit } of pageBytes()) {
    const isOver = bytes > limit;
    console.log(
      `${isOver ? '✗' : '✓'} ${page}: ${(bytes / KIB).toFixed(1)} KiB of JavaScript, at most ${String(limit / KIB)} KiB`,
    );
    if (isOver) process.exitCode = 1;
  }
}
