import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { channelFilters } from './config/channel-schema.js';
import { rulesOf } from './config/rules-schema.js';
import { type FileSettings, fileGroups, listenersOf, retentionOf, type Settings } from './config/settings.js';
import { startControlServer } from './control/control-server.js';
import type { AlertCommands } from './http/api-context.js';
import { createHttpApp } from './http/http-app.js';
import { loadCatalogue } from './pipeline/load-catalogue.js';
import type { MonitoringSettings } from './pipeline/condition-watch.js';
import type { FromPipeline } from './pipeline/messages.js';
import { PipelineHandle } from './pipeline/pipeline-handle.js';
import { AlertResender } from './notify/alert-resender.js';
import { Deliverer } from './notify/deliverer.js';
import { alertmanagerPost, makeChannel } from './notify/make-channel.js';
import { isAllowedOrigin, isLocalHost } from './publish/origin.js';
import { Hub } from './hub.js';
import { LiveServer } from './publish/live-server.js';
import { startDemoGateway } from './source/simulated/feeder.js';
import { runBackup } from './store/run-backup.js';
import { ThreadedReader } from './store/threaded-reader.js';
import { VERSION } from './version.js';

/** A running server. */
export interface App {
  /** Where the pages are. */
  url: string;
  stop: () => Promise<void>;
}

export interface AppOptions {
  settings: Settings;
  log: Logger;
  /** The pipeline ended by itself: the program must end too. */
  onFailure: (reason: string) => void;
}

/** Builds the stages and joins them. They are stopped in reverse: the sources first, the store last. */
export async function startApp({ settings, log, onFailure }: AppOptions): Promise<App> {
  const loaded = loadCatalogue(settings.catalogue);
  if (!loaded.ok) throw new Error(loaded.errors.map((error) => error.message).join('; '));
  const { catalogue } = loaded;
  const onError = (error: unknown) => {
    if (error !== undefined) log.error({ err: error }, 'something failed');
  };
  const demo = settings.demo ? await startDemo(settings, onError) : undefined;
  const groups = [
    ...fileGroups(settings.sources),
    ...(demo === undefined ? [] : [{ files: demo.files, gateway: null, timeZone: 'UTC' }]),
  ];
  const hub = new Hub({ settings, catalogue, version: VERSION, clock: Date.now, log });
  const told: { deliverer?: Deliverer } = {};
  const pipeline = new PipelineHandle(pipelineData(settings, groups), {
    onMessage: (message) => {
      hub.receive(message);
      if (message.kind === 'outbox') tellDeliverer(told.deliverer, message);
    },
    onEnd: onFailure,
  });
  await hub.storeReady;
  const reader = new ThreadedReader(settings.data, (damage) => {
    hub.noteDamage(damage);
  });
  await hub.start(reader);
  const deliverer = createDeliverer({ settings, hub, reader, pipeline, onError });
  told.deliverer = deliverer;
  await deliverer.start();
  const { http, live } = createServers({ settings, hub, reader, pipeline, deliverer, onError });
  const control = await startControlServer({
    dataDirectory: settings.data,
    ingest: (files, onProgress) => pipeline.ingest(files, onProgress),
    backup: ({ file, isForced }, onProgress) => runBackup({ dataDirectory: settings.data, file, isForced }, onProgress),
    onError,
  });
  const connections = trackConnections(http);
  const url = await listen(http, settings);
  return {
    url,
    stop: async () => {
      await demo?.stop();
      control.close();
      // Upgraded connections too: a sleeping laptop that never answers must not hold up the stop.
      for (const socket of connections) socket.destroy();
      await live.close();
      hub.close();
      await deliverer.close();
      // The reader goes before the writer: the last one to leave must be able to tidy up the write-ahead log.
      await reader.close();
      await pipeline.stop();
    },
  };
}

interface ServerParts {
  settings: Settings;
  hub: Hub;
  reader: ThreadedReader;
  pipeline: PipelineHandle;
  deliverer: Deliverer;
  onError: (error: unknown) => void;
}

