import { HttpProblem } from './http-problem.js';

/**
 * The page of a list that a cursor leads to, where the whole list is at hand and a cursor is a position in it.
 * @throws HttpProblem when the cursor is none of ours
 */
export function pageOf<Item>(
  all: readonly Item[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): { items: Item[]; nextCursor: string | null } {
  const from = Number(cursor ?? 0);
  if (!Number.isSafeInteger(from) || from < 0) throw wrongCursor();
  const next = from + limit;
  return { items: all.slice(from, next), nextCursor: next < all.length ? String(next) : null };
}

/** A cursor that no page gave. */
export function wrongCursor(): HttpProblem {
  return new HttpProblem(400, 'bad-request', 'cursor: use nextCursor of the previous page');
}
