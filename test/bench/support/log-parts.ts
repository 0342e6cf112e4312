import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { writeLog } from './bench-log.js';
import { LogMaker } from './log-maker.js';

/** What the store may add for each line, beside the line itself in the input. */
const STORED_BYTES = 40;
const LINE_BYTES = 200;

export interface LogParts {
  files: string[];
  /** Lines of each file, and the bytes of all up to its end. */
  sizes: { lines: number; upTo: number }[];
}

/**
 * Writes one log in several files.
 * @param partLines the lines of each
 * @throws when the disk is too small: a full one would end more than a benchmark
 */
export function makeParts(folder: string, partLines: readonly number[], seed: number): LogParts {
  requireRoom(
    folder,
    partLines.reduce((sum, lines) => sum + lines, 0),
  );
  const maker = new LogMaker(seed);
  const parts: LogParts = { files: [], sizes: [] };
  for (const lines of partLines) {
    const file = join(folder, `part-${String(parts.files.length + 1).padStart(3, '0')}.log`);
    const facts = writeLog(file, lines, maker);
    parts.files.push(file);
    parts.sizes.push({ upTo: (parts.sizes.at(-1)?.upTo ?? 0) + facts.bytes, lines: facts.lines });
  }
  return parts;
}

function requireRoom(folder: string, lines: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const needed = lines * (LINE_BYTES + STORED_BYTES);
  if (bavail * bsize < needed * 1.1) {
    throw new Error(`${folder}: ${String(lines)} lines need ${String(Math.ceil(needed / 1e9))} GB; set TMPDIR`);
  }
}
