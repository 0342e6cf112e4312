import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { RotatingFile, type RotatingFileOptions } from './rotating-file.js';

/** Where simulated lines go. */
export interface LineSink {
  /** Takes one line, given without its end. */
  write(line: string): void;
  /** Hands on what was taken, and waits where the other side is slow. */
  flush(): Promise<void>;
  /** Hands on the rest and closes; the sink must not be used after it. */
  close(): Promise<void>;
  /** True when the reader has gone away, so that going on makes no sense. */
  isClosed(): boolean;
}

/** A file, appended to and rotated. Throws the system's error when it cannot be opened. */
export function createFileSink(options: RotatingFileOptions): LineSink {
  const file = new RotatingFile(options);
  return {
    write: (line) => file.writeLine(line),
    flush: () => Promise.resolve(file.flush()),
    close: () => Promise.resolve(file.close()),
    isClosed: () => false,
  };
}

/** A stream such as standard output. A reader that goes away (EPIPE, as `head` does) ends it without an error. */
export function createStreamSink(stream: Writable): LineSink {
  let collected = '';
  let failure: Error | undefined;
  let isGone = false;
  const onError = (error: NodeJS.ErrnoException): void => {
    isGone = true;
    if (error.code !== 'EPIPE') failure = error;
  };
  stream.on('error', onError);
  const flush = async (): Promise<void> => {
    const text = collected;
    collected = '';
    if (text !== '' && !isGone && !stream.write(text, 'latin1')) {
      // Either event ends the wait; onError has noted the error already.
      await once(stream, 'drain').catch(() => undefined);
    }
    if (failure !== undefined) throw failure;
  };
  return {
    write(line) {
      collected += `${line}\n`;
    },
    flush,
    async close() {
      await flush();
      stream.off('error', onError);
    },
    isClosed: () => isGone,
  };
}
