import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Logger } from 'pino';
import type { StoreDamage } from '@tunnelwatch/shared/storage';
import type { Catalogue } from '../core/classify/catalogue.js';
import { notificationPlan } from '../config/route-schema.js';
import { diagnosisOf } from '@tunnelwatch/shared/diagnosis-settings';
import { rulesOf } from '../config/rules-schema.js';
import {
  clusterOf,
  type FileSettings,
  fileGroups,
  listenersOf,
  nameLimitsOf,
  retentionOf,
  type ServerSettings,
  type Settings,
} from '../config/settings.js';
import { settingChanges, type SharedSettings, sharedSettingsOf } from '../config/shared-settings.js';
import { createAuditPublisher, receiverOf } from './audit-publisher.js';
import { AuditWatch } from './audit-watch.js';
import { ConnectionLimits } from './connection-limits.js';
import { askerKey, type Principal } from '../serve/people/principal.js';
import type { ReloadReport } from './control/control-protocol.js';
import { startCollector } from './collector.js';
import { startControlServer } from './control/control-server.js';
import { backUpAll } from './back-up-all.js';
import { type AppPeople, openAppPeople, openPeopleStore, openReplica, openSingleSignOn } from './people-set-up.js';
import type { People } from '../serve/people/people.js';
import type { FirstAdmin } from '../serve/people/replica/people-replica.js';
import { createHostCheck } from './host-check.js';
import { makeCopy } from './make-copy.js';
import { AttemptRelay } from '../serve/people/replica/attempt-relay.js';
import { PeopleSeal } from '../serve/people/replica/people-seal.js';
import { createSignInLimits } from '../serve/people/sign-in-limits.js';
import { OwnCertificate } from './own-certificate.js';
import { createWebServer, isSecureBy } from './web-server.js';
import { actorBehind, CommandDoor } from '../serve/commands/command-door.js';
import { createHttpApp } from '../serve/http/http-app.js';
import { loadCatalogue } from '../config/load-catalogue.js';
import type { MonitoringSettings } from '../core/alert/monitoring/health-monitor.js';
import { SearchDesk } from '../serve/search/search-desk.js';
import type { Mail } from '../serve/notify/mail.js';
import { LimitWatch } from '../serve/limits/limit-watch.js';
import { StoreAdmission } from '../serve/http/request-asker.js';
import { IngestThread } from '../ingest/ingest-thread.js';
import type { Deliverer } from '../serve/notify/deliverer.js';
import { AcknowledgeLinks } from '../serve/notify/acknowledge-link.js';
import { mergeNotifications } from '../serve/notify/merged-notifications.js';
import { NotificationEditor } from '../serve/notify/notification-editor.js';
import { OutageNotice } from '../serve/notify/outage-notice.js';
import { Notifier } from './notifier.js';
import { clientAddress } from '../serve/client-address.js';
import { isAllowedOrigin } from '../serve/origin.js';
import { Hub, worldOptions } from './hub.js';
import { logPeople } from './people-log.js';
import { loggedSettings } from '../config/logged-settings.js';
import { recordMinutes } from '../serve/past/minute-recorder.js';
import { ThreadedPast } from '../serve/past/threaded-past.js';
import { LiveServer } from '../serve/live/live-server.js';
import { startDemoGateway } from '../simulator/feeder.js';
import { openThreadedOutbox } from '../store/outbox/threaded-outbox.js';
import type { OutboxStore, ReadableStore } from '../store/queries.js';
import { type AuditKey, type AuditKeys, openAuditKeys } from '../store/audit/audit-key.js';
import { SubjectReader } from '../store/sqlite/subject-reader.js';
import { SERVER_ASKER, ThreadedReader } from '../store/reader/threaded-reader.js';
import { isAboutDamage } from '../store/store.js';
import { CLIENT_DIRECTORY, VERSION } from '../installation.js';

