import { FrameCutter } from '@tunnelwatch/server/ingest/source/syslog/frame-cutter';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collector, counted, cut, textsOf } from './cut-lines.js';

const ONE = '<134>1 2026-02-10T18:57:45.970+01:00 gw EFW - - - IPSEC: id=278 a=1';
const TWO = '<134>Feb 10 17:37:13 gw EFW: IPSEC: id=611 b=2';

describe('the framing of a stream', () => {
  it('[DEL-6] is found for each frame: counts and newlines may take turns on one connection', () => {
    expect(textsOf(`${counted(ONE)}${counted(TWO)}`)).toEqual([ONE, TWO]);
    expect(textsOf(`${ONE}\n${TWO}\r\n`)).toEqual([ONE, TWO]);
    expect(textsOf(`${counted(ONE)}${TWO}\n${counted(TWO)}${ONE}\n`)).toEqual([ONE, TWO, TWO, ONE]);
  });

  it('takes a line that only begins with a number for a line', () => {
    const lines = [
      '1 2026-02-10T18:57:45Z gw EFW - - - IPSEC: id=278',
      '2026-02-10T18:57:45Z gw EFW: IPSEC: id=1',
      '12 <x',
      '0 <1',
    ];
    expect(textsOf(lines.map((line) => `${line}\n`).join(''))).toEqual(lines);
  });

  it('drops a newline or a NUL that a sender adds to a counted message, inside of the count or behind it', () => {
    expect(textsOf(`${counted(`${ONE}\n`)}${counted(`${TWO}\0`)}`)).toEqual([ONE, TWO]);
    const { lines, badFrames } = cut([Buffer.from(`${counted(ONE)}\n${counted(TWO)}\0${counted(ONE)}\r\n`)]);
    expect({ texts: lines.map(({ text }) => text), badFrames }).toEqual({ texts: [ONE, TWO, ONE], badFrames: 0 });
  });

  it('ends a message at a NUL too where the next one begins, and keeps any other NUL', () => {
    expect(textsOf(`${ONE}\0${TWO}\0`)).toEqual([ONE, TWO]);
    expect(textsOf('<134>EFW: IPSEC: a\0b\n')).toEqual(['<134>EFW: IPSEC: a\0b']);
  });

  it('makes several lines of a counted message of several lines', () => {
    expect(textsOf(counted('<1>a\n<2>b\r\n\n<3>c'))).toEqual(['<1>a', '<2>b', '', '<3>c']);
  });

  it('counts an empty line as a line', () => {
    expect(textsOf('<1>a\n\n<1>b\n')).toEqual(['<1>a', '', '<1>b']);
  });
});

describe('a count that is wrong', () => {
  it.each([
    [
      'too small',
      `${String(ONE.length - 10)} ${ONE}${counted(TWO)}${counted(ONE)}`,
      [ONE.slice(0, -10), ONE.slice(-10), TWO, ONE],
    ],
    [
      'too small before a newline',
      `${String(ONE.length - 10)} ${ONE}\n${TWO}\n`,
      [ONE.slice(0, -10), ONE.slice(-10), TWO],
    ],
    ['2^31', `2147483648 ${ONE}${counted(TWO)}`, [ONE, TWO]],
    ['2^31, before a newline', `2147483648 ${ONE}\n${TWO}\n`, [ONE, TWO]],
    ['ten digits', `9999999999 ${ONE}\n${TWO}\n`, [ONE, TWO]],
  ])('%s: nothing is thrown away, it is counted, and the next message is intact', (_name, stream, expected) => {
    const { lines, badFrames } = cut([Buffer.from(stream)]);
    expect(lines.map(({ text }) => text)).toEqual(expected);
    expect(badFrames).toBe(1);
  });

  it('too large: the message behind it is damaged, and the one after that is intact', () => {
    const { lines, badFrames } = cut(
      [Buffer.from(`${String(ONE.length + 7)} ${ONE}${counted(TWO)}${counted(ONE)}`)],
      200,
    );
    expect(badFrames).toBe(1);
    expect(lines.at(0)?.text.startsWith(ONE)).toBe(true);
    expect(lines.at(-1)?.text).toBe(ONE);
    expect(lines).toHaveLength(3);
  });

  it('is not mixed up with digits at the end of the text in front of the next count', () => {
    const left = 'matchkey=12';
    const stream = `${String(ONE.length)} ${ONE}${left}${counted(TWO)}${counted(ONE)}`;
    expect(cut([Buffer.from(stream)]).lines.map(({ text }) => text)).toEqual([ONE, left, TWO, ONE]);
  });
});

