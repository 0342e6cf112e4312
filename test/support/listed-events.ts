import type { StoredEvent } from '@tunnelwatch/server/core/classify/describe-event';
import type { ReadableStore } from '@tunnelwatch/server/store/queries';
import type { EventFilter } from '@tunnelwatch/shared/api';
import { expect } from 'vitest';

/** All events that a filter leaves, read page by page, none of them longer than the limit. */
export async function listedEvents(
  reader: Pick<ReadableStore, 'listEvents'>,
  by: EventFilter,
  limit: number,
): Promise<StoredEvent[]> {
  const found: StoredEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await reader.listEvents(by, limit, cursor);
    expect(page.events.length).toBeLessThanOrEqual(limit);
    found.push(...page.events);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}
