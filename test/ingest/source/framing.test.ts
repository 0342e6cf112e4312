import { LineFramer } from '@tunnelwatch/server/ingest/source/framing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

interface Line {
  text: string;
  isCut: boolean;
}

const NEWLINE = 0x0a;

/** What a stream of bytes must become, the plain way: split at newlines, then each line by itself. */
function model(bytes: Buffer, maxLineBytes: number): { lines: Line[]; last: Buffer } {
  const lines: Line[] = [];
  let start = 0;
  for (let newline = bytes.indexOf(NEWLINE); newline >= 0; newline = bytes.indexOf(NEWLINE, start)) {
    lines.push(lineOf(bytes.subarray(start, newline), maxLineBytes));
    start = newline + 1;
  }
  return { lines, last: bytes.subarray(start) };
}

function lineOf(bytes: Buffer, maxLineBytes: number): Line {
  let text = bytes.toString('latin1').replace(/^\0+/, '');
  if (text.endsWith('\r')) text = text.slice(0, -1);
  return { text: text.slice(0, maxLineBytes), isCut: text.length > maxLineBytes };
}

/** Pushes chunks; the chunk is overwritten afterwards, as a reader does that uses its buffer again. */
function push(framer: LineFramer, chunks: readonly Buffer[]): Line[] {
  const lines: Line[] = [];
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    framer.push(reused, (buffer, start, end, isCut) => {
      lines.push({ text: buffer.toString('latin1', start, end), isCut });
    });
    reused.fill(0x58);
  }
  return lines;
}

function flush(framer: LineFramer): Line[] {
  const lines: Line[] = [];
  framer.flush((buffer, start, end, isCut) => {
    lines.push({ text: buffer.toString('latin1', start, end), isCut });
  });
  return lines;
}

function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
}

/** Few different bytes, so that line ends, NULs and lines of every length around the limit are frequent. */
const stream = fc
  .array(fc.constantFrom(0x0a, 0x0a, 0x0d, 0x00, 0x61, 0x62, 0xff), { maxLength: 80 })
  .map((bytes) => Buffer.from(bytes));
const places = fc.array(fc.nat(), { maxLength: 12 });
const limit = fc.integer({ min: 1, max: 12 });

describe('the framer', () => {
  it('[TAIL-4] [TAIL-7] gives the same lines for the same bytes, however they are split', () => {
    fc.assert(
      fc.property(stream, places, limit, (bytes, cuts, maxLineBytes) => {
        const framer = new LineFramer(maxLineBytes);
        expect(push(framer, cutAt(bytes, cuts))).toEqual(framedBeforeTheEnd(bytes, maxLineBytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('[TAIL-5] takes the unfinished last line as it is when flushed', () => {
    fc.assert(
      fc.property(stream, places, limit, (bytes, cuts, maxLineBytes) => {
        const framer = new LineFramer(maxLineBytes);
        const lines = [...push(framer, cutAt(bytes, cuts)), ...flush(framer)];
        const { lines: complete, last } = model(bytes, maxLineBytes);
        const end = lineOf(last, maxLineBytes);
        expect(lines).toEqual(last.every((byte) => byte === 0) ? complete : [...complete, end]);
        expect([framer.consumed, framer.pendingBytes, framer.state.isSkipping]).toEqual([bytes.length, 0, false]);
        expect(flush(framer)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('knows after every chunk how far the stream need not be read again', () => {
    fc.assert(
      fc.property(stream, places, limit, (bytes, cuts, maxLineBytes) => {
        const framer = new LineFramer(maxLineBytes);
        let pushed = 0;
        for (const chunk of cutAt(bytes, cuts)) {
          push(framer, [chunk]);
          pushed += chunk.length;
          expect(framer.consumed + framer.pendingBytes).toBe(pushed);
          // Never more than the line and half a line end: memory is bounded whatever comes.
          expect(framer.pendingBytes).toBeLessThanOrEqual(maxLineBytes + 1);
        }
      }),
    );
  });

  it('goes on behind any chunk from the position and the state that were stored there', () => {
    fc.assert(
      fc.property(stream, fc.nat(), places, limit, (bytes, stop, cuts, maxLineBytes) => {
        const first = new LineFramer(maxLineBytes);
        const before = push(first, [bytes.subarray(0, stop % (bytes.length + 1))]);
        const second = new LineFramer(maxLineBytes, first.state);
        const after = push(second, cutAt(bytes.subarray(first.consumed), cuts));
        expect([...before, ...after]).toEqual(framedBeforeTheEnd(bytes, maxLineBytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps a line of 1 MB to its limit and the next line intact', () => {
    const framer = new LineFramer(65_536);
    const bytes = Buffer.from(`${'x'.repeat(1 << 20)}\nnext\r\n\r\n`);
    const lines = push(
      framer,
      cutAt(
        bytes,
        Array.from({ length: 90 }, (_, index) => index * 12_345),
      ),
    );
    expect(lines.map(({ text, isCut }) => [text.length, isCut])).toEqual([
      [65_536, true],
      [4, false],
      [0, false],
    ]);
  });

  it('drops a hole of NULs in front of a line, even one without end', () => {
    const framer = new LineFramer(100);
    expect(push(framer, [Buffer.alloc(5000), Buffer.alloc(5000)])).toEqual([]);
    expect([framer.consumed, framer.pendingBytes]).toEqual([10_000, 0]);
    expect(push(framer, [Buffer.from('\0\0after\0it\n')])).toEqual([{ text: 'after\0it', isCut: false }]);
  });
});

/** What is handed over without a flush: all complete lines, and the beginning of a last one that is too long already. */
function framedBeforeTheEnd(bytes: Buffer, maxLineBytes: number): Line[] {
  const { lines, last } = model(bytes, maxLineBytes);
  const end = lineOf(last, maxLineBytes);
  return end.isCut ? [...lines, end] : lines;
}
