import { closeSync, openSync, readSync } from 'node:fs';
import { type BenchContext, type Job, linesOf, type RateName } from '../context.js';
import type { Row, Table } from '../report.js';
import { benchLog } from '../support/bench-log.js';
import { runMeasured } from '../support/run-measured.js';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 1024 * 1024;

/** What nothing can go faster than on this machine: the same file, read and cut into lines and no more. */
export const limits: Job = {
  name: 'limits',
  about: 'wc, grep, and Node.js reading the same file and finding its newlines',
  run: async (context) => {
    const { file, facts } = benchLog(linesOf(context.options, 2_000_000, 4_000_000), context.options.seed);
    // Once for nothing: the first reading would measure the disk.
    readAll(file, () => undefined);
    const rows = [
      await commandRow(context, file, { name: 'wc', words: ['wc', '-l'], expected: facts.lines }),
      await commandRow(context, file, {
        name: 'grep',
        words: ['grep', '-c', 'id=00000278'],
        expected: facts.byId['278'] ?? 0,
        lines: facts.lines,
      }),
      nodeRow(context, 'node-raw', 'Node.js, raw reads', facts.lines, () => {
        readAll(file, () => undefined);
      }),
      nodeRow(context, 'node-newlines', 'Node.js, Buffer.indexOf newline', facts.lines, () => {
        const found = countNewlines(file);
        if (found !== facts.lines) throw new Error(`${file}: ${String(found)} newlines`);
      }),
    ];
    return [{ title: 'Limits: one process, the same file', rows } satisfies Table];
  },
};

interface LimitCommand {
  name: RateName;
  words: readonly string[];
  /** The number that it must print. */
  expected: number;
  lines?: number;
}

async function commandRow(context: BenchContext, path: string, limit: LimitCommand): Promise<Row> {
  const [file = '', ...args] = limit.words;
  // In the C locale as everybody runs it on logs: else grep reads characters.
  const env = { ...process.env, LC_ALL: 'C' };
  const { seconds, out } = await runMeasured({ file, args: [...args, path], env }, context.cleanup);
  if (Number.parseInt(out, 10) !== limit.expected) throw new Error(`${limit.words.join(' ')} printed ${out.trim()}`);
  const rate = (limit.lines ?? limit.expected) / seconds;
  context.rates.set(limit.name, rate);
  return { what: limit.words.join(' '), value: rate, unit: 'lines/s' };
}

function nodeRow({ rates }: BenchContext, name: RateName, what: string, lines: number, run: () => void): Row {
  const started = performance.now();
  run();
  const rate = (lines / (performance.now() - started)) * 1000;
  rates.set(name, rate);
  return { what, value: rate, unit: 'lines/s' };
}

function countNewlines(file: string): number {
  let found = 0;
  readAll(file, (chunk) => {
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) found += 1;
  });
  return found;
}

function readAll(file: string, take: (chunk: Buffer) => void): void {
  const handle = openSync(file, 'r');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let bytes = readSync(handle, chunk); bytes > 0; bytes = readSync(handle, chunk)) take(chunk.subarray(0, bytes));
  closeSync(handle);
}