/** A running server. */
export interface App {
  /** URL of the pages. */
  url: string;
  /** The one-time password of the first admin, if this was the first start. */
  firstPassword: string | undefined;
  /** True until somebody has set their own password. */
  isUnclaimed: boolean;
  /** On a node of a cluster without users: where the first admin is made; null where there was one. */
  firstAdmin: Promise<FirstAdmin | null> | undefined;
  /**
   * Takes anew what can change while it runs: the certificate of the pages, channels and routes.
   * @param loaded the configuration as it is now; undefined when it has errors
   * @returns what has changed of it, in words
   */
  reload: (loaded: Settings | undefined) => string[];
  stop: () => Promise<void>;
}

export interface AppOptions {
  settings: ServerSettings;
  /** Folder of the people database: the demo shares it with real sources. */
  peopleDirectory: string;
  log: Logger;
  /** On a node of a cluster. */
  shared?: SharedParts;
  /** Reads the configuration again, for a command. */
  onReload: () => ReloadReport;
  /** The ingest thread ended unexpectedly: the program must end too. */
  onFailure: (reason: string) => void;
}

/** The settings that all nodes of a cluster share: those of the options, where the cluster has told of any. */
export interface SharedParts {
  /** What the configuration of this machine says. */
  file: SharedSettings;
  /** Others are in force from the next input on: this server has to be stopped, and started with them. */
  onSuperseded: () => void;
}

