import type { Change } from '@tunnelwatch/shared/protocol';

/** A client and the alert that it is viewing; null for none. */
export interface AlertViewer {
  client: string;
  name: string;
  alertId: number | null;
}

/** Maximum number of alerts whose viewers are listed. */
const MAX_LISTED = 200;

/** Who is viewing which alert right now, so that two people do not work on the same one. */
export class Presence {
  private readonly byClient = new Map<string, AlertViewer>();

  note(viewer: AlertViewer): void {
    if (viewer.alertId === null) this.byClient.delete(viewer.client);
    else this.byClient.set(viewer.client, viewer);
  }

  change(): Change {
    const byAlert = new Map<number, Set<string>>();
    for (const { alertId, name } of this.byClient.values()) {
      if (alertId === null) continue;
      const names = byAlert.get(alertId) ?? new Set();
      byAlert.set(alertId, names.add(name));
    }
    const viewers = [...byAlert].sort(([a], [b]) => a - b).slice(0, MAX_LISTED);
    return { kind: 'presence', viewers: viewers.map(([alertId, names]) => ({ alertId, names: [...names].sort() })) };
  }
}
