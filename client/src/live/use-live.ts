import { roomOf, type Status, type View } from '@tunnelwatch/shared/protocol';
import { use, useEffect, useSyncExternalStore } from 'react';
import { LiveContext } from './live-context.js';
import type { LinkInfo, LiveStore, RoomEntry } from './live-store.js';

/** The live store itself, for commands. */
export function useLiveStore(): LiveStore {
  const store = use(LiveContext);
  if (store === null) throw new Error('useLiveStore is used outside of LiveContext: wrap the page in it');
  return store;
}

/** A view's room, joined while the component is mounted. Pass a view with the same content to stay in the same room. */
export function useRoom<Shown extends View>(view: Shown): RoomEntry<Shown['view']> {
  return useRoomOf(useLiveStore(), view);
}

/** The same of a store that is not the one of the page, such as that of the present. */
export function useRoomOf<Shown extends View>(store: LiveStore, view: Shown): RoomEntry<Shown['view']> {
  const room = roomOf(view);
  useEffect(
    () => store.retain(view),
    // The room's name contains everything of the view, and views are often recreated at each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [store, room],
  );
  return useSyncExternalStore(
    (listener) => store.listen(listener),
    () => store.readRoom(view),
  );
}

/** Link state, gaps and clock offset. */
export function useLink(): LinkInfo {
  const store = useLiveStore();
  return useSyncExternalStore(
    (listener) => store.listen(listener),
    () => store.readLink(),
  );
}

export const STATUS_VIEW = { view: 'status' } as const satisfies View;

/** The monitor's status; null until the server has sent it. */
export function useStatus(): Status | null {
  return useRoom(STATUS_VIEW).state?.status ?? null;
}

/** Changes with every change of the inventory: data that was fetched with names is fetched again. */
export function useInventoryRevision(): number {
  return useStatus()?.inventoryRevision ?? 0;
}
