import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { StartContext } from '../context.js';
import type { ProcessStats } from './process-stats.js';
import { PRODUCTION_ENV, SERVER_MAIN } from './programs.js';
import { type Measured, runMeasured } from './run-measured.js';

const reportSchema = z.object({
  lines: z.number(),
  events: z.number(),
  other: z.number(),
  unreadable: z.number(),
  linesPerSecond: z.number(),
});

export interface IngestRun extends Measured {
  report: z.infer<typeof reportSchema>;
  /** All files of the data folder afterwards. */
  storedBytes: number;
}

/**
 * `tunnelwatch ingest` in a process of its own, from its start to its end.
 * @throws when it fails, or when it did not read as many lines as there are
 */
export async function runIngest(
  job: {
    files: readonly string[];
    data: string;
    lines: number;
    onSample?: (stats: ProcessStats, seconds: number) => void;
  },
  { cleanup, profiles }: StartContext,
): Promise<IngestRun> {
  const { files, data, lines, onSample } = job;
  const run = await runMeasured(
    {
      file: process.execPath,
      args: [...(profiles?.nextFlags() ?? []), SERVER_MAIN, 'ingest', ...files, '--data', data, '--json'],
      env: PRODUCTION_ENV,
      ...(onSample === undefined ? {} : { onSample }),
    },
    cleanup,
  );
  if (run.code !== 0) throw new Error(`ingest failed: ${run.err}`);
  const report = reportSchema.parse(JSON.parse(run.out));
  if (report.lines !== lines) throw new Error(`ingest read ${String(report.lines)} of ${String(lines)} lines`);
  return { ...run, report, storedBytes: bytesBelow(data) };
}

/** Bytes of all files below a folder. */
export function bytesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? bytesBelow(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0));
  }, 0);
}
