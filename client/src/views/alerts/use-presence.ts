import type { View } from '@tunnelwatch/shared/protocol';
import { useEffect } from 'react';
import { useOwnName } from '../../components/alert/operator-name.js';
import { useLiveStore, useRoom } from '../../live/use-live.js';

const ALERTS_VIEW = { view: 'alerts' } as const satisfies View;

/** Reports that this page shows an alert, and returns the names of the others who are viewing it. */
export function useOtherViewers(alertId: number): readonly string[] {
  const store = useLiveStore();
  const presence = useRoom(ALERTS_VIEW).state?.presence ?? null;
  const by = useOwnName();
  useEffect(() => {
    store.reportPresence({ alertId, by });
    return () => store.reportPresence({ alertId: null, by });
  }, [store, alertId, by]);
  const names = presence?.find((each) => each.alertId === alertId)?.names ?? [];
  return othersAmong(names, by);
}

/** The viewers except oneself; the server calls everybody without a name "somebody". */
export function othersAmong(names: readonly string[], own: string): readonly string[] {
  return names.filter((name) => name !== (own === '' ? 'somebody' : own));
}

/** "Bob is viewing this", "Ada and Bob are viewing this"; empty for nobody. */
export function viewersText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const last = names.at(-1) ?? '';
  const all = names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
  return `${all} ${names.length === 1 ? 'is' : 'are'} viewing this`;
}
