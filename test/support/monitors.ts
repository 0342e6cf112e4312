import { planOf } from '@tunnelwatch/server/core/notifications/plan';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { EventColumns } from '@tunnelwatch/server/core/events/event-columns';
import { Monitor, type MonitorOptions, type MonitorState } from '@tunnelwatch/server/core/monitor';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';

const catalogue = createCatalogue(BUILTIN_CATALOGUE);

/** What a monitor knows when it is started for the first time. */
export const NOTHING_KNOWN: MonitorState = {
  subjects: [],
  kinds: [],
  sources: [],
  gateways: [],
  alerts: [],
  lastAlertId: 0,
};

/** A monitor that nobody watches, with other options where a test names them. */
export function monitorOf(state: MonitorState, options: Partial<MonitorOptions> = {}): Monitor {
  return new Monitor(state, {
    catalogue,
    pastAfterMs: 15 * 60_000,
    mostAlertsPerRule: 1000,
    maxWindowMs: 86_400_000,
    storeOther: false,
    monitoring: null,
    tickMs: 1000,
    rules: null,
    diagnosis: null,
    plan: planOf([]),
    isWatched: false,
    startedAt: Date.now(),
    columns: () => new EventColumns(4096),
    ...options,
  });
}
