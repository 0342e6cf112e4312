import type { AuditEntry } from '@tunnelwatch/shared/audit';

/** The known part of an alert's history: its newest entries without a gap, the newest first. */
export interface HistoryPages {
  readonly entries: readonly AuditEntry[];
  /** Cursor of the older entries; null if there are none. */
  readonly cursor: string | null;
}

export interface HistoryPage {
  readonly items: readonly AuditEntry[];
  readonly nextCursor: string | null;
}

export const NO_HISTORY: HistoryPages = { entries: [], cursor: null };

/**
 * With the newest entries added. Entries never change, so known ones stay; but if more arrived than a page
 * holds, there would be a gap: then the new page is kept alone, and older ones can be loaded after it.
 */
export function withNewer(old: HistoryPages, { items, nextCursor }: HistoryPage): HistoryPages {
  const [known] = old.entries;
  if (known === undefined) return { entries: items, cursor: nextCursor };
  const newer = items.filter(({ id }) => id > known.id);
  const isGapless = nextCursor === null || newer.length < items.length;
  return isGapless
    ? { entries: [...newer, ...old.entries], cursor: old.cursor }
    : { entries: items, cursor: nextCursor };
}

/** With a page of older entries added, as requested with `cursor`; unchanged if the end has moved meanwhile. */
export function withOlder(old: HistoryPages, cursor: string, { items, nextCursor }: HistoryPage): HistoryPages {
  if (old.cursor !== cursor) return old;
  return { entries: [...old.entries, ...items], cursor: nextCursor };
}
