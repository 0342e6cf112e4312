import type { Change } from '@tunnelwatch/shared/protocol';
import { named, namedTunnel, type Naming, shownAlert, shownWindow } from '../../../core/inventory/shown.js';

/** Changes with the current names: a past world has none of its own. */
export function nameChanges(changes: readonly Change[], names: Naming): Change[] {
  return changes.map((change) => nameChange(change, names));
}

function nameChange(change: Change, names: Naming): Change {
  switch (change.kind) {
    case 'worst':
      return { ...change, rows: change.rows.map((row) => namedTunnel(row, names)) };
    case 'alerts':
      return { ...change, alerts: change.alerts.map((alert) => shownAlert(alert, names)) };
    case 'events':
    case 'newest':
    case 'newestAdded':
      return { ...change, events: change.events.map((event) => named(event, names)) };
    case 'tunnel':
      return change.tunnel === null ? change : { ...change, tunnel: namedTunnel(change.tunnel, names) };
    case 'windows':
      return { ...change, windows: change.windows.map((window) => shownWindow(window, names)) };
    case 'status':
    case 'buckets':
    case 'gateways':
    case 'sources':
    case 'presence':
    case 'heat':
    case 'heatPatch':
      return change;
  }
}
