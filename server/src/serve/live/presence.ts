import type { Change } from '@tunnelwatch/shared/protocol';

/** A client looks at an alert; null when it no longer looks at any. */
export interface Look {
  client: string;
  name: string;
  alertId: number | null;
}

/** Alerts whose onlookers are told at the most. */
const MAX_TOLD = 200;

/** Who looks at which alert right now, so that two people do not work on the same. */
export class Presence {
  private readonly byClient = new Map<string, Look>();

  note(look: Look): void {
    if (look.alertId === null) this.byClient.delete(look.client);
    else this.byClient.set(look.client, look);
  }

  change(): Change {
    const byAlert = new Map<number, Set<string>>();
    for (const { alertId, name } of this.byClient.values()) {
      if (alertId === null) continue;
      const names = byAlert.get(alertId) ?? new Set();
      byAlert.set(alertId, names.add(name));
    }
    const looks = [...byAlert].sort(([a], [b]) => a - b).slice(0, MAX_TOLD);
    return { kind: 'looks', looks: looks.map(([alertId, names]) => ({ alertId, names: [...names].sort() })) };
  }
}
