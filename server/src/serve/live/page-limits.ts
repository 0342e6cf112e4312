import type { PlaceHolder } from '../limits/places.js';
import { mayUseKept } from '../limits/places.js';

/** Open pages of one person or token: more than anybody reads. Walls of a hall may share a token. */
const MAX_PAGES = 32;
const MAX_WALL_PAGES = 64;
/** Without sign-in an address stands for a person, and may be a proxy with many behind it. */
const MAX_PAGES_OF_ADDRESS = 250;
/** Pages in all; the last ones are for walls, operators and admins. */
const MAX_ALL_PAGES = 2000;
const KEPT_PAGES = 500;
/** Rooms of their own choice, such as tunnels, that the pages of one person have open together. */
const MAX_CHOSEN_ROOMS = 128;

/** A connected page. */
export interface LimitedPage extends PlaceHolder {
  id: string;
  /** True where nobody signs in. */
  isOpen: boolean;
  /** Rooms that it chose: not those that everybody shares. */
  chosenRooms: () => number;
}

/** What makes room for a newcomer: the pages to close, the oldest first. */
export type Admission = { isAdmitted: true; close: LimitedPage[] } | { isAdmitted: false };

/**
 * Bounds the pages and rooms of each person. Whoever has too many loses their own oldest page, and nobody else's: the page
 * that somebody has just opened is the one that they look at [LIVE-24] [LIVE-25].
 */
export class PageLimits {
  /** The oldest first. */
  private readonly pages = new Map<string, LimitedPage>();

  /** Adds a page. The ones to close are no longer counted. */
  admit(page: LimitedPage): Admission {
    const own = this.pagesOf(page.key);
    const close = own.slice(0, Math.max(0, own.length + 1 - mostPages(page)));
    for (const { id } of close) this.pages.delete(id);
    if (this.pages.size >= (mayUseKept(page.role) ? MAX_ALL_PAGES : MAX_ALL_PAGES - KEPT_PAGES)) {
      const crowding = this.oldestOfLargest(page.key);
      if (crowding === undefined) return { isAdmitted: false };
      this.pages.delete(crowding.id);
      close.push(crowding);
    }
    this.pages.set(page.id, page);
    return { isAdmitted: true, close };
  }

  /** The pages to close so that a person's chosen rooms fit again; never the page that has just opened one. */
  overRooms(id: string): LimitedPage[] {
    const page = this.pages.get(id);
    if (page === undefined) return [];
    const own = this.pagesOf(page.key);
    let rooms = own.reduce((sum, each) => sum + each.chosenRooms(), 0);
    const close: LimitedPage[] = [];
    for (const each of own) {
      if (rooms <= MAX_CHOSEN_ROOMS) break;
      if (each.id === id || each.chosenRooms() === 0) continue;
      rooms -= each.chosenRooms();
      close.push(each);
    }
    for (const each of close) this.pages.delete(each.id);
    return close;
  }

  /** The oldest page with chosen rooms of whoever has the most of them, if that is more than a person has; none else. */
  mostRooms(key: string): LimitedPage | undefined {
    const sums = new Map<string, number>();
    for (const page of this.pages.values()) sums.set(page.key, (sums.get(page.key) ?? 0) + page.chosenRooms());
    const [largest, rooms] = [...sums].reduce<[string, number]>(
      (most, each) => (each[1] > most[1] ? each : most),
      [key, (sums.get(key) ?? 0) + 1],
    );
    const found =
      largest === key || rooms === 0 ? undefined : this.pagesOf(largest).find((each) => each.chosenRooms() > 0);
    if (found !== undefined) this.pages.delete(found.id);
    return found;
  }

  remove(id: string): void {
    this.pages.delete(id);
  }

  private pagesOf(key: string): LimitedPage[] {
    return [...this.pages.values()].filter((page) => page.key === key);
  }

  /** The oldest page of whoever has the most, among those for whom no places are kept; none if the newcomer has as many. */
  private oldestOfLargest(key: string): LimitedPage | undefined {
    const counts = new Map<string, LimitedPage[]>();
    for (const page of this.pages.values()) {
      if (mayUseKept(page.role)) continue;
      const pages = counts.get(page.key);
      if (pages === undefined) counts.set(page.key, [page]);
      else pages.push(page);
    }
    const largest = [...counts.values()].reduce<LimitedPage[]>(
      (most, each) => (each.length > most.length ? each : most),
      [],
    );
    return largest.length > this.pagesOf(key).length ? largest[0] : undefined;
  }
}

function mostPages({ role, isOpen }: LimitedPage): number {
  if (isOpen) return MAX_PAGES_OF_ADDRESS;
  return role === 'wall' ? MAX_WALL_PAGES : MAX_PAGES;
}
