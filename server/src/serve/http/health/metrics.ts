import { type Alert, ALERT_STATES, isOver, isOverState, isWaiting } from '@tunnelwatch/shared/alert';
import { PRIORITIES, type Priority } from '@tunnelwatch/shared/priority';
import type { SenderReport } from '@tunnelwatch/shared/sender';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { MAX_COUNTED_RULES, OTHER_RULES } from '../../live/opened-alerts.js';
import type { ApiContext } from '../api-context.js';
import { ClusterMetrics } from './cluster-metrics.js';

/**
 * How often the delay of the event loop is sampled. The default of 10 ms wakes an idle server a hundred times a second,
 * which cost more than following 3,000 quiet files.
 */
const LAG_SAMPLE_MS = 100;

/** Sums of others that are gauges and are called counters: promtool complains about them. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** The inputs of the metrics. */
export type MetricsContext = Pick<
  ApiContext,
  | 'version'
  | 'notReady'
  | 'sources'
  | 'senders'
  | 'alerts'
  | 'certificateEnd'
  | 'clients'
  | 'storage'
  | 'storeHealth'
  | 'notifications'
  | 'queryCounts'
  | 'pendingQueries'
  | 'limits'
  | 'model'
  | 'openedAlerts'
  | 'gatewayLife'
  | 'referenceTime'
  | 'cluster'
>;

/** Metrics of this server in the Prometheus text format; docs/metrics.md lists every name. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly sources = new SourceMetrics(this.registry);
  private readonly senders = new SenderMetrics(this.registry);
  private readonly server = new ServerMetrics(this.registry);
  private readonly certificates = new CertificateMetrics(this.registry);
  private readonly notifications = new NotificationMetrics(this.registry);
  private readonly use = new UseMetrics(this.registry);
  private readonly network = new NetworkMetrics(this.registry);
  private readonly cluster = new ClusterMetrics(this.registry);

  constructor(private readonly context: MetricsContext) {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LAG_SAMPLE_MS });
    for (const name of MISNAMED) this.registry.removeSingleMetric(name);
  }

  /** The media type of the metrics. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** All metrics as of now. */
  async text(): Promise<string> {
    this.sources.set(this.context.sources());
    this.senders.set(this.context.senders());
    this.server.set(this.context);
    this.certificates.set(this.context);
    this.use.set(this.context);
    this.network.set(this.context);
    this.cluster.set(this.context.cluster());
    this.notifications.set(await this.context.notifications.states());
    return this.registry.metrics();
  }
}

/** Lines of a source by result; lines = events + other + unreadable + empty. */
const COUNTS = [
  ['lines', 'Lines read'],
  ['events', 'Lines that became events'],
  ['unknown', 'Events that are not in the catalogue; included in events'],
  ['other', 'Lines of other categories'],
  ['unreadable', 'Lines that could not be read'],
] as const;

/** Lines of which something was assumed, by count and metric; also counted as what they were decoded to. */
const DOUBTS = [
  ['timeUnknown', 'time_unknown_lines_total', 'Lines without a time, which got the time of reading'],
  ['gatewayUnknown', 'gateway_unknown_lines_total', 'Lines that name no gateway, which got the name of their file'],
] as const;

/** States of a source that works normally. */
const WORKING: readonly SourceHealth['state'][] = ['starting', 'reading', 'idle'];

class SourceMetrics {
  private readonly counts: (readonly [name: (typeof COUNTS)[number][0], counter: Counter])[];
  private readonly doubts: (readonly [name: (typeof DOUBTS)[number][0], counter: Counter])[];
  private readonly kernelDrops: Counter;
  private readonly queueDrops: Counter;
  private readonly refusedSenders: Counter;
  private readonly claims: Counter;
  private readonly badFrames: Counter;
  private readonly lostBytes: Counter;
  private readonly up: Gauge;
  private readonly lagBytes: Gauge;
  private readonly lagSeconds: Gauge;
  private readonly lastLine: Gauge;
  private readonly connections: Gauge;
  private readonly waitingConnections: Gauge;
  private readonly overLimitConnections: Counter;

