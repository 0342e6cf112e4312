import { QueryInterrupted } from '../../reader/interrupt.js';

/** A search was ended where its next page can go on. */
class SearchEnded extends Error {
  constructor() {
    super('the search was ended');
    this.name = 'SearchEnded';
  }
}

/**
 * The time limit of a search. It ends between two segments, or within one that is then left out of the page, but only
 * where the next page does not begin with what this one has searched: at least one segment is searched, however slow.
 */
export class SearchLimit {
  private isOver = false;
  private mayEnd = false;
  private hasSearched = false;

  /** @param checkpoint throws `QueryInterrupted` to `finish` when the time is over; a second time where it must end anyway */
  constructor(private readonly checkpoint: () => void) {}

  /**
   * Searches the next segment.
   * @param leadsOn whether a page that ends in front of it would lead on
   * @returns false when the search is to end in front of it
   */
  within(leadsOn: boolean, search: () => void): boolean {
    this.mayEnd = this.hasSearched && leadsOn;
    try {
      this.check();
      this.untilDone(search);
    } catch (error) {
      if (error instanceof SearchEnded) return false;
      throw error;
    }
    this.hasSearched = true;
    return true;
  }

  /** Called between segments and every so many lines. */
  check(): void {
    try {
      this.checkpoint();
    } catch (error) {
      this.noteOver(error);
    }
    if (this.isOver && this.mayEnd) throw new SearchEnded();
  }

  /** A segment is opened only once the store has checked the time, too: nothing of it was searched then. */
  private untilDone(search: () => void): void {
    try {
      search();
    } catch (error) {
      this.noteOver(error);
      if (this.mayEnd) throw new SearchEnded();
      search();
    }
  }

  private noteOver(error: unknown): void {
    if (this.isOver || !(error instanceof QueryInterrupted) || error.interruption !== 'finish') throw error;
    this.isOver = true;
  }
}
