import { useEffect, useState, useSyncExternalStore, type RefObject } from 'react';
import type { VirtualListHandle } from '../../components/VirtualList.js';
import { fetchTunnels } from '../../http/api.js';
import { TunnelList, type TunnelListState } from './tunnel-list.js';
import type { TunnelQuery } from './tunnel-sort.js';

const REFRESH_MS = 5000;

/** The tunnels of a query, refreshed every few seconds while the page can be seen. */
export function useTunnelList(
  query: TunnelQuery,
  drawn: RefObject<VirtualListHandle | null>,
): { readonly state: TunnelListState; readonly list: TunnelList } {
  const [list] = useState(() => new TunnelList((request, signal) => fetchTunnels({ ...request }, signal), Date.now));
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
  const state = useSyncExternalStore(
    (listener) => list.listen(listener),
    () => list.read(),
  );
  return { state, list };
}
