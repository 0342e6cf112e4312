import type { PastMoment, PastStore, StoredFilter } from '../../store/queries.js';

/** Makes a filter leave out what was stored after a time, epoch ms; without a time it leaves out nothing. */
export async function storedFilter<Filter extends { at?: number | undefined }>(
  reader: Pick<PastStore, 'pastMoment'>,
  { at, ...filter }: Filter,
): Promise<Omit<Filter, 'at'> & Pick<StoredFilter, 'asOf'>> {
  if (at === undefined) return filter;
  return { ...filter, asOf: asOfMoment(await reader.pastMoment(at)) };
}

/** A moment in the form of filters. */
export function asOfMoment({ at, seq }: PastMoment): NonNullable<StoredFilter['asOf']> {
  return { at, seq };
}
