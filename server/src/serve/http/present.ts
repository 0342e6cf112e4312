import type { Alert, ShownAlert } from '@tunnelwatch/shared/alert';
import type { ClusterSeen } from '@tunnelwatch/shared/cluster-view';
import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
import type { Explanation } from '@tunnelwatch/shared/explanation';
import type { AlertMember } from '../../core/alert/registry/folding.js';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { named, namedTunnel, type Naming, shownAlert, shownWindow } from '../../core/inventory/shown.js';
import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import type { LineSample, SourceHealth } from '@tunnelwatch/shared/source-health';
import { meaningsOf } from '@tunnelwatch/shared/parameter-meaning';
import type { Gateway, Tunnel } from '@tunnelwatch/shared/tunnel';
import { iso, isoOrNull } from '@tunnelwatch/shared/iso-time';

/** Objects as HTTP returns them: the same fields, times in ISO 8601. */

export function presentEvent(event: TunnelwatchEvent, names: Naming) {
  const times = { time: iso(event.time), receivedTime: iso(event.receivedTime) };
  return { ...named(event, names), ...times, meanings: meaningsOf(event) };
}

export function presentAlert(alert: Alert, names: Naming) {
  return presentShownAlert(shownAlert(alert, names));
}

/** An alert that already has its names. */
export function presentShownAlert(alert: ShownAlert) {
  const { acknowledgement, shelf, closure } = alert;
  return {
    ...alert,
    firstTime: iso(alert.firstTime),
    lastTime: iso(alert.lastTime),
    openedAt: iso(alert.openedAt),
    lastAt: iso(alert.lastAt),
    // Alerts of older releases do not say.
    toldAt: iso(alert.toldAt || alert.openedAt),
    waitingSince: iso(alert.waitingSince || alert.openedAt),
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

/** How a line is read. */
export function presentExplanation(explanation: Explanation) {
  const { headers, time, receivedTime } = explanation;
  return {
    ...explanation,
    headers: headers.map((header) => ({ ...header, time: isoOrNull(header.time) })),
    time: time === null ? null : { ...time, at: iso(time.at) },
    receivedTime: receivedTime === null ? null : { ...receivedTime, at: iso(receivedTime.at) },
  };
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
  const { lastTime, lastArrival, silence, switchOvers } = gateway;
  return {
    ...gateway,
    lastTime: isoOrNull(lastTime),
    lastArrival: isoOrNull(lastArrival),
    silence: silence === null ? null : { ...silence, since: iso(silence.since) },
    switchOvers: switchOvers.map((each) => ({ ...each, at: iso(each.at) })),
  };
}

export function presentCluster({ status, at }: ClusterSeen) {
  const { since, stream } = status;
  return {
    ...status,
    at: iso(at),
    since: isoOrNull(since),
    stream: stream === null ? null : { ...stream, firstAt: isoOrNull(stream.firstAt) },
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
    doubtSamples: source.doubtSamples.map(sample),
  };
}
