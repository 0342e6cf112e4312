import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const MAIN = resolve(import.meta.dirname, '../../../server/bundle/main.js');
const MAX_BYTES = 64 * 1024 * 1024;

/** A log of simulated gateways in virtual time, as the command `simulate` writes it. */
export function simulate(...flags: readonly string[]): Buffer {
  return execFileSync(process.execPath, [MAIN, 'simulate', ...flags], { maxBuffer: MAX_BYTES });
}

/** A mixed log of the last `minutes` minutes, one line a second, which ends now. */
export function recentLog(minutes: number, ...flags: readonly string[]): Buffer {
  const seconds = minutes * 60;
  const start = new Date(Date.now() - seconds * 1000).toISOString();
  return simulate('--rate', '1', '--lines', String(seconds), '--start', start, ...flags);
}
