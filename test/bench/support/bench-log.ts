import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type LogFacts, LogMaker, noFacts } from './log-maker.js';

export interface BenchLog {
  file: string;
  facts: LogFacts;
}

/** Changed whenever the same seed gives other bytes than before. */
const FORM = 1;
const CHUNK_BYTES = 4 * 1024 * 1024;
/** Inputs stay there from run to run: making them takes longer than most measurements. */
export const INPUT_CACHE = join(tmpdir(), 'tunnelwatch-bench-input');

const factsSchema = z.object({
  lines: z.number(),
  bytes: z.number(),
  byId: z.record(z.string(), z.number()),
  replayByTunnel: z.array(z.number()),
  byTunnel: z.array(z.number()),
  firstTime: z.number(),
  lastTime: z.number(),
});

/** The log of that many lines and that seed, made when it is not there yet. */
export function benchLog(lines: number, seed: number): BenchLog {
  const name = join(INPUT_CACHE, `v${String(FORM)}-${String(lines)}-${String(seed)}`);
  const [file, factsFile] = [`${name}.log`, `${name}.json`];
  if (existsSync(file) && existsSync(factsFile)) {
    return { file, facts: factsSchema.parse(JSON.parse(readFileSync(factsFile, 'utf8'))) };
  }
  mkdirSync(INPUT_CACHE, { recursive: true });
  const unfinished = `${file}.${String(process.pid)}`;
  const facts = writeLog(unfinished, lines, new LogMaker(seed));
  writeFileSync(factsFile, JSON.stringify(facts));
  renameSync(unfinished, file);
  return { file, facts };
}

/** Writes the next lines of a maker into a file of their own. */
export function writeLog(file: string, lines: number, maker: LogMaker): LogFacts {
  const facts = noFacts();
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const handle = openSync(file, 'w');
  try {
    while (facts.lines < lines) writeSync(handle, buffer, 0, maker.fill(buffer, lines - facts.lines, facts).bytes);
  } finally {
    closeSync(handle);
  }
  return facts;
}
