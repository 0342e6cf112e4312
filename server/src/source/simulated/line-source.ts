import type { SimulatedMessage } from './message.js';

/** Gives messages at moments of its own, which never go back. */
export interface LineSource {
  /** When it is to be asked next, epoch ms; infinite when it has nothing more. */
  readonly dueMs: number;
  /** What the log gets at that moment; undefined where something begins or ends and the log tells nothing of it. */
  take(): SimulatedMessage | undefined;
}

/** Several sources as one: what is due first comes first. */
export class MergedSources implements LineSource {
  readonly #sources: readonly LineSource[];
  /** The earliest one as it was found last; gone once it was asked. */
  #earliest: LineSource | undefined;

  constructor(sources: readonly LineSource[]) {
    this.#sources = sources;
  }

  get dueMs(): number {
    let dueMs = Number.POSITIVE_INFINITY;
    this.#earliest = undefined;
    for (const source of this.#sources) {
      const atMs = source.dueMs;
      if (atMs >= dueMs) continue;
      this.#earliest = source;
      dueMs = atMs;
    }
    return dueMs;
  }

  take(): SimulatedMessage | undefined {
    if (this.#earliest === undefined && this.dueMs === Number.POSITIVE_INFINITY) return undefined;
    const source = this.#earliest;
    this.#earliest = undefined;
    return source?.take();
  }
}