  constructor(registry: Registry) {
    const of = (name: string, help: string) => ({
      name: `tunnelwatch_source_${name}`,
      help,
      labelNames: ['source', 'kind'],
      registers: [registry],
    });
    this.counts = COUNTS.map(([name, help]) => [name, new Counter(of(`${name}_total`, help))] as const);
    this.doubts = DOUBTS.map(([count, name, help]) => [count, new Counter(of(name, help))] as const);
    this.kernelDrops = new Counter(
      of('kernel_drops_total', 'Datagrams that the kernel dropped because the receive buffer of a listener was full'),
    );
    this.queueDrops = new Counter(
      of('queue_drops_total', 'Datagrams that were dropped because the queue of the listener was full'),
    );
    this.refusedSenders = new Counter(
      of('refused_senders_total', 'Messages and connections of senders that a listener does not allow'),
    );
    this.claims = new Counter(of('claims_total', 'Lines that named a gateway which other senders log for'));
    this.badFrames = new Counter(of('bad_frames_total', 'Frames of a connection that could not be split'));
    this.lostBytes = new Counter(
      of('lost_bytes_total', 'Bytes of rotated files that were removed before they were read'),
    );
    this.up = new Gauge(of('up', '1 while a source is read, 0 while it is waiting, degraded or stopped'));
    this.lagBytes = new Gauge(of('lag_bytes', 'Bytes not yet stored'));
    this.lagSeconds = new Gauge(of('lag_seconds', 'How long the oldest unread byte has waited, at most'));
    this.lastLine = new Gauge(
      of('last_line_timestamp_seconds', 'When the newest line arrived; absent before the first'),
    );
    this.connections = new Gauge(of('connections', 'Connections that a listener reads'));
    this.waitingConnections = new Gauge(
      of('waiting_connections', 'Connections that have waited for more than a second, since too many are open'),
    );
    this.overLimitConnections = new Counter(
      of('over_limit_connections_total', 'Connections that were ended or refused because too many were open'),
    );
  }

  set(sources: readonly SourceHealth[]): void {
    for (const [, counter] of [...this.counts, ...this.doubts]) counter.reset();
    for (const each of [this.kernelDrops, this.queueDrops, this.refusedSenders, this.claims]) each.reset();
    this.badFrames.reset();
    for (const each of [this.lostBytes, this.up, this.lagBytes, this.lagSeconds, this.lastLine]) each.reset();
    for (const each of [this.connections, this.waitingConnections, this.overLimitConnections]) each.reset();
    for (const { name: source, kind, counts, lostBytes, state, lagBytes, lagMs, lastArrival, listener } of sources) {
      const labels = { source, kind };
      for (const [name, counter] of this.counts) counter.inc(labels, counts[name]);
      for (const [name, counter] of this.doubts) counter.inc(labels, counts[name]);
      this.lostBytes.inc(labels, lostBytes);
      this.up.set(labels, WORKING.includes(state) ? 1 : 0);
      this.lagBytes.set(labels, lagBytes);
      this.lagSeconds.set(labels, lagMs / 1000);
      if (lastArrival !== null) this.lastLine.set(labels, lastArrival / 1000);
      if (listener !== null) {
        this.refusedSenders.inc(labels, listener.refusedSenders);
        this.claims.inc(labels, listener.claims);
        this.badFrames.inc(labels, listener.badFrames);
      }
      if (listener?.protocol === 'udp') {
        if (listener.kernelDrops !== null) this.kernelDrops.inc(labels, listener.kernelDrops);
        this.queueDrops.inc(labels, listener.queueDrops);
      }
      if (listener === null || listener.protocol === 'udp') continue;
      this.connections.set(labels, listener.connections);
      this.waitingConnections.set(labels, listener.waitingConnections);
      this.overLimitConnections.inc(labels, listener.overLimitConnections);
    }
  }
}

/** Senders that invent names, and blocked ones: the sums, for who invents addresses too would fill the metrics with them. */
class SenderMetrics {
  private readonly refused: Counter;
  private readonly discarded: Counter;
  private readonly blocked: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.refused = new Counter({
      name: 'tunnelwatch_senders_refused_names_total',
      help: 'Lines that named a gateway, a tunnel or an interface beyond the limit of new names of their sender',
      labelNames: ['what'],
      registers,
    });
    this.discarded = new Counter({
      name: 'tunnelwatch_senders_discarded_total',
      help: 'Datagrams and connections of blocked senders that were discarded',
      registers,
    });
    this.blocked = new Gauge({ name: 'tunnelwatch_senders_blocked', help: 'Blocked senders', registers });
  }

  set(senders: readonly SenderReport[]): void {
    this.refused.reset();
    this.discarded.reset();
    const sum = (of: (sender: SenderReport) => number) => senders.reduce((all, each) => all + of(each), 0);
    this.refused.inc(
      { what: 'gateway' },
      sum(({ refusedGateways }) => refusedGateways),
    );
    this.refused.inc(
      { what: 'tunnel' },
      sum(({ refusedTunnels }) => refusedTunnels),
    );
    this.discarded.inc(sum(({ discarded }) => discarded));
    this.blocked.set(senders.filter(({ block }) => block !== null).length);
  }
}

/** States of alerts that ask for somebody, or will. */
const LASTING = ALERT_STATES.filter((state) => !isOverState(state));

/** What may keep an open store from accepting data. */
const PROBLEMS = ['missing', 'replaced', 'disk-full', 'read-only', 'locked', 'damaged', 'io', 'failed'] as const;

