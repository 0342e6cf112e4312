import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeLog } from './bench-log.js';
import type { Cleanup } from './cleanup.js';
import { runIngest } from './ingest-run.js';
import { type LogFacts, LogMaker } from './log-maker.js';

const PART_LINES = 2_000_000;

/** What a store holds. */
export interface FilledStore {
  /** The data folder. */
  data: string;
  facts: LogFacts;
}

/** Fills a store with that many events of the usual input, part by part, so that the disk need not hold it twice. */
export async function fillStore(
  { folder, events, seed }: { folder: string; events: number; seed: number },
  cleanup: Cleanup,
): Promise<FilledStore> {
  mkdirSync(folder, { recursive: true });
  const maker = new LogMaker(seed);
  const data = join(folder, 'data');
  const parts: LogFacts[] = [];
  for (let left = events; left > 0; left -= PART_LINES) {
    const file = join(folder, `part-${String(parts.length)}.log`);
    const facts = writeLog(file, Math.min(PART_LINES, left), maker);
    await runIngest({ files: [file], data, lines: facts.lines }, { cleanup });
    rmSync(file);
    parts.push(facts);
  }
  return { data, facts: sumOf(parts) };
}

function sumOf(parts: readonly LogFacts[]): LogFacts {
  const byId: Record<string, number> = {};
  for (const part of parts) for (const [id, count] of Object.entries(part.byId)) byId[id] = (byId[id] ?? 0) + count;
  const total = (of: (facts: LogFacts) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  const byRank = (of: (facts: LogFacts) => number[]) =>
    (parts[0] === undefined ? [] : of(parts[0])).map((_, rank) => total((part) => of(part)[rank] ?? 0));
  return {
    lines: total((part) => part.lines),
    bytes: total((part) => part.bytes),
    byId,
    replayByTunnel: byRank((part) => part.replayByTunnel),
    byTunnel: byRank((part) => part.byTunnel),
    firstTime: parts[0]?.firstTime ?? 0,
    lastTime: parts.at(-1)?.lastTime ?? 0,
  };
}