/** Creates the stages and connects them. They are stopped in reverse: the sources first, the store last. */
export async function startApp({
  settings: configured,
  peopleDirectory,
  shared,
  log,
  onReload,
  onFailure,
}: AppOptions): Promise<App> {
  const catalogue = catalogueOf(configured);
  const onError = (error: unknown) => {
    // Damage is logged once, by name.
    if (error !== undefined && !isAboutDamage(error)) log.error({ err: error }, 'unexpected error');
  };
  log.info({ version: VERSION, configuration: loggedSettings(configured) }, 'configuration in force');
  // The first line that is read may raise an alert: by then it must be known who is told.
  const peopleStore = openPeopleStore(configured, peopleDirectory);
  const settings = { ...configured, ...mergeNotifications(configured, peopleStore).settings };
  const certificate = openCertificate(settings, log, (message) => {
    hub.noteCertificate(message);
  });
  const singleSignOn = await openSingleSignOn(settings, log, onError);
  const demo = settings.demo ? await startDemo(settings, onError) : undefined;
  const auditKeys = openAuditKeys({ keyFile: settings.audit.keyFile, dataDirectory: settings.data });
  const groups = [...fileGroups(settings.sources), ...(demo === undefined ? [] : [demoGroup(demo.files)])];
  const hub = new Hub({ settings, catalogue, version: VERSION, clock: Date.now, log });
  const told: {
    deliverer?: Deliverer;
    outage?: OutageNotice;
    isActing: boolean;
    editor?: NotificationEditor;
    people?: People;
  } = {
    isActing: clusterOf(settings) === null,
  };
  const replica = openReplica(clusterOf(settings), {
    store: peopleStore,
    keys: auditKeys,
    send: (id, body) => ingest.sendPeople(id, body),
    onApplied: (tables) => {
      if (tables.has('channel') || tables.has('route_list')) told.editor?.takeStored();
      told.people?.changedElsewhere();
    },
    warn: (message) => {
      log.warn(message);
    },
    onError,
  });
  const cluster = clusterOf(settings);
  const signInLimits = createSignInLimits((counted) => {
    if (cluster !== null) attempts.tell(counted);
  });
  const attempts: AttemptRelay = new AttemptRelay({
    seal: new PeopleSeal(auditKeys),
    limits: signInLimits,
    tell: (message) => {
      ingest.thread.notify('tellAttempts', message);
    },
    clock: Date.now,
  });
  const data = {
    ...pipelineData(settings, groups, auditKeys.current),
    people: replica?.position ?? null,
    fileSettings: shared?.file ?? null,
  };
  const ingest: IngestThread = new IngestThread(data, {
    ...hub.ingestNotices,
    outbox: (made, results) => {
      told.deliverer?.stored(results);
      if (made > 0) told.deliverer?.wake();
    },
    unstored: (unstored) => {
      told.outage?.note(unstored);
    },
    copyWanted: (copy) => {
      makeCopy({ copy, dataDirectory: settings.data, peopleDirectory, seal: new PeopleSeal(auditKeys) }).then(
        (files) => {
          ingest.thread.notify('giveCopy', copy, files, null);
        },
        (error: unknown) => {
          ingest.thread.notify('giveCopy', copy, [], error instanceof Error ? error.message : String(error));
        },
      );
    },
    acting: (isActing) => {
      told.isActing = isActing;
      told.deliverer?.act(isActing).catch(onError);
    },
    people: (message) => {
      replica?.take(message);
    },
    peopleAtEnd: () => {
      replica?.reachEnd();
    },
    superseded: () => shared?.onSuperseded(),
    attempts: (message) => {
      attempts.take(message).catch(onError);
    },
  });
  void ingest.thread.ended.then((reason) => {
    if (reason !== undefined) onFailure(reason.message);
  });
  const collector = cluster === null ? undefined : startCollector({ settings, cluster, log, onFailure });
  await hub.storeReady;
  const stores = openStores(settings, (damage) => {
    hub.noteDamage(damage);
  });
  const reader = stores.reader.for(SERVER_ASKER);
  await hub.start((asker) => stores.reader.for(asker), stores.subjects);
  hub.raiseThrough((rule, message) => {
    ingest.thread.notify('noteStore', rule, message);
  });
  const auditWatch = createAuditWatch({ settings, hub, reader, keys: auditKeys, log });
  await auditWatch.start();
  const appPeople = await openAppPeople({
    settings,
    singleSignOn,
    onError,
    store: peopleStore,
    enter: (notes) => {
      logPeople(log, notes);
      return ingest.note(notes);
    },
    onTrouble: (message) => {
      hub.notePeople(message);
    },
    replica,
    limits: signInLimits,
  });
  told.people = appPeople.people;
  const acknowledgeLinks = new AcknowledgeLinks(auditKeys.current.secret, Date.now);
  const notifier = createNotifier({
    settings,
    log,
    hub,
    stores,
    ingest,
    catalogue,
    acknowledgeLinks,
    onError,
    isActing: told.isActing,
  });
  const { deliverer } = notifier;
  const editor = new NotificationEditor({
    people: appPeople.people,
    file: configured,
    apply: (changed) => notifier.change(changed),
  });
  // Meanwhile another node may have changed what is in force.
  if (replica !== undefined) editor.takeStored();
  told.editor = editor;
  for (const text of editor.asideNotes()) log.warn(text);
  told.deliverer = deliverer;
  told.outage = new OutageNotice({ channels: () => deliverer.channels(), clock: Date.now, onError });
  await deliverer.start();
  const past = createPast(settings, hub);
  const endRecords = startRecords(hub, ingest);
  const limits = new LimitWatch({
    raise: (message) => {
      hub.noteShutOut(message);
    },
  });
  const { http, live, search } = createServers({
    settings,
    auditWatch,
    hub,
    stores,
    ingest,
    notifier,
    editor,
    acknowledgeLinks,
    appPeople,
    past,
    limits,
    onError,
    log,
    certificate,
    onPeopleChange: () => {
      replica?.poke();
    },
  });
  const control = await startControlServer({
    dataDirectory: settings.data,
    ingest: (files, onProgress) => ingest.readFiles(files, onProgress),
    backup: (request, onProgress) =>
      backUpAll({ ...request, dataDirectory: settings.data, peopleDirectory }, onProgress),
    reload: onReload,
    applyConfig: async ({ settings: wanted, by, isDryRun }) => {
      if (cluster === null) throw new Error('this server is the only one: it takes its configuration when it starts');
      const changes = settingChanges(sharedSettingsOf(configured), wanted);
      if (!isDryRun && changes.length > 0) await ingest.applySettings(wanted, by);
      return { changes };
    },
    onError,
  });
  const connections = trackConnections(http);
  const url = await listen(http, settings);
  return {
    url,
    firstPassword: appPeople.firstPassword,
    isUnclaimed: appPeople.isUnclaimed,
    firstAdmin: appPeople.firstAdmin,
    reload: (loaded) => {
      certificate?.reload();
      if (cluster !== null && loaded !== undefined) noteFile(loaded, ingest, log);
      // A demo notifies nobody, whatever the configuration says.
      return loaded === undefined || settings.demo ? [] : editor.takeFile({ ...loaded, demo: false });
    },
    stop: async () => {
      await demo?.stop();
      control.close();
      // Upgraded connections too: a sleeping laptop that never answers must not delay the stop.
      for (const socket of connections) socket.destroy();
      await live.close();
      limits.close();
      search.close();
      replica?.close();
      appPeople.people.close();
      hub.close();
      told.outage?.close();
      await deliverer.close();
      endRecords();
      await past.close();
      // The readers are closed before the writer: the last connection must be able to clean up the write-ahead log. When
      // the files are no longer ours it must not: it would remove another server's files by name.
      const isGone = hub.isStoreGone;
      if (!isGone) await auditWatch.close();
      if (!isGone) await stores.close();
      await collector?.close();
      await ingest.thread.close();
      if (isGone) await stores.close();
    },
  };
}

