import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { Problem } from '@tunnelwatch/shared/error-code';
import type { View } from '@tunnelwatch/shared/protocol';
import { fetchAlert } from '../../../http/api.js';
import { useHttp } from '../../../http/use-http.js';
import { useRoom } from '../../../live/use-live.js';
import { useAsItWas } from '../../../history/history-context.js';

const ALERTS_VIEW: View = { view: 'alerts' };

/** One alert: live while it is among those that are sent, else as it was fetched; whichever has the higher version. */
export function useAlert(id: number): {
  readonly alert: ShownAlert | null;
  readonly problem: Problem | null;
  readonly reload: () => void;
} {
  const live = useRoom(ALERTS_VIEW).state?.alerts?.alerts.find((alert) => alert.id === id) ?? null;
  const asItWas = useAsItWas();
  const fetched = useHttp(`alert ${id} ${asItWas.at ?? ''}`, (signal) => fetchAlert(id, asItWas, signal), {
    keepOld: true,
  });
  const stored = fetched.data;
  const isLiveNewer = live !== null && (stored === null || live.version >= stored.version);
  return { alert: isLiveNewer ? live : stored, problem: fetched.problem, reload: fetched.reload };
}
