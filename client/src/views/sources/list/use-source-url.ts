import { useSetUrlParams, useUrlChoice, useUrlText } from '../../../url-state/use-url-param.js';
import { type SourceFilter, STATE_FILTERS } from './source-list.js';
import {
  DEFAULT_SORT,
  firstOrder,
  nextSourceOrder,
  SOURCE_SORTS,
  type SourceOrder,
  type SourceSort,
} from './source-sort.js';

const ORDERS = ['asc', 'desc'] as const;

interface SourceUrl {
  readonly filter: SourceFilter;
  readonly sorted: SourceOrder;
  /** Sorts by a column, or reverses the order if it is already sorted by it. */
  readonly press: (sort: SourceSort) => void;
}

/** Filter and order of the list, stored in the URL. */
export function useSourceUrl(): SourceUrl {
  const [q] = useUrlText('q');
  const [state] = useUrlChoice('state', STATE_FILTERS);
  const [sort] = useUrlChoice('sort', SOURCE_SORTS);
  const [order] = useUrlChoice('order', ORDERS);
  const setParams = useSetUrlParams();
  const sorted = { sort: sort ?? DEFAULT_SORT, order: order ?? firstOrder(sort ?? DEFAULT_SORT) };
  const press = (pressed: SourceSort): void => {
    const next = nextSourceOrder(sorted, pressed);
    setParams({
      sort: next.sort === DEFAULT_SORT ? null : next.sort,
      order: next.order === firstOrder(next.sort) ? null : next.order,
    });
  };
  return { filter: { q, state }, sorted, press };
}
