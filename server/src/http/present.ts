import type { Alert } from '@tunnelwatch/shared/alert';
import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
import type { AlertMember } from '../alert/folding.js';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { named, namedTunnel, type Naming, shownAlert, shownWindow } from '../inventory/shown.js';
import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import type { LineSample, SourceHealth } from '@tunnelwatch/shared/source-health';
import type { Gateway, Tunnel } from '@tunnelwatch/shared/tunnel';

/** Our objects as HTTP gives them: the same fields, times in ISO 8601. */

/** The years 0000 to 9999, which is all that ISO 8601 in its usual form can say; times beyond come from hostile stamps. */
const LEAST_MS = Date.parse('0000-01-01T00:00:00Z');
const MOST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Epoch milliseconds as ISO 8601 in UTC. */
export function iso(time: number): string {
  return new Date(Math.min(Math.max(time, LEAST_MS), MOST_MS)).toISOString();
}

function isoOrNull(time: number | null): string | null {
  return time === null ? null : iso(time);
}

export function presentEvent(event: TunnelwatchEvent, names: Naming) {
  return { ...named(event, names), time: iso(event.time), receivedTime: iso(event.receivedTime) };
}

export function presentAlert(alert: Alert, names: Naming) {
  const { acknowledgement, shelf, closure } = alert;
  return {
    ...shownAlert(alert, names),
    firstTime: iso(alert.firstTime),
    lastTime: iso(alert.lastTime),
    openedAt: iso(alert.openedAt),
    lastAt: iso(alert.lastAt),
    turns: alert.turns.map(iso),
    acknowledgement:
      acknowledgement === null
        ? null
        : { ...acknowledgement, at: iso(acknowledgement.at), until: isoOrNull(acknowledgement.until) },
    shelf: shelf === null ? null : { ...shelf, at: iso(shelf.at), until: iso(shelf.until) },
    closure: closure === null ? null : { ...closure, at: iso(closure.at) },
    verdict: presentVerdict(alert.verdict),
  };
}

export function presentMember({ subject, count, firstTime, lastTime }: AlertMember, names: Naming) {
  return { ...named({ subject }, names), count, firstTime: iso(firstTime), lastTime: iso(lastTime) };
}

function presentVerdict(verdict: TunnelVerdict | null) {
  return verdict === null ? null : { ...verdict, since: iso(verdict.since) };
}

export function presentTunnel(tunnel: Tunnel, names: Naming) {
  const { firstTime, lastTime, verdict } = tunnel;
  return {
    ...namedTunnel(tunnel, names),
    firstTime: iso(firstTime),
    lastTime: iso(lastTime),
    verdict: presentVerdict(verdict),
  };
}

export function presentWindow(window: MaintenanceWindow, names: Naming) {
  return { ...shownWindow(window, names), from: iso(window.from), until: iso(window.until) };
}

export function presentGateway(gateway: Gateway) {
  const { lastTime, lastArrival, silence } = gateway;
  return {
    ...gateway,
    lastTime: isoOrNull(lastTime),
    lastArrival: isoOrNull(lastArrival),
    silence: silence === null ? null : { ...silence, since: iso(silence.since) },
  };
}

export function presentSource(source: SourceHealth) {
  const sample = (each: LineSample) => ({ ...each, at: iso(each.at) });
  return {
    ...source,
    lastArrival: isoOrNull(source.lastArrival),
    lastTime: isoOrNull(source.lastTime),
    silence: source.silence === null ? null : { ...source.silence, since: iso(source.silence.since) },
    pastError: source.pastError === null ? null : { ...source.pastError, at: iso(source.pastError.at) },
    unreadableSamples: source.unreadableSamples.map(sample),
    unknownSamples: source.unknownSamples.map(sample),
  };
}
