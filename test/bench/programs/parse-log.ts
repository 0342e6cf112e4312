import { closeSync, openSync, readSync } from 'node:fs';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { classifyLine } from '@tunnelwatch/server/core/classify/classify-line';
import { utcTime } from '@tunnelwatch/server/core/decode/clock-zone';
import { decodeLine } from '@tunnelwatch/server/core/decode/decode-line';
import { lineText } from '@tunnelwatch/server/core/decode/line-text';
import { FastPath, TemplateCache } from '@tunnelwatch/server/core/lines/fast-path';
import { Interner } from '@tunnelwatch/server/core/aggregate/interner';
import { LineFramer } from '@tunnelwatch/server/ingest/source/framing';

/**
 * Reads, frames, decodes and classifies a file as the pipeline does, the fast path wherever it goes, and stores nothing.
 * Arguments: the file. Prints what it counted as JSON.
 */
const CHUNK_BYTES = 1024 * 1024;
const MAX_LINE_BYTES = 65_536;
/** As often as the pipeline ends a part: the texts of lines are forgotten then. */
const FORGET_EVERY = 65_536;

const catalogue = createCatalogue(BUILTIN_CATALOGUE);
const interner = new Interner({ subjects: [] }, []);
const fast = new FastPath({
  storesOther: false,
  nameTunnel: (gateway, matchkey) => ({
    id: interner.subjectId({ kind: 'tunnel', gateway, matchkey }),
    isItsOwn: true,
  }),
  isInUse: () => true,
  isKnownGateway: () => true,
});
const recipes = new TemplateCache();
const counts = { lines: 0, events: 0, slow: 0, timeUnknown: 0, gatewayUnknown: 0 };
const moment = { arrivedAt: Date.now(), near: Date.now(), before: Date.now() };

function take(buffer: Buffer, start: number, end: number): void {
  counts.lines += 1;
  if (counts.lines % FORGET_EVERY === 0) {
    moment.arrivedAt = Date.now();
    fast.takeTexts(moment.arrivedAt);
  }
  const recipe = fast.take(buffer, start, end, recipes, moment);
  if (recipe === undefined) takeSlowly(buffer, start, end);
  else if (recipe.kind === 'event') {
    counts.events += 1;
    moment.before = fast.times.time;
  }
}

function takeSlowly(buffer: Buffer, start: number, end: number): void {
  counts.slow += 1;
  const text = lineText(buffer.subarray(start, end));
  const decoded = decodeLine(text, { ...moment, zone: utcTime, gatewayHint: 'bench' });
  const became = classifyLine(decoded, catalogue);
  const shape = fast.shapeOf(buffer, start, end, recipes);
  let ids: { subjectId: number; kindId: number } | undefined;
  if (became.kind === 'event') {
    counts.events += 1;
    ids = { subjectId: interner.subjectId(became.event.subject), kindId: interner.kindId(became.event) };
  }
  if (shape !== undefined)
    fast.learn(shape, recipes, { text, gatewayHint: 'bench', decoded, became, ids, moment, zone: utcTime });
  if (became.kind === 'event') moment.before = became.event.decoded.time;
}

const [file = ''] = process.argv.slice(2);
const handle = openSync(file, 'r');
const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
const framer = new LineFramer(MAX_LINE_BYTES);
const cpuBefore = process.cpuUsage();
const started = performance.now();
for (let bytes = readSync(handle, chunk); bytes > 0; bytes = readSync(handle, chunk)) {
  framer.push(chunk.subarray(0, bytes), take);
}
const seconds = (performance.now() - started) / 1000;
closeSync(handle);
const processorSeconds = process.cpuUsage(cpuBefore).user / 1e6;
process.stdout.write(`${JSON.stringify({ ...counts, seconds, processorSeconds })}\n`);
