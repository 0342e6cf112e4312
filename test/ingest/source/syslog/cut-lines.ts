import type { LineSink } from '@tunnelwatch/server/ingest/source/framing';
import { FrameCutter } from '@tunnelwatch/server/ingest/source/syslog/frame-cutter';

export interface CutLine {
  text: string;
  isCut: boolean;
}

/** A sink that keeps the lines as text. */
export function collector(): { lines: CutLine[]; sink: LineSink } {
  const lines: CutLine[] = [];
  const sink: LineSink = (buffer, start, end, isCut) => {
    lines.push({ text: buffer.toString('latin1', start, end), isCut });
  };
  return { lines, sink };
}

/** What a stream becomes that comes in these chunks and is then ended in order. */
export function cut(chunks: readonly Buffer[], maxLineBytes = 100): { lines: CutLine[]; badFrames: number } {
  const cutter = new FrameCutter(maxLineBytes);
  const { lines, sink } = collector();
  // The sender's memory is used again: a cutter that kept a piece of it would be found out.
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    cutter.push(reused, sink);
    reused.fill(0x58);
  }
  cutter.settle({ isFinal: true, isLate: true }, sink);
  cutter.end(true, sink);
  return { lines, badFrames: cutter.badFrames };
}

/** The lines of a stream as text, where none may be cut or broken. */
export function textsOf(stream: string, maxLineBytes?: number): string[] {
  return cut([Buffer.from(stream, 'latin1')], maxLineBytes).lines.map(({ text }) => text);
}

/** A message with its length in front. */
export function counted(message: string): string {
  return `${String(Buffer.byteLength(message, 'latin1'))} ${message}`;
}
