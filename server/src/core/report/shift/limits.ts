import type { Listed } from '@tunnelwatch/shared/report';

/** What a report lists at the most: more would not be read, and has to be printed. How many more there are is said. */
export const MOST_ALERTS = 100;
export const MOST_DEEDS = 300;
export const MOST_PEOPLE = 50;
export const MOST_RULES = 20;
export const MOST_SPANS = 50;

/** The first ones of a list. */
export function firstOf<Item>(all: readonly Item[], most: number): Listed<Item> {
  return { items: all.slice(0, most), notShown: Math.max(0, all.length - most) };
}
