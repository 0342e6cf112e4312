import { SERVER_ACTOR } from '@tunnelwatch/shared/actor';
import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import type { AlertCause } from './alert-change.js';
import type { AlertList } from './alert-list.js';
import type { AlertSettings } from './alert-settings.js';
import { quietOf, turn } from './episode.js';
import { nextState } from './lifecycle.js';
import { windowOf } from '../windows/windows.js';

/** Changes of alerts caused by time alone. Each follows from the alert and the time, so a restart changes nothing. */
export class AlertClock {
  private windows: readonly MaintenanceWindow[] = [];

  constructor(
    private readonly list: AlertList,
    private readonly settings: AlertSettings,
  ) {}

  setWindows(windows: readonly MaintenanceWindow[]): void {
    this.windows = windows;
  }

  /** A new alert as it is to be stored: suppressed when an open window covers it. */
  suppressed(alert: Alert, now: number): Alert {
    const window = alert.isPast ? undefined : windowOf(this.windows, alert, now);
    if (window === undefined) return alert;
    return { ...alert, state: 'suppressed', windowId: window.id, isHushed: !window.notifyCritical };
  }

  tick(now: number): void {
    for (const alert of this.list.lasting()) if (!isOver(alert)) this.evaluate(alert, now);
  }

  private evaluate(alert: Alert, now: number): void {
    const { acknowledgement, shelf } = alert;
    let next = this.applyWindow(alert, now);
    if (acknowledgement?.until != null && acknowledgement.until <= now && next.state === 'acknowledged') {
      next = this.change(
        { ...next, acknowledgement: null, acknowledgedRate: null },
        'realarm',
        'acknowledgementExpired',
        now,
      );
    }
    if (shelf !== null && shelf.until <= now) next = this.endShelf(next, now);
    if (next.isChattering && now - (next.turns.at(-1) ?? 0) >= this.settings.chatterHoldMs) {
      next = this.keep({ ...next, isChattering: false, version: next.version + 1 }, 'calm', now);
    }
    // Conditions end when their rule says so; the end of events causes no event.
    const isOfEvents = next.messageId !== null || next.rule.startsWith('message');
    if (!isOfEvents || !next.isActive || next.isLatched) return;
    if (now - next.lastAt >= quietOf(next, this.settings))
      this.keep(turn(next, false, now, this.settings), 'returned', now);
  }

  private endShelf(alert: Alert, now: number): Alert {
    const ended = { ...alert, shelf: null };
    if (alert.state === 'shelved') return this.change(ended, 'unshelve', 'shelfExpired', now);
    return this.keep({ ...ended, version: alert.version + 1 }, 'shelfExpired', now);
  }

  private applyWindow(alert: Alert, now: number): Alert {
    const window = windowOf(this.windows, alert, now);
    if (window !== undefined && alert.windowId === null && nextState(alert, 'suppress') !== undefined) {
      const within = { ...alert, windowId: window.id, isHushed: !window.notifyCritical };
      return this.change(within, 'suppress', 'windowBegan', now);
    }
    if (window !== undefined || alert.windowId === null) return alert;
    const freed: Alert = { ...alert, windowId: null, isHushed: false };
    // It may still be shelved from before the window began.
    const onShelf = alert.shelf !== null && alert.shelf.until > now;
    if (onShelf) return this.keep({ ...freed, state: 'shelved', version: alert.version + 1 }, 'windowEnded', now);
    return this.change(freed, 'unsuppress', 'windowEnded', now);
  }

  private change(alert: Alert, input: Parameters<typeof nextState>[1], cause: AlertCause, now: number): Alert {
    const state = nextState(alert, input) ?? alert.state;
    return this.keep({ ...alert, state, version: alert.version + 1 }, cause, now);
  }

  private keep(alert: Alert, cause: AlertCause, now: number): Alert {
    return this.list.keep(alert, { at: now, actor: SERVER_ACTOR, cause });
  }
}
