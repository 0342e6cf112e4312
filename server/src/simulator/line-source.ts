import type { SimulatedMessage } from './message.js';

/** Gives messages at moments of its own, which never go back. */
export interface LineSource {
  /** When it is to be asked next, epoch ms; infinite when it has nothing more. */
  readonly dueMs: number;
  /** What the log gets at that moment; undefined where something begins or ends and the log tells nothing of it. */
  take(): SimulatedMessage | undefined;
}

/** Several sources as one: what is due first comes first. A source changes only when it is asked. */
export class MergedSources implements LineSource {
  readonly #sources: readonly LineSource[];
  /** The earliest one and when it is due, as found last: kept until it is asked. */
  #earliest: LineSource | undefined;
  #dueMs = Number.NaN;

  constructor(sources: readonly LineSource[]) {
    this.#sources = sources;
  }

  get dueMs(): number {
    if (Number.isNaN(this.#dueMs)) this.#findEarliest();
    return this.#dueMs;
  }

  take(): SimulatedMessage | undefined {
    if (Number.isNaN(this.#dueMs)) this.#findEarliest();
    this.#dueMs = Number.NaN;
    return this.#earliest?.take();
  }

  #findEarliest(): void {
    let dueMs = Number.POSITIVE_INFINITY;
    this.#earliest = undefined;
    for (const source of this.#sources) {
      const atMs = source.dueMs;
      if (atMs >= dueMs) continue;
      this.#earliest = source;
      dueMs = atMs;
    }
    this.#dueMs = dueMs;
  }
}