class ServerMetrics {
  private readonly build: Gauge;
  private readonly ready: Gauge;
  private readonly alerts: Gauge;
  private readonly clients: Gauge;
  private readonly problem: Gauge;
  private readonly damage: Counter;
  private readonly storeBytes: Gauge;
  private readonly freeBytes: Gauge;

  constructor(registry: Registry) {
    const of = metricsOf(registry);
    this.build = new Gauge(of('build_info', 'Always 1; the label is the running version', 'version'));
    this.ready = new Gauge(of('store_ready', '1 while the store accepts data and no damage is known, else 0'));
    this.problem = new Gauge(of('store_problem', '1 for the reason why the store refuses data, else 0', 'reason'));
    this.damage = new Counter(
      of('store_damage_total', 'Damaged parts of the store found since the start, each counted once', 'part'),
    );
    this.alerts = new Gauge(of('alerts', 'Alerts that are not resolved, by state and priority', 'state', 'priority'));
    this.clients = new Gauge(of('live_clients', 'Connected pages'));
    this.storeBytes = new Gauge(of('store_bytes', 'Size of the store on disk in bytes', 'part'));
    this.freeBytes = new Gauge(of('disk_free_bytes', 'Free bytes on the disk of the store'));
  }

  set({ version, notReady, alerts, clients, storage, storeHealth }: MetricsContext): void {
    this.build.set({ version }, 1);
    this.ready.set(notReady() === undefined ? 1 : 0);
    const { problem, damaged } = storeHealth();
    for (const reason of PROBLEMS) this.problem.set({ reason }, reason === problem ? 1 : 0);
    this.damage.reset();
    for (const part of ['segment', 'database'] as const) this.damage.inc({ part }, damaged[part]);
    this.alerts.reset();
    // An absent series cannot be distinguished from one that is 0.
    for (const state of LASTING) for (const priority of PRIORITIES) this.alerts.set({ state, priority }, 0);
    for (const alert of alerts()) {
      const { state, priority } = alert;
      if (!alert.isPast && !isOver(alert)) this.alerts.inc({ state, priority });
    }
    this.clients.set(clients());
    const room = storage();
    // Unknown until the store has measured it, within the first seconds.
    if (room === null) return;
    this.storeBytes.set({ part: 'database' }, room.bytes);
    this.storeBytes.set({ part: 'wal' }, room.walBytes);
    this.storeBytes.set({ part: 'unused' }, room.unusedBytes);
    if (room.freeBytes !== null) this.freeBytes.set(room.freeBytes);
  }
}

/** Whose certificate it is where no source shows it. */
const OF_PAGES = 'pages';

class CertificateMetrics {
  private readonly end: Gauge;

  constructor(registry: Registry) {
    const help = 'When the certificate in use ends: of the pages, or of a listener by its name';
    this.end = new Gauge(metricsOf(registry)('certificate_expiry_timestamp_seconds', help, 'of'));
  }

  set({ certificateEnd, sources }: MetricsContext): void {
    this.end.reset();
    const own = certificateEnd();
    if (own !== null) this.end.set({ of: OF_PAGES }, own / 1000);
    for (const { name, listener } of sources()) {
      if (listener?.certificate != null) this.end.set({ of: name }, listener.certificate.to / 1000);
    }
  }
}

/** Gateways of which it is told when they were last heard, those that have been known for longest. */
const MAX_HEARD = 250;

/** What happens in the network, as far as its series stay few: names of tunnels are no labels. */
class NetworkMetrics {
  private readonly failures: Counter;
  private readonly opened: Counter;
  private readonly open: Gauge;
  private readonly oldest: Gauge;
  private readonly heard: Gauge;
  private readonly silent: Gauge;
  private readonly tunnels: Gauge;

  constructor(registry: Registry) {
    const of = metricsOf(registry);
    this.failures = new Counter(
      of('failures_total', 'Failure events since the start, by gateway and class', 'gateway', 'class'),
    );
    this.opened = new Counter(of('alerts_opened_total', 'Alerts opened since the start', 'rule', 'priority'));
    this.open = new Gauge(of('alerts_open', 'Alerts that are not resolved, by rule and priority', 'rule', 'priority'));
    this.oldest = new Gauge(
      of('alert_oldest_unacknowledged_seconds', 'How long the oldest unacknowledged alert has waited', 'priority'),
    );
    this.heard = new Gauge(
      of('gateway_last_line_timestamp_seconds', 'When a line of a gateway last arrived', 'gateway'),
    );
    this.silent = new Gauge(of('gateways_silent', 'Gateways that are silent for longer than usual'));
    this.tunnels = new Gauge(of('tunnels_failing', 'Tunnels with failures within the last hour'));
  }

