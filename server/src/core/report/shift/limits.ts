import type { Listed } from '@tunnelwatch/shared/report';

/** What a report lists at the most: more would not be read, and has to be printed. How many more there are is said. */
export const MAX_ALERTS = 100;
export const MAX_DEEDS = 300;
export const MAX_PEOPLE = 50;
export const MAX_RULES = 20;
export const MAX_SPANS = 50;

/** The first ones of a list. */
export function firstOf<Item>(all: readonly Item[], most: number): Listed<Item> {
  return { items: all.slice(0, most), notShown: Math.max(0, all.length - most) };
}
