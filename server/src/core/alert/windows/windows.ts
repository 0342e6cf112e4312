import type { Actor } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { MaintenanceWindow, MaintenanceWindowRequest, WindowResult } from '@tunnelwatch/shared/maintenance-window';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { problemDetails } from '@tunnelwatch/shared/error-code';
import type { Alert } from '@tunnelwatch/shared/alert';
import { gatewayOf } from '@tunnelwatch/shared/subject';

/** Windows that ended are listed for a week, and then forgotten; the audit trail keeps them. */
const KEPT_MS = 7 * DAY_MS;

/** A window that was created or changed; null for one that was dropped. */
export interface WindowChange {
  id: number;
  window: MaintenanceWindow | null;
}

/** A window with the name that its gateway has now. */
export function windowNow(window: MaintenanceWindow, nowOf: (gateway: string) => string): MaintenanceWindow {
  return window.gateway === null ? window : { ...window, gateway: nowOf(window.gateway) };
}

/** The maintenance windows, and their changes. */
export class Windows {
  private readonly byId = new Map<number, MaintenanceWindow>();
  private readonly changed = new Map<number, MaintenanceWindow | null>();
  private audit: AuditNote[] = [];
  private lastId: number;

  /** @param maxMs the longest that one may be, ms */
  constructor(
    stored: readonly MaintenanceWindow[],
    private readonly maxMs: number,
  ) {
    for (const window of stored) this.byId.set(window.id, window);
    this.lastId = Math.max(0, ...this.byId.keys());
  }

  /** The earliest first. */
  all(): MaintenanceWindow[] {
    return [...this.byId.values()].sort((a, b) => a.from - b.from || a.id - b.id);
  }

  add(body: MaintenanceWindowRequest, actor: Actor, now: number): WindowResult {
    if (body.until <= now) return refuse(400, 'it would already have ended: until is in the past');
    if (body.until - body.from > this.maxMs) {
      const most = formatSpan(this.maxMs);
      return refuse(400, `it may last ${most} at most (alerts.maxWindowHours): create another one for when it ends`);
    }
    this.forgetOld(now);
    return this.set({ id: ++this.lastId, by: actor.name, ...body }, null, actor, now, 'windowMade');
  }

  end(id: number, actor: Actor, now: number): WindowResult {
    const window = this.byId.get(id);
    if (window === undefined) return refuse(404, `no such maintenance window: ${String(id)}`);
    if (window.until <= now) return refuse(409, `maintenance window ${String(id)} has already ended`);
    return this.set({ ...window, until: now, from: Math.min(window.from, now) }, window, actor, now, 'windowClosed');
  }

  takeChanges(): WindowChange[] {
    const changes = [...this.changed].map(([id, window]) => ({ id, window }));
    this.changed.clear();
    return changes;
  }

  takeAudit(): AuditNote[] {
    const { audit } = this;
    this.audit = [];
    return audit;
  }

  private set(
    window: MaintenanceWindow,
    before: MaintenanceWindow | null,
    actor: Actor,
    at: number,
    action: string,
  ): WindowResult {
    this.byId.set(window.id, window);
    this.changed.set(window.id, window);
    const target = `window ${String(window.id)}`;
    this.audit.push({ at, actor, action, target, comment: window.comment, before, after: window, requestKey: null });
    return { ok: true, window };
  }

  private forgetOld(now: number): void {
    for (const { id, until } of this.byId.values()) {
      if (until > now - KEPT_MS) continue;
      this.byId.delete(id);
      this.changed.set(id, null);
    }
  }
}

function refuse(status: 400 | 404 | 409, detail: string): WindowResult {
  const code = status === 400 ? 'bad-request' : status === 404 ? 'not-found' : 'wrong-state';
  const title = status === 404 ? 'No such maintenance window' : 'Not possible';
  return { ok: false, problem: problemDetails(code, detail, { title }) };
}

/** The window that suppresses an alert at a time; undefined when none does. What it does not name it covers wholly. */
export function windowOf(
  windows: readonly MaintenanceWindow[],
  { subject, class: ofClass }: Alert,
  now: number,
): MaintenanceWindow | undefined {
  return windows.find(
    ({ from, until, gateway, matchkey, class: covered }) =>
      from <= now &&
      now < until &&
      (gateway === null || gatewayOf(subject) === gateway) &&
      (matchkey === null || (subject.kind === 'tunnel' && subject.matchkey === matchkey)) &&
      (covered === null || ofClass === covered),
  );
}
