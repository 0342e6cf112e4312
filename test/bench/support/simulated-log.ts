import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { INPUT_CACHE } from './bench-log.js';
import type { Cleanup } from './cleanup.js';
import { PRODUCTION_ENV, SERVER_MAIN } from './programs.js';
import { runMeasured } from './run-measured.js';

/** Changed whenever the simulator writes other lines than before. */
const FORM = 1;

const factsSchema = z.object({
  /** Lines of id 278. */
  replay: z.number(),
  /** The tunnel with the most of them. */
  busiest: z.object({ matchkey: z.string(), lines: z.number() }),
});

export type SimulatedLog = z.infer<typeof factsSchema> & { file: string };

/** The log of `tunnelwatch simulate --scenario mixed`, made when it is not there yet; its facts are counted in the file. */
export async function simulatedLog(lines: number, seed: number, cleanup: Cleanup): Promise<SimulatedLog> {
  const name = join(INPUT_CACHE, `mixed-v${String(FORM)}-${String(lines)}-${String(seed)}`);
  const [file, factsFile] = [`${name}.log`, `${name}.json`];
  if (existsSync(file) && existsSync(factsFile)) {
    return { file, ...factsSchema.parse(JSON.parse(readFileSync(factsFile, 'utf8'))) };
  }
  mkdirSync(INPUT_CACHE, { recursive: true });
  const unfinished = `${file}.${String(process.pid)}`;
  const flags = ['--scenario', 'mixed', '--tunnels', '10000', '--gateways', '4', '--seed', String(seed)];
  const made = await runMeasured(
    {
      file: process.execPath,
      args: [SERVER_MAIN, 'simulate', '--out', unfinished, '--lines', String(lines), '--rate', '1000', ...flags],
      env: PRODUCTION_ENV,
    },
    cleanup,
  );
  if (made.code !== 0) throw new Error(`simulate failed: ${made.err}`);
  const facts = await countReplay(unfinished);
  writeFileSync(factsFile, JSON.stringify(facts));
  renameSync(unfinished, file);
  return { file, ...facts };
}

async function countReplay(file: string): Promise<z.infer<typeof factsSchema>> {
  const byTunnel = new Map<string, number>();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (!line.includes(' id=278 ')) continue;
    const matchkey = / matchkey=(\S+)/.exec(line)?.[1] ?? '';
    byTunnel.set(matchkey, (byTunnel.get(matchkey) ?? 0) + 1);
  }
  const [[matchkey, most] = ['', 0]] = [...byTunnel].sort(([, a], [, b]) => b - a);
  const replay = [...byTunnel.values()].reduce((sum, count) => sum + count, 0);
  return { replay, busiest: { matchkey, lines: most } };
}