/** The certificate of the pages; null without TLS. @throws Error when it cannot be used: before anything is opened */
function openCertificate(
  { tls }: ServerSettings,
  log: Logger,
  onProblem: (message: string | null) => void,
): OwnCertificate | null {
  const { certificate, key } = tls;
  if (certificate === null || key === null) return null;
  const onRenewed = (message: string) => {
    log.info(message);
  };
  return new OwnCertificate({ certificate, key, clock: Date.now, onProblem, onRenewed });
}

/** Tells a node what its configuration says now. */
function noteFile(loaded: Settings, ingest: IngestThread, log: Logger): void {
  try {
    ingest.thread.notify('setFileSettings', sharedSettingsOf(loaded));
  } catch (error) {
    log.error(error instanceof Error ? error.message : String(error));
  }
}

/** Watches over the audit trail, and publishes its head. */
function createAuditWatch({
  settings,
  hub,
  reader,
  keys,
  log,
}: Pick<ServerParts, 'settings' | 'hub' | 'log'> & { reader: ReadableStore; keys: AuditKeys }): AuditWatch {
  const { publish: url, allowPrivate } = settings.audit;
  return new AuditWatch({
    reader,
    keys,
    log,
    dataDirectory: settings.data,
    publish: url === null ? null : createAuditPublisher({ url, allowPrivate }),
    receiver: url === null ? null : receiverOf(url),
    clock: Date.now,
    onProblem: (message) => {
      hub.noteAudit(message);
    },
  });
}

function catalogueOf(settings: ServerSettings): Catalogue {
  const loaded = loadCatalogue(settings.catalogue);
  if (loaded.ok) return loaded.catalogue;
  throw new Error(loaded.errors.map((error) => error.message).join('; '));
}

/** Reading connections. */
interface Stores {
  /** Answers in turn by asker; what takes long moves to a thread of its own. */
  reader: ThreadedReader;
  /** Looks up names that are not in memory. */
  subjects: SubjectReader;
  /** What is to be delivered: it waits for nobody's query. */
  outbox: Pick<OutboxStore, 'dueEntries'>;
  close: () => Promise<void>;
}

function openStores({ data, notifications }: ServerSettings, onDamage: (damage: StoreDamage) => void): Stores {
  const reader = new ThreadedReader(data, onDamage);
  const subjects = new SubjectReader(data);
  // Without channels nothing is delivered; a reload may add some.
  let outbox = notifications.length === 0 ? undefined : openThreadedOutbox(data, onDamage);
  return {
    reader,
    subjects,
    outbox: {
      dueEntries: (request) => {
        outbox ??= openThreadedOutbox(data, onDamage);
        return outbox.dueEntries(request);
      },
    },
    close: async () => {
      subjects.close();
      await Promise.all([reader.close(), outbox?.close()]);
    },
  };
}

interface ServerParts {
  settings: ServerSettings;
  log: Logger;
  hub: Hub;
  auditWatch: AuditWatch;
  stores: Stores;
  ingest: IngestThread;
  notifier: Notifier;
  editor: NotificationEditor;
  acknowledgeLinks: AcknowledgeLinks;
  appPeople: AppPeople;
  past: ThreadedPast;
  limits: LimitWatch;
  onError: (error: unknown) => void;
}