describe('the end of a stream', () => {
  const endOf = (text: string, isOrderly: boolean) => {
    const cutter = new FrameCutter(100);
    const { lines, sink } = collector();
    cutter.push(Buffer.from(text), sink);
    cutter.end(isOrderly, sink);
    return [lines.map((line) => line.text), cutter.badFrames, cutter.isUnfinished];
  };

  it('[DEL-7] takes a line without its newline where the sender ended, and drops and counts it where the connection broke', () => {
    expect(endOf(`${ONE}\n${TWO}`, true)).toEqual([[ONE, TWO], 0, false]);
    expect(endOf(`${ONE}\n${TWO}`, false)).toEqual([[ONE], 1, false]);
    expect(endOf(`${ONE}\n`, false)).toEqual([[ONE], 0, false]);
  });

  it('[DEL-7] drops and counts a message that lacks bytes of its count', () => {
    expect(endOf(`${counted(ONE)}${counted(TWO).slice(0, -1)}`, true)).toEqual([[ONE], 1, false]);
    expect(endOf('12', true)).toEqual([['12'], 0, false]);
  });
});

describe('any stream', () => {
  const message = fc
    .array(fc.constantFrom('a', ' ', '=', '1', '<', '5', '>', 'é'), { minLength: 0, maxLength: 40 })
    .map((parts) => `<134>${parts.join('')}`);
  const frame = fc.oneof(
    message.map((text) => ({ text, bytes: counted(text) })),
    message.map((text) => ({ text, bytes: `${text}\n` })),
    message.map((text) => ({ text, bytes: `${text}\r\n` })),
  );
  const splitAt = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
    const places = [...new Set(cuts.map((at) => at % (bytes.length + 1)))].sort((a, b) => a - b);
    return [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
  };

  it('[DEL-6] gives the same lines however the packets split it', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), fc.array(fc.nat(600), { maxLength: 20 }), (frames, cuts) => {
        const bytes = Buffer.from(frames.map((each) => each.bytes).join(''), 'latin1');
        const { lines, badFrames } = cut(splitAt(bytes, cuts), 60);
        expect(lines).toEqual(frames.map(({ text }) => ({ text, isCut: false })));
        expect(badFrames).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('[TAIL-7] is cut at the same limit as a file, however it comes, and the next line is intact', () => {
    const long = fc.integer({ min: 30, max: 200 }).map((length) => `<13>${'x'.repeat(length)}`);
    const framed = fc.tuple(fc.oneof(long, message), fc.boolean()).map(([text, isCounted]) => ({
      text,
      bytes: isCounted ? counted(text) : `${text}\n`,
    }));
    fc.assert(
      fc.property(fc.array(framed, { maxLength: 8 }), fc.array(fc.nat(1200), { maxLength: 30 }), (frames, cuts) => {
        const bytes = Buffer.from(frames.map((each) => each.bytes).join(''), 'latin1');
        const expected = frames.map(({ text }) => ({ text: text.slice(0, 50), isCut: text.length > 50 }));
        expect(cut(splitAt(bytes, cuts), 50).lines).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('survives what is no frame at all, and holds no more than a line', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.array(fc.nat(400), { maxLength: 10 }), (noise, cuts) => {
        const cutter = new FrameCutter(64);
        const { lines, sink } = collector();
        for (const chunk of splitAt(Buffer.from(noise), cuts)) cutter.push(chunk, sink);
        cutter.end(true, sink);
        for (const { text } of lines) expect(text.length).toBeLessThanOrEqual(64);
        expect(cutter.isUnfinished).toBe(false);
      }),
    );
  });

  it('takes a trickle of single bytes without copying the line anew for each', () => {
    const line = `<13>${'y'.repeat(200_000)}`;
    const chunks = Array.from(Buffer.from(`${line}\n`), (byte) => Buffer.of(byte));
    expect(cut(chunks, 300_000).lines).toEqual([{ text: line, isCut: false }]);
  });
});