  set({ model, openedAlerts, alerts, gatewayLife, referenceTime }: MetricsContext): void {
    const { occurred, active, gateways } = model();
    this.failures.reset();
    for (const { gateway, class: failureClass, count } of occurred.list()) {
      this.failures.inc({ gateway, class: failureClass }, count);
    }
    this.opened.reset();
    for (const { rule, priority, count } of openedAlerts()) this.opened.inc({ rule, priority }, count);
    this.setAlerts([...alerts()], referenceTime());
    this.tunnels.set(active.size);
    this.setGateways([...gateways.values()], gatewayLife);
  }

  private setAlerts(alerts: readonly Alert[], now: number): void {
    this.open.reset();
    const rules = new Set<string>();
    const oldest = new Map<Priority, number>();
    for (const alert of alerts) {
      if (alert.isPast || isOver(alert)) continue;
      const { priority } = alert;
      const rule = rules.has(alert.rule) || rules.size < MAX_COUNTED_RULES ? alert.rule : OTHER_RULES;
      rules.add(rule);
      this.open.inc({ rule, priority });
      if (isWaiting(alert))
        oldest.set(priority, Math.min(alert.waitingSince || alert.openedAt, oldest.get(priority) ?? now));
    }
    for (const priority of PRIORITIES) this.oldest.set({ priority }, (now - (oldest.get(priority) ?? now)) / 1000);
  }

  private setGateways(
    gateways: readonly { gateway: string; since: number }[],
    gatewayLife: MetricsContext['gatewayLife'],
  ): void {
    this.heard.reset();
    let silent = 0;
    const known = gateways.toSorted((one, other) => one.since - other.since);
    for (const [index, { gateway }] of known.entries()) {
      const life = gatewayLife(gateway);
      if (life === undefined) continue;
      if (life.silence !== null) silent += 1;
      if (index < MAX_HEARD && life.lastArrival !== null) this.heard.set({ gateway }, life.lastArrival / 1000);
    }
    this.silent.set(silent);
  }
}

/** What people and programs ask of this server, and what limits refuse them. */
class UseMetrics {
  private readonly queries: Counter;
  private readonly pending: Gauge;
  private readonly limited: Counter;

  constructor(registry: Registry) {
    const of = (name: string, help: string, label: string) => ({
      name: `tunnelwatch_${name}`,
      help,
      labelNames: [label],
      registers: [registry],
    });
    this.queries = new Counter(of('queries_total', 'Questions to the store, by how they ended', 'outcome'));
    const pending = 'Questions to the store that wait or run';
    this.pending = new Gauge({ name: 'tunnelwatch_queries_pending', help: pending, registers: [registry] });
    this.limited = new Counter(of('limited_total', 'What limits have refused or closed since the start', 'limit'));
  }

  set({
    queryCounts,
    pendingQueries,
    limits,
  }: Pick<MetricsContext, 'queryCounts' | 'pendingQueries' | 'limits'>): void {
    this.pending.set(pendingQueries());
    this.queries.reset();
    this.limited.reset();
    for (const [outcome, count] of Object.entries(queryCounts())) this.queries.inc({ outcome }, count);
    for (const [limit, count] of Object.entries(limits.counts)) this.limited.inc({ limit }, count);
  }
}

class NotificationMetrics {
  private readonly queue: Gauge;
  private readonly lastSent: Gauge;
  private readonly askedToWait: Gauge;

  constructor(registry: Registry) {
    const of = metricsOf(registry);
    const help = 'Notifications waiting for delivery, and those that failed permanently within the last 30 days';
    this.queue = new Gauge(of('notifications', help, 'channel', 'state'));
    this.lastSent = new Gauge(
      of('notification_last_sent_timestamp_seconds', 'When a notification was last delivered', 'channel'),
    );
    const asked = 'Until when the receiver has asked to be left alone (Retry-After); absent when it has not';
    this.askedToWait = new Gauge(of('notification_retry_after_timestamp_seconds', asked, 'channel'));
  }

  set(states: Awaited<ReturnType<ApiContext['notifications']['states']>>): void {
    this.queue.reset();
    this.lastSent.reset();
    this.askedToWait.reset();
    for (const { name: channel, waiting, failed, lastSentAt, askedToWaitUntil } of states) {
      this.queue.set({ channel, state: 'waiting' }, waiting);
      this.queue.set({ channel, state: 'failed' }, failed);
      if (lastSentAt !== null) this.lastSent.set({ channel }, lastSentAt / 1000);
      if (askedToWaitUntil !== null) this.askedToWait.set({ channel }, askedToWaitUntil / 1000);
    }
  }
}

/** Describes metrics of the server in a registry: name without prefix, help, names of labels. */
function metricsOf(registry: Registry) {
  return (name: string, help: string, ...labelNames: string[]) => ({
    name: `tunnelwatch_${name}`,
    help,
    labelNames,
    registers: [registry],
  });
}
