import { closeSync, openSync, writeSync } from 'node:fs';
import { LogMaker, noFacts, STAMP_AT } from '../support/log-maker.js';
import { preciseNow } from '../support/now.js';

/**
 * Appends lines to a file at an even rate, each with the time at which it is written, until it is told to stop.
 * Arguments: file, lines a second, seed, "calm" or "mixed". Tells its parent after each write how many lines it was.
 */
const POOL_LINES = 100_000;
const EVERY_MS = 10;
/** After a pause that somebody else caused, no more than this at once. */
const MAX_AT_ONCE = 20_000;

const [file = '', rateText = '', seed = '', mood = ''] = process.argv.slice(2);
const rate = Number(rateText);
const pool = Buffer.alloc(POOL_LINES * 256);
const { bytes } = new LogMaker(Number(seed), { isCalm: mood === 'calm' }).fill(pool, POOL_LINES, noFacts());
/** Where each line begins, and where the last one ends. */
const starts = lineStarts(pool.subarray(0, bytes));
const handle = openSync(file, 'a');
let next = 0;
let written = 0;
let startedAt = preciseNow();

function lineStarts(text: Buffer): number[] {
  const found = [0];
  for (let at = text.indexOf(0x0a); at >= 0; at = text.indexOf(0x0a, at + 1)) found.push(at + 1);
  return found;
}

function writeDue(): void {
  const now = preciseNow();
  const due = Math.min(MAX_AT_ONCE, Math.floor(((now - startedAt) * rate) / 1000) - written);
  if (due <= 0) return;
  const count = Math.min(due, starts.length - 1 - next);
  const stamp = Buffer.from(new Date(now).toISOString(), 'latin1');
  for (let line = next; line < next + count; line++) stamp.copy(pool, (starts[line] ?? 0) + STAMP_AT);
  const from = starts[next] ?? 0;
  writeSync(handle, pool, from, (starts[next + count] ?? 0) - from);
  written += count;
  next = next + count >= starts.length - 1 ? 0 : next + count;
  process.send?.({ at: preciseNow(), lines: count });
}

let timer: NodeJS.Timeout | undefined;
process.on('message', (message) => {
  if (message === 'start') {
    startedAt = preciseNow();
    timer = setInterval(writeDue, EVERY_MS);
  } else {
    clearInterval(timer);
    closeSync(handle);
    process.send?.('stopped', () => {
      process.disconnect();
    });
  }
});
process.send?.('ready');
