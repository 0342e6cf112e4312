import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { percentile } from './percentile.js';
import { busyMeter } from './process-stats.js';

const SYNCS = 50;
const SYNC_BYTES = 4096;
/** Above this share of all processors somebody else is computing. */
const CALM = 0.05;
const LISTEN_MS = 1000;

/** What the figures were measured on, a line each. */
export function describeMachine(folder: string): string[] {
  const [first] = cpus();
  return [
    `${String(cpus().length)} cores, ${first?.model.trim() ?? 'unknown processor'}, ${(totalmem() / 1024 ** 3).toFixed(0)} GiB of memory`,
    `${type()} ${release()}, ${distribution()}, Node.js ${process.version}`,
    `fdatasync of ${String(SYNC_BYTES)} bytes in the folder of the stores: ${syncMs(folder).toFixed(2)} ms (median of ${String(SYNCS)})`,
  ];
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown system';
  } catch {
    // Not every system names itself there.
    return 'unknown system';
  }
}

function syncMs(folder: string): number {
  const file = join(folder, 'sync-probe');
  const handle = openSync(file, 'w');
  try {
    const bytes = Buffer.alloc(SYNC_BYTES, 1);
    const times = Array.from({ length: SYNCS }, () => {
      const started = performance.now();
      writeSync(handle, bytes);
      fdatasyncSync(handle);
      return performance.now() - started;
    });
    return percentile(times, 0.5);
  } finally {
    closeSync(handle);
    rmSync(file);
  }
}

/** How busy the machine is while we do nothing, in words, with a warning when others compute. */
export async function describeLoad(): Promise<{ text: string; isCalm: boolean }> {
  const read = busyMeter();
  // A measurement: how busy the processors are in this time.
  await new Promise((resolve) => setTimeout(resolve, LISTEN_MS));
  const busy = read();
  const isCalm = busy < CALM;
  const text = `load ${loadavg()[0]?.toFixed(2) ?? '?'}, processors ${(busy * 100).toFixed(0)} % busy`;
  return { text: isCalm ? text : `${text}: OTHERS ARE COMPUTING, do not trust these figures`, isCalm };
}
