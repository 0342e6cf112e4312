import { datagramLines } from '@tunnelwatch/server/ingest/source/syslog/message-lines';
import { describe, expect, it } from 'vitest';
import { collector, type CutLine, counted } from './cut-lines.js';

function linesOf(datagram: string, maxLineBytes = 100): CutLine[] {
  const { lines, sink } = collector();
  datagramLines(Buffer.from(datagram, 'latin1'), maxLineBytes, sink);
  return lines;
}

describe('a datagram', () => {
  it.each([
    ['one message', '<13>a', ['<13>a']],
    ['a newline at its end', '<13>a\n', ['<13>a']],
    ['a NUL at its end', '<13>a\0', ['<13>a']],
    ['all that senders put behind a message', '<13>a\r\n\0\0', ['<13>a']],
    ['two messages', '<13>a\n<13>b', ['<13>a', '<13>b']],
    ['several lines, one of them empty', '<13>a\r\n\r\nb\n', ['<13>a', '', 'b']],
    ['nothing', '', ['']],
    ['a message with a count in front', counted('<13>a b'), ['<13>a b']],
    ['a number in front that is no count', '5 minutes', ['5 minutes']],
    ['NUL bytes in front', '\0\0<13>a', ['<13>a']],
  ])('of %s', (_name, datagram, expected) => {
    expect(linesOf(datagram).map(({ text }) => text)).toEqual(expected);
  });

  it('[TAIL-7] is cut at the limit of a line, line by line', () => {
    expect(linesOf(`${'x'.repeat(30)}\n<13>b`, 20)).toEqual([
      { text: 'x'.repeat(20), isCut: true },
      { text: '<13>b', isCut: false },
    ]);
  });
});
