import type { AuditEntry } from '@tunnelwatch/shared/audit';

/** What is known of an alert's history: its newest entries without a gap, the newest first. */
export interface HistoryPages {
  readonly entries: readonly AuditEntry[];
  /** Where older entries begin; null when there are none. */
  readonly cursor: string | null;
}

export interface HistoryPage {
  readonly items: readonly AuditEntry[];
  readonly nextCursor: string | null;
}

export const NO_HISTORY: HistoryPages = { entries: [], cursor: null };

/**
 * With the newest entries in front. Entries never change, so those that are known stay; but where more came than a page
 * holds, there would be a gap before them: then the page stands alone, and what is older can be loaded behind it.
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

/** With a page of older entries behind, as asked for with `cursor`; as it was when others stand behind by now. */
export function withOlder(old: HistoryPages, cursor: string, { items, nextCursor }: HistoryPage): HistoryPages {
  if (old.cursor !== cursor) return old;
  return { entries: [...old.entries, ...items], cursor: nextCursor };
}
