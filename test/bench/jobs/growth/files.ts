import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Job, linesOf } from '../../context.js';
import { runIngest } from '../../support/ingest-run.js';
import { LogMaker, noFacts } from '../../support/log-maker.js';
import { curveTable } from './curve.js';
import { inRounds, lineCost } from './rounds.js';

const FILES = [1, 10, 100, 1000];
/** Longer than any line. */
const LINE_BYTES = 1024;
/** Bytes held of each file before they are written. */
const HELD_BYTES = 64 * 1024;

/** Whether a line costs more the more files the same lines come in. */
export const growthFiles: Job = {
  name: 'growth-files',
  about: 'cost of a line over the number of files: 1 to 1,000',
  run: async (context) => {
    const { options, cleanup, say } = context;
    const lines = linesOf(options, 500_000, 2_000_000);
    const folder = cleanup.folder('growth-files');
    const made = new Map<number, string[]>();
    for (const count of FILES) {
      say(`making ${String(lines)} lines in ${String(count)} files`);
      made.set(count, dealLines(join(folder, String(count)), count, lines, options.seed));
    }
    const points = await inRounds(context, FILES, async (count, round, start) => {
      say(`round ${String(round)}: ${String(count)} files`);
      const data = join(folder, 'data');
      const run = await runIngest({ files: made.get(count) ?? [], data, lines }, context);
      rmSync(data, { recursive: true });
      return lineCost(lines, run, start);
    });
    return [
      curveTable(context, {
        name: 'files',
        title: 'Growth: files',
        x: { title: 'files', scale: 'log' },
        whatOf: (x) => (x === 1 ? '1 file' : `${x.toLocaleString('en-GB')} files`),
        curves: [{ of: 'a line', unit: 'µs', points }],
        notes: [
          `The same ${lines.toLocaleString('en-GB')} lines, dealt to the files in turn, so that all files are of the same time; without the start of the process, which is measured with one line.`,
        ],
      }),
    ];
  },
};

/** Deals lines to files like cards. Gives the files. */
function dealLines(folder: string, count: number, lines: number, seed: number): string[] {
  mkdirSync(folder, { recursive: true });
  const maker = new LogMaker(seed);
  const facts = noFacts();
  const buffer = Buffer.allocUnsafe(LINE_BYTES);
  const piles = Array.from({ length: count }, (_, index) => ({
    file: join(folder, `gateway-${String(index + 1).padStart(4, '0')}.log`),
    held: '',
  }));
  const put = (pile: { file: string; held: string }): void => {
    appendFileSync(pile.file, pile.held, 'latin1');
    pile.held = '';
  };
  for (let line = 0; line < lines; line++) {
    const pile = piles[line % count];
    if (pile === undefined) throw new Error('no file to deal to');
    const { bytes } = maker.fill(buffer, 1, facts);
    pile.held += buffer.toString('latin1', 0, bytes);
    if (pile.held.length > HELD_BYTES) put(pile);
  }
  piles.forEach(put);
  return piles.map(({ file }) => file);
}
