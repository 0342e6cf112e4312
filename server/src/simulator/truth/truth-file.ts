import type { LineSink } from '../line-sink.js';
import type { TruthLine } from './truth-line.js';

/** Writes what really went on, one JSON object a line, and hands it on at once: the file is complete as far as things have ended. */
export class TruthFile {
  readonly #sink: LineSink;
  #writing: Promise<void> = Promise.resolve();

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  write(line: TruthLine): void {
    this.#sink.write(JSON.stringify(line));
    this.#writing = this.#writing.then(() => this.#sink.flush());
    // Whoever closes the file learns of a failure.
    this.#writing.catch(() => undefined);
  }

  /** Waits for everything written. Rejects with the first error. */
  async close(): Promise<void> {
    try {
      await this.#writing;
    } finally {
      await this.#sink.close();
    }
  }
}