/** Tells those who are not in front of a screen; it begins with what an earlier run has left. */
function createDeliverer({ settings, hub, reader, pipeline, onError }: Omit<ServerParts, 'deliverer'>): Deliverer {
  const { notifications, publicUrl } = settings;
  const clock = Date.now;
  return new Deliverer({
    channels: notifications.map((channel) => makeChannel(channel, { clock, publicUrl })),
    resenders: notifications.flatMap((channel) => {
      if (channel.kind !== 'alertmanager') return [];
      return [
        new AlertResender({
          settings: channel,
          alerts: hub.alerts,
          post: alertmanagerPost(channel, {}),
          publicUrl,
          clock,
          onError,
        }),
      ];
    }),
    outbox: reader,
    report: (results) => {
      pipeline.storeResults(results);
    },
    ...{ onError, clock, chance: Math.random },
  });
}

function tellDeliverer(
  deliverer: Deliverer | undefined,
  { made, results }: Extract<FromPipeline, { kind: 'outbox' }>,
): void {
  deliverer?.stored(results);
  if (made > 0) deliverer?.wake();
}

function createServers({ settings, hub, reader, pipeline, deliverer, onError }: ServerParts): {
  http: Server;
  live: LiveServer;
} {
  const { basePath } = settings;
  const commands: AlertCommands = {
    act: pipeline.act.bind(pipeline),
    actOnAll: pipeline.actOnAll.bind(pipeline),
    addWindow: pipeline.addWindow.bind(pipeline),
    endWindow: pipeline.endWindow.bind(pipeline),
    setRule: pipeline.setRule.bind(pipeline),
  };
  const isAllowedHost = (host: string | undefined) => settings.insecureNoAuth || isLocalHost(host);
  const clientDirectory = fileURLToPath(new URL('../../client/dist', import.meta.url));
  const notifications = { states: () => deliverer.states(), test: (name: string) => deliverer.test(name) };
  const context = { ...hub.apiContext(reader, commands), notifications, clients: (): number => live.clients };
  const border = { isAllowedOrigin, isAllowedHost, onError, clock: Date.now, basePath };
  const http = createServer(createHttpApp({ ...border, context, clientDirectory }));
  const live: LiveServer = new LiveServer({
    ...border,
    ...commands,
    http,
    onLook: (look) => hub.noteLook(look),
    publisher: () => hub.publisher,
  });
  hub.sendTo((delta) => {
    live.send(delta);
  });
  return { http, live };
}

function trackConnections(http: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  http.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return connections;
}

function startDemo(settings: Settings, onError: (error: unknown) => void) {
  return startDemoGateway({ directory: settings.data, seed: 1, clock: Date.now, onError });
}

function pipelineData(settings: Settings, groups: readonly FileSettings[]) {
  return {
    dataDirectory: settings.data,
    catalogueFile: settings.catalogue,
    groups: [...groups],
    listeners: listenersOf(settings.sources),
    syslog: settings.syslog,
    timeZone: settings.timeZone,
    maxLineBytes: settings.ingest.maxLineBytes,
    pollMs: settings.ingest.pollMs,
    pastAfterMs: settings.alerts.pastAfterMinutes * 60_000,
    mostAlertsPerRule: settings.alerts.mostPerRule,
    storeOther: settings.ingest.storeOther,
    isWatched: true,
    retention: retentionOf(settings),
    monitoring: monitoringOf(settings),
    channels: channelFilters(settings.notifications),
    rules: rulesOf(settings.alerts),
  };
}

function monitoringOf({ monitoring }: Settings): MonitoringSettings {
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

/** Begins to serve; an address that is taken or forbidden is said in words. */
function listen(http: Server, { host, port, basePath }: Settings): Promise<string> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE' ? 'another program uses that port; choose one with --port' : error.message;
      reject(new Error(`cannot serve on ${host}:${String(port)}: ${reason}`));
    });
    http.listen(port, host, () => {
      // A server that listens on TCP has an address with a port.
      const address = http.address() as AddressInfo;
      const name = host === '127.0.0.1' || host === '::1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
      resolve(`http://${name.includes(':') ? `[${name}]` : name}:${String(address.port)}${basePath}`);
    });
  });
}