/** The time machine; it shows past worlds with the current settings. */
function createPast(settings: ServerSettings, hub: Hub): ThreadedPast {
  const world = worldOptions(settings, VERSION);
  const data = { dataDirectory: settings.data, catalogueFile: settings.catalogue, world };
  return new ThreadedPast(data, (damage) => {
    hub.noteDamage(damage);
  });
}

/** The monitor's own state is recorded once a minute, for the time machine. */
function startRecords(hub: Hub, ingest: IngestThread): () => void {
  return recordMinutes({
    record: () => hub.record(),
    keep: (record) => {
      ingest.thread.notify('keepRecord', record);
    },
    clock: Date.now,
  });
}

/** Delivers notifications; it begins with what an earlier run has left. */
function createNotifier({
  settings,
  log,
  hub,
  stores,
  ingest,
  catalogue,
  acknowledgeLinks,
  onError,
  isActing,
}: Pick<ServerParts, 'settings' | 'log' | 'hub' | 'stores' | 'ingest' | 'acknowledgeLinks' | 'onError'> & {
  catalogue: Catalogue;
  isActing: boolean;
}): Notifier {
  return new Notifier(settings, {
    alerts: hub.alerts,
    names: hub.names,
    entryOf: (id) => catalogue.byId(id),
    acknowledgeLinks,
    outbox: stores.outbox,
    summaries: stores.reader.for(SERVER_ASKER),
    report: (results) => {
      ingest.thread.notify('storeResults', results);
    },
    setPlan: (plan) => {
      ingest.thread.notify('setPlan', plan);
    },
    warn: (message) => {
      log.warn(message);
    },
    onError,
    isActing,
    clock: Date.now,
    chance: Math.random,
  });
}

function createServers({
  settings,
  auditWatch,
  hub,
  stores,
  ingest,
  notifier,
  editor,
  acknowledgeLinks,
  appPeople,
  past,
  limits,
  onError,
  log,
  certificate,
  onPeopleChange,
}: ServerParts & { certificate: OwnCertificate | null; onPeopleChange: () => void }): {
  http: Server;
  live: LiveServer;
  search: SearchDesk;
} {
  const { basePath, trustedProxies } = settings;
  const { desk, people } = appPeople;
  const door = new CommandDoor(
    (name, request, actor) => ingest.carryOut(name, request, actor),
    () => hub.cutOffProblem(),
  );
  const { deliverer } = notifier;
  const notifications = {
    states: () => deliverer.states(),
    test: (name: string) => deliverer.test(name),
    mail: (name: string, mail: Mail) => deliverer.mail(name, mail),
    silenced: () => notifier.silenced(),
    checkLink: (alertId: number, token: string) => acknowledgeLinks.check(alertId, token),
    editor: () => editor,
  };
  const { reader } = stores;
  const { admit } = new StoreAdmission(limits);
  const asked = reader.for(admit);
  const apiContext = hub.apiContext({ reader: asked, alertStore: asked }, door);
  const search = new SearchDesk({ ...apiContext, onError });
  const context = {
    ...apiContext,
    notifications,
    publicUrl: settings.publicUrl,
    admit,
    search: search.search,
    auditState: () => auditWatch.state,
    certificateEnd: () => certificate?.validTo ?? null,
    past,
    limits,
    queryCounts: () => reader.counts,
    pendingQueries: () => reader.pending,
    clients: (): number => live.clients,
  };
  const hosts = createHostCheck(settings, (message) => {
    log.warn(message);
  });
  const border = { isAllowedOrigin, isAllowedHost: hosts.isAllowed, onError, clock: Date.now, basePath };
  const hasTls = certificate !== null;
  const onKnown = (socket: Socket, principal: Principal, address: string): void => {
    connections.noteKnown(socket, askerKey(principal, address), principal.kind === 'open');
  };
  const http = createWebServer(
    createHttpApp({
      ...border,
      context,
      clientDirectory: CLIENT_DIRECTORY,
      desk,
      trustedProxies,
      isTrustedHost: hosts.isTrusted,
      hostRemedy: hosts.remedy,
      onKnown,
      hasTls,
      siteTimeZone: settings.timeZone,
      metricsAccess: settings.openMetrics ? 'anyone' : 'viewer',
    }),
    certificate,
  );
  const isSecure = isSecureBy(trustedProxies);
  const addressOf = clientAddress(trustedProxies);
  const connections = new ConnectionLimits(http, { trustedProxies, limits });
  const live: LiveServer = new LiveServer({
    ...border,
    door,
    http,
    publisher: () => hub.publisher,
    onPresence: (viewer) => hub.notePresence(viewer),
    authenticate: (request) => {
      const asking = { headers: request.headers, isSecure: isSecure(request) };
      const principal = desk.authenticate(asking);
      if (principal === undefined) desk.refuseToken(asking, addressOf(request));
      return principal;
    },
    renew: (principal) => desk.renew(principal),
    hasWall: (id) => desk.wallOf(id) !== undefined,
    onForbidden: (asker, target, { detail }) => {
      desk.refuse({ action: 'refused', actor: actorBehind(asker), target, comment: detail });
    },
    isSecure,
    addressOf,
    limits,
    onKnown,
  });
  people.onChange(() => {
    live.recheck();
    onPeopleChange();
  });
  hub.sendTo({
    delta: (delta) => {
      live.send(delta);
    },
    whole: (snapshot) => {
      live.sendWhole(snapshot);
    },
  });
  hub.findWalls(desk.wallOf);
  return { http, live, search };
}

