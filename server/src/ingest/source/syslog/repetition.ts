import type { LineTail } from './line-tail.js';

/** A tail that the first lines of a new connection may repeat. */
export interface RepeatableTail {
  tail: LineTail;
  /** A shorter run than this is not a repetition but a coincidence. */
  leastRun: number;
}

interface Candidate extends RepeatableTail {
  /** Lines in the tail when the connection began; a tail that grows meanwhile is alive, and is not being repeated. */
  total: number;
  /** Number of the tail line that the next line has to equal. */
  next: number;
}

/**
 * Finds out whether the first lines of a connection repeat the end of a tail: from some line of it up to its very
 * end [DEL-8]. Of several such runs the longest counts, since a sender repeats everything that it is not sure of.
 */
export class Repetition {
  private candidates: Candidate[] | undefined;
  private offered = 0;
  /** Number of lines at the beginning that are repetitions, as far as is known. */
  repeated = 0;
  /** The tail that they repeat. */
  tail: LineTail | undefined;

  constructor(private readonly tails: readonly RepeatableTail[]) {}

  /** True while further lines can change the answer. */
  get isOpen(): boolean {
    return this.candidates === undefined ? this.tails.length > 0 : this.candidates.length > 0;
  }

  /** Processes the next line of the connection. */
  offer(hash: number): void {
    this.candidates = this.candidates === undefined ? this.begin(hash) : this.goOn(this.candidates, hash);
    this.offered += 1;
    for (const { tail, next, total, leastRun } of this.candidates) {
      if (next !== total || this.offered < leastRun || this.offered <= this.repeated) continue;
      this.repeated = this.offered;
      this.tail = tail;
    }
    this.candidates = this.candidates.filter(({ next, total }) => next < total);
  }

  private begin(hash: number): Candidate[] {
    return this.tails.flatMap(({ tail, leastRun }) => {
      const candidates: Candidate[] = [];
      for (let number = tail.first; number < tail.total; number++) {
        if (tail.at(number) === hash) candidates.push({ tail, leastRun, total: tail.total, next: number + 1 });
      }
      return candidates;
    });
  }

  private goOn(candidates: readonly Candidate[], hash: number): Candidate[] {
    const alive: Candidate[] = [];
    for (const candidate of candidates) {
      if (candidate.tail.total !== candidate.total || candidate.tail.at(candidate.next) !== hash) continue;
      candidate.next += 1;
      alive.push(candidate);
    }
    return alive;
  }
}
