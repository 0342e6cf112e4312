import type { Listed } from '@tunnelwatch/shared/report';

/** Maximum length of lists in a report: more would not be read, and has to be printed. The report says how many are left out. */
export const MAX_ALERTS = 100;
export const MAX_DEEDS = 300;
export const MAX_PEOPLE = 50;
export const MAX_RULES = 20;
export const MAX_SPANS = 50;

/** The first ones of a list. */
export function firstOf<Item>(all: readonly Item[], most: number): Listed<Item> {
  return { items: all.slice(0, most), notShown: Math.max(0, all.length - most) };
}
