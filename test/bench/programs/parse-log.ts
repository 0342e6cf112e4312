import { closeSync, openSync, readSync } from 'node:fs';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { createCatalogue } from '@tunnelwatch/server/classify/catalogue';
import { classifyLine } from '@tunnelwatch/server/classify/classify-line';
import { utcTime } from '@tunnelwatch/server/decode/clock-zone';
import { decodeLine } from '@tunnelwatch/server/decode/decode-line';
import { lineText } from '@tunnelwatch/server/decode/line-text';
import { FastLines, type Recipes } from '@tunnelwatch/server/pipeline/fast-lines';
import { Interner } from '@tunnelwatch/server/pipeline/interner';
import { LineFramer } from '@tunnelwatch/server/source/framing';

/**
 * Reads, frames, decodes and classifies a file as the pipeline does, the short way wherever it goes, and stores nothing.
 * Arguments: the file. Prints what it counted as JSON.
 */
const CHUNK_BYTES = 1024 * 1024;
const MOST_LINE_BYTES = 65_536;
/** As often as the pipeline commits in bulk: the texts of lines are forgotten then. */
const FORGET_EVERY = 65_536;

const catalogue = createCatalogue(BUILTIN_CATALOGUE);
const interner = new Interner([], []);
const fast = new FastLines(false);
const recipes: Recipes = [];
const counts = { lines: 0, events: 0, slow: 0 };
let near = Date.now();

function take(line: Buffer): void {
  counts.lines += 1;
  if (counts.lines % FORGET_EVERY === 0) fast.reset();
  const arrivedAt = Date.now();
  const known = fast.take(line, recipes, near, arrivedAt);
  if (known !== undefined) {
    if (known.kind === 'event') {
      counts.events += 1;
      near = known.times.time;
    }
    return;
  }
  counts.slow += 1;
  const decoded = decodeLine(lineText(line), { arrivedAt, near, zone: utcTime, gatewayHint: 'bench' });
  const became = classifyLine(decoded, catalogue);
  let ids: { subjectId: number; kindId: number } | undefined;
  if (became.kind === 'event') {
    counts.events += 1;
    near = became.event.decoded.time;
    ids = { subjectId: interner.subjectId(became.event.subject), kindId: interner.kindId(became.event) };
  }
  fast.learn(line, recipes, { decoded, became, ids, near, arrivedAt, zone: utcTime });
}

const [file = ''] = process.argv.slice(2);
const handle = openSync(file, 'r');
const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
const framer = new LineFramer(MOST_LINE_BYTES);
const started = performance.now();
for (let bytes = readSync(handle, chunk); bytes > 0; bytes = readSync(handle, chunk)) {
  framer.push(chunk.subarray(0, bytes), (buffer, from, to) => {
    take(buffer.subarray(from, to));
  });
}
const seconds = (performance.now() - started) / 1000;
closeSync(handle);
process.stdout.write(`${JSON.stringify({ ...counts, seconds })}\n`);
