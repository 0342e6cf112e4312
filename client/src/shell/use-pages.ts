import { use } from 'react';
import { PresentContext } from '../history/history-context.js';
import { STATUS_VIEW, useLiveStore, useRoomOf } from '../live/use-live.js';
import { CLUSTER_PAGE, PAGES } from './pages.js';

type Page = (typeof PAGES)[number] | typeof CLUSTER_PAGE;

const WITH_CLUSTER: readonly Page[] = [...PAGES, CLUSTER_PAGE];

/** The pages of the navigation of this server, whatever time the page shows. */
export function usePages(): readonly Page[] {
  const shown = useLiveStore();
  const status = useRoomOf(use(PresentContext) ?? shown, STATUS_VIEW).state?.status;
  return status?.cluster == null ? PAGES : WITH_CLUSTER;
}
