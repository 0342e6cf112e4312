import type { View } from '@tunnelwatch/shared/protocol';
import { useEffect } from 'react';
import { useOwnName } from '../../components/alert/operator-name.js';
import { useLiveStore, useRoom } from '../../live/use-live.js';

const ALERTS_VIEW: View = { view: 'alerts' };

/** Says that this page looks at an alert, and gives the names of the others who do. */
export function useLookers(alertId: number): readonly string[] {
  const store = useLiveStore();
  const looks = useRoom(ALERTS_VIEW).state?.looks ?? null;
  const by = useOwnName();
  useEffect(() => {
    store.look({ alertId, by });
    return () => store.look({ alertId: null, by });
  }, [store, alertId, by]);
  const names = looks?.find((look) => look.alertId === alertId)?.names ?? [];
  return othersAmong(names, by);
}

/** Names of onlookers but one's own; who has given no name is told as the server tells it. */
export function othersAmong(names: readonly string[], own: string): readonly string[] {
  return names.filter((name) => name !== (own === '' ? 'somebody' : own));
}

/** "Bob is looking at this", "Ada and Bob are looking at this"; empty for nobody. */
export function lookersText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const last = names.at(-1) ?? '';
  const all = names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
  return `${all} ${names.length === 1 ? 'is' : 'are'} looking at this`;
}
