import { useCallback, useEffect, useState, useSyncExternalStore, type RefObject } from 'react';
import { useNavigationType } from 'react-router';
import type { VirtualListHandle } from '../../components/list/use-virtual-rows.js';
import { fetchTunnels } from '../../http/api.js';
import { TunnelList, type TunnelListState } from './tunnel-list.js';
import type { TunnelQuery } from './tunnel-sort.js';

const REFRESH_MS = 5000;

interface Place {
  readonly query: string;
  readonly list: TunnelList;
  readonly offset: number;
}

/** The scroll position of the list: users who open a tunnel and go back want the row that they clicked. */
let left: Place | null = null;

interface TunnelListInUse {
  readonly state: TunnelListState;
  readonly list: TunnelList;
  /** Initial scroll position, CSS pixels from the top. */
  readonly initialOffset: number;
  /** Remembers the scroll position. */
  readonly onScroll: (offset: number) => void;
}

/** The tunnels of a query, refreshed every few seconds while the page is visible. */
export function useTunnelList(query: TunnelQuery, drawn: RefObject<VirtualListHandle | null>): TunnelListInUse {
  const name = JSON.stringify(query);
  const isReturn = useNavigationType() === 'POP';
  const [begin] = useState(() => (isReturn && left?.query === name ? left : freshPlace(name)));
  const { list } = begin;
  const { q, gateway, sort, order } = query;
  useEffect(() => {
    void list.show({ q, gateway, sort, order });
    return () => list.stop();
  }, [list, q, gateway, sort, order]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'hidden') return;
      const sight = drawn.current?.visible() ?? { first: 0, last: 0 };
      void list.refresh({ ...sight, isInUse: drawn.current?.isInUse() ?? false });
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [list, drawn]);
  const onScroll = useCallback(
    (offset: number) => {
      left = { query: name, list, offset };
    },
    [name, list],
  );
  const state = useSyncExternalStore(
    (listener) => list.listen(listener),
    () => list.read(),
  );
  return { state, list, initialOffset: begin.offset, onScroll };
}

function freshPlace(query: string): Place {
  return {
    query,
    list: new TunnelList((request, signal) => fetchTunnels({ ...request }, signal), Date.now),
    offset: 0,
  };
}