function trackConnections(http: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  http.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return connections;
}

/** The files of the simulated gateway; their time stamps are in UTC. */
function demoGroup(files: readonly string[]): FileSettings {
  return { files, gateway: null, timeZone: 'UTC', format: null };
}

function startDemo(settings: ServerSettings, onError: (error: unknown) => void) {
  return startDemoGateway({ directory: settings.data, seed: 1, clock: Date.now, onError });
}

function pipelineData(settings: ServerSettings, groups: readonly FileSettings[], auditKey: AuditKey) {
  return {
    dataDirectory: settings.data,
    auditKey,
    catalogueFile: settings.catalogue,
    groups: [...groups],
    listeners: listenersOf(settings.sources),
    syslog: settings.syslog,
    timeZone: settings.timeZone,
    maxLineBytes: settings.ingest.maxLineBytes,
    pollMs: settings.ingest.pollMs,
    pastAfterMs: settings.alerts.pastAfterMinutes * 60_000,
    mostAlertsPerRule: settings.alerts.mostPerRule,
    maxWindowMs: settings.alerts.maxWindowHours * 3_600_000,
    storeOther: settings.ingest.storeOther,
    isWatched: true,
    cluster: clusterOf(settings),
    version: VERSION,
    retention: retentionOf(settings),
    monitoring: monitoringOf(settings),
    plan: notificationPlan(settings),
    aliases: new Map(Object.entries(settings.aliases)),
    nameLimits: nameLimitsOf(settings),
    rules: rulesOf(settings.alerts),
    diagnosis: diagnosisOf(settings.diagnosis),
  };
}

function monitoringOf({ monitoring }: ServerSettings): MonitoringSettings {
  return {
    silence: {
      minimumMs: monitoring.silenceSeconds * 1000,
      multiple: monitoring.silenceMultiple,
      learnMs: monitoring.silenceLearnSeconds * 1000,
    },
    skew: { limitMs: monitoring.skewSeconds * 1000, holdMs: monitoring.skewHoldSeconds * 1000 },
    lag: { limitMs: monitoring.lagSeconds * 1000, highAfterMs: monitoring.lagHighSeconds * 1000 },
  };
}

/** Begins to serve; an address that is in use or forbidden is reported in words. */
function listen(http: Server, { host, port, basePath, tls }: ServerSettings): Promise<string> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'the port is in use; choose another with --port' : error.message;
      reject(new Error(`cannot serve on ${host}:${String(port)}: ${reason}`));
    });
    http.listen(port, host, () => {
      // A server that listens on TCP has an address with a port.
      const address = http.address() as AddressInfo;
      const name = host === '127.0.0.1' || host === '::1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
      const scheme = tls.certificate === null ? 'http' : 'https';
      resolve(`${scheme}://${name.includes(':') ? `[${name}]` : name}:${String(address.port)}${basePath}`);
    });
  });
}
