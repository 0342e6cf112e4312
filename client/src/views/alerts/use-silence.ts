import type { AlertSilence } from '@tunnelwatch/shared/notification';
import { fetchSilences } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';

const REFRESH_MS = 30_000;

/** The silence of an alert in Alertmanager, which changes nothing here; undefined for none. */
export function useSilence(alertId: number): AlertSilence | undefined {
  const { data } = useApiQuery({
    key: ['silences'],
    load: fetchSilences,
    refreshMs: REFRESH_MS,
    sharedForMs: REFRESH_MS,
  });
  return data?.find((silence) => silence.alertId === alertId);
}
