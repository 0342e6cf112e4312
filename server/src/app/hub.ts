import type { WallSettings } from '@tunnelwatch/shared/wall';
import type { Alert } from '@tunnelwatch/shared/alert';
import { diagnosisOf } from '@tunnelwatch/shared/diagnosis-settings';
import type { RuleEntry } from '@tunnelwatch/shared/alert-rules';
import type { ClusterStatus } from '@tunnelwatch/shared/cluster';
import type { Problem } from '@tunnelwatch/shared/error-code';
import type { SenderReport } from '@tunnelwatch/shared/sender';
import type { Delta, Snapshot } from '@tunnelwatch/shared/protocol';
import { damageText, type Storage, type StoreDamage } from '@tunnelwatch/shared/storage';
import type { Logger } from 'pino';
import { ACTIVITY_MS, AHEAD_MS, LiveModel } from '../core/aggregate/live-model.js';
import type { StoredCounts } from '../core/aggregate/records.js';
import { GatewayNames } from '../core/aggregate/gateway-names.js';
import type { Catalogue } from '../core/classify/catalogue.js';
import { clusterOf, type ServerSettings } from '../config/settings.js';
import { createExplainer } from './line-explainer.js';
import type { CommandDoor } from '../serve/commands/command-door.js';
import type { ApiContext, StoreHealth } from '../serve/http/api-context.js';
import type { Naming } from '../core/inventory/shown.js';
import type { IngestNotices } from '../ingest/ingest-protocol.js';
import { clusterNotReady, cutOffProblem, notJoined } from '../serve/live/cluster-readiness.js';
import { Publisher } from '../serve/live/publisher.js';
import type { AlertViewer } from '../serve/live/presence.js';
import { recordOf } from '../serve/live/record-of.js';
import { World, type WorldOptions } from '../serve/live/world.js';
import type { PastRecord } from '../core/past-record.js';
import type { StoreRule } from '../core/alert/monitoring/store-rules.js';
import type { LiveStore } from '../store/queries.js';
import { type Asker, QueryAbandoned, SERVER_ASKER } from '../store/reader/threaded-reader.js';
import { ActivityLog } from './activity-log.js';
import { MonitoringLog } from './monitoring-log.js';
import type { Step } from '../store/step.js';
import { isAboutDamage, isGone, type StoreErrorCode } from '../store/store.js';

export interface HubOptions {
  settings: ServerSettings;
  catalogue: Catalogue;
  version: string;
  clock: () => number;
  log: Logger;
}

/** How a world is displayed, for the live one and past ones alike. */
export function worldOptions(settings: ServerSettings, version: string): Omit<WorldOptions, 'clock'> {
  return {
    version,
    isDemo: settings.demo,
    isFollowing: settings.demo || settings.sources.length > 0,
    staleAfterMs: settings.display.staleAfterSeconds * 1000,
    pastAfterMs: settings.alerts.pastAfterMinutes * 60_000,
  };
}

const PRUNE_EVERY_MS = 60_000;

/** Sends everybody in a room what is new in it, or all of it. */
export interface RoomSender {
  delta: (delta: Delta) => void;
  whole: (snapshot: Snapshot) => void;
}

/** Where what the ingest thread tells meets what is shown: it keeps the world up to date and hands steps to the publisher. */
export class Hub {
  /** Settles when the pipeline has opened the store. */
  readonly storeReady: Promise<void>;
  private markReady: () => void = () => undefined;
  /** What came before the world was read from the store. */
  private early: ((world: World) => void)[] | undefined = [];
  private seedStep = 0;
  private rules: readonly RuleEntry[] = [];
  private senders: readonly SenderReport[] = [];
  /** Damage found since the start, each item once: a repeated one is not news. */
  private readonly damage = new Map<string, StoreDamage>();
  private problem: StoreErrorCode | null = null;
  private storedCondition: string | null = null;
  private parts: { world: World; publisher: Publisher; pruner: NodeJS.Timeout } | undefined;
  private send: RoomSender = { delta: () => undefined, whole: () => undefined };
  private wallOf: (id: number) => WallSettings | undefined = () => undefined;
  private condition: (rule: StoreRule, message: string | null) => void = () => undefined;

  private readonly activityLog: ActivityLog;
  private readonly monitoringLog: MonitoringLog;

  constructor(private readonly options: HubOptions) {
    this.activityLog = new ActivityLog(options.log, options.clock);
    this.monitoringLog = new MonitoringLog(options.log);
    this.storeReady = new Promise((resolve) => {
      this.markReady = resolve;
    });
  }

  /** Handlers of what the ingest thread tells; notifications and readings are others' concern. */
  readonly ingestNotices: Omit<
    IngestNotices,
    | 'outbox'
    | 'progress'
    | 'unstored'
    | 'acting'
    | 'copyWanted'
    | 'people'
    | 'peopleAtEnd'
    | 'superseded'
    | 'attempts'
    | 'superseded'
  > = {
    ready: (alerts, gateways) => {
      this.activityLog.knowGateways(gateways);
      this.monitoringLog.know(alerts);
      this.markReady();
      this.whenStarted((world) => {
        world.opened.know(alerts);
        world.setAlerts(alerts);
        world.setGateways(gateways);
      });
    },
    step: (step) => {
      this.activityLog.noteGateways(step.gateways);
      this.monitoringLog.note(step.alerts);
      this.whenStarted(() => {
        this.noteStep(step);
      });
    },
    verdicts: (verdicts) => {
      this.whenStarted((world) => {
        for (const { subjectId, verdict } of verdicts) world.model.setVerdict(subjectId, verdict);
      });
    },
    rules: (rules) => {
      this.rules = rules;
    },
    inventory: (changes) => {
      this.whenStarted((world) => {
        world.inventory.apply(changes);
      });
    },
    alarming: (alarming) => {
      this.whenStarted((world) => {
        world.alarming = alarming;
      });
    },
    senders: (senders) => {
      this.senders = senders;
    },
    sources: (sources, gone) => {
      this.whenStarted((world) => {
        world.setSources(sources, gone);
      });
    },
    storage: (storage) => {
      this.whenStarted(() => {
        this.noteStorage(storage);
      });
    },
    damage: (damage) => {
      this.whenStarted(() => {
        this.noteDamage(damage);
      });
    },
    storeError: (message, code) => {
      this.whenStarted(() => {
        this.noteStoreError(message, code);
      });
    },
    cluster: (status) => {
      this.whenStarted(() => {
        this.noteCluster(status);
      });
    },
    warning: (message) => {
      this.options.log.warn(message);
    },
    activity: (activity) => {
      this.activityLog.note(activity);
    },
  };

  /** The alerts at hand. */
  readonly alerts = (): Iterable<Alert> => this.started.world.alerts.values();

  get publisher(): Publisher {
    return this.started.publisher;
  }

  /**
   * Reads the world from the store and applies the steps that arrived meanwhile.
   * @param stored where to look up names that are not in memory
   */
  async start(readerFor: (asker: Asker) => LiveStore, stored?: StoredCounts): Promise<void> {
    const { settings, catalogue, version, clock } = this.options;
    // Events with a time in the future must not displace those of the last hour.
    const seed = await readerFor(SERVER_ASKER).modelSeed(ACTIVITY_MS, clock() + AHEAD_MS);
    this.seedStep = seed.step;
    const model = new LiveModel(seed, clock(), stored === undefined ? {} : { stored });
    const world = new World(model, { ...worldOptions(settings, version), clock });
    const cluster = clusterOf(settings);
    if (cluster !== null) world.cluster = notJoined(cluster, clock());
    const publisher = new Publisher({
      world,
      readerFor,
      catalogue,
      clock,
      onError: (error) => {
        // Damage is logged once, by name; who has left misses nothing.
        if (!isAboutDamage(error) && !(error instanceof QueryAbandoned))
          this.options.log.error({ err: error }, 'a live view could not be read');
      },
      send: (delta) => {
        this.send.delta(delta);
      },
      sendWhole: (snapshot) => {
        this.send.whole(snapshot);
      },
      wallOf: (id) => this.wallOf(id),
    });
    const pruner = setInterval(() => {
      world.model.prune(world.referenceTime());
    }, PRUNE_EVERY_MS);
    this.parts = { world, publisher, pruner };
    for (const damage of this.damage.values()) noteIn(world, damage);
    const early = this.early ?? [];
    this.early = undefined;
    for (const act of early) act(world);
  }

  /** Does at once what needs the world, or as soon as it was read from the store. */
  private whenStarted(act: (world: World) => void): void {
    if (this.early === undefined) act(this.started.world);
    else this.early.push(act);
  }

  private noteStep(step: Step): void {
    const { world, publisher } = this.started;
    // Alerts and signs of life of a step that the seed includes already are still news: the seed has only counts.
    if (step.step > this.seedStep) world.apply(step);
    else world.applyCounted(step);
    publisher.onStep(step);
    // Retention may have removed the last damaged segment.
    if (step.removed !== undefined) this.tellDamage();
  }

  private noteStoreError(message: string | null, code: StoreErrorCode | null): void {
    this.started.world.setStoreError(message);
    this.problem = code;
    if (message === null) this.options.log.info('the store accepts data again');
    else if (code === 'damaged') this.noteDamage({ question: 'storing events', reason: message });
    else this.options.log.error(message);
  }

  private noteCluster(status: ClusterStatus): void {
    const { world } = this.started;
    const { log, clock } = this.options;
    if (status.state !== (world.cluster?.status.state ?? 'connected')) {
      if (status.state === 'connected') log.info('the cluster takes inputs');
      else log.error(`this node takes nothing in: ${status.reason ?? status.state}`);
    }
    const collectors = status.collectors.toSorted((one, other) => (one.name < other.name ? -1 : 1));
    world.cluster = { status: { ...status, collectors }, at: clock(), notShown: 0 };
  }

  /** Why no command can be carried out because of the cluster; undefined while one can. */
  cutOffProblem(): Problem | undefined {
    const { cluster } = this.started.world;
    return cluster === null ? undefined : cutOffProblem(cluster.status, this.options.clock());
  }

  private noteStorage(storage: Storage): void {
    for (const damage of storage.damagedSegments) this.noteDamage(damage);
    this.started.world.setStorage(storage);
  }

  /** Something could not be read: from now on it is shown, readiness fails, an alert is raised, and it is logged once. */
  noteDamage(damage: StoreDamage): void {
    const key = 'id' in damage ? `segment ${String(damage.id)}` : `${damage.question}\n${damage.reason}`;
    if (this.damage.has(key)) return;
    this.damage.set(key, damage);
    if (this.parts !== undefined) noteIn(this.parts.world, damage);
    this.options.log.error(`${damageText(damage)}${'id' in damage ? '; restore a backup' : ''}`);
    this.tellDamage();
  }

  /** A problem of the people database; null when it is resolved. */
  notePeople(message: string | null): void {
    this.parts?.world.setPeopleTrouble(message);
    if (message === null) this.options.log.info('people.db is available again');
    else this.options.log.error(message);
    this.condition('people-missing', message);
  }

  /** What is wrong with the certificate of the pages; null when nothing is. */
  noteCertificate(message: string | null): void {
    if (message === null) this.options.log.info('the certificate of the pages is good again');
    else this.options.log.warn(message);
    this.condition('own-certificate', message);
  }

  /** What is wrong with the audit trail; null when nothing is. */
  noteAudit(message: string | null): void {
    if (message === null) this.options.log.info('the audit trail is whole again');
    else this.options.log.error(message);
    this.condition('audit-broken', message);
  }

  /** Limits shut out somebody who is signed in, or a wall; null when they have not for a while. */
  noteShutOut(message: string | null): void {
    if (message !== null) this.options.log.warn(message);
    this.condition('people-shut-out', message);
  }

  /** Sets the callback that raises alerts about the store. */
  raiseThrough(condition: (rule: StoreRule, message: string | null) => void): void {
    this.condition = condition;
    this.tellDamage();
  }

  /** The alert remains active while any damage of the store is known. */
  private tellDamage(): void {
    const text = this.parts?.world.damageNow() ?? null;
    if (text === this.storedCondition) return;
    this.storedCondition = text;
    this.condition('store-damaged', text);
  }

  /** The monitor's own state as the screens show it now. */
  record(): PastRecord {
    return recordOf(this.started.world, this.options.clock());
  }

  /** A client opened or left an alert. */
  notePresence(viewer: AlertViewer): void {
    this.started.world.presence.note(viewer);
  }

  /** Sets what sends the content of rooms to clients. */
  sendTo(send: RoomSender): void {
    this.send = send;
  }

  /** Sets where to find the walls that admins made. */
  findWalls(wallOf: (id: number) => WallSettings | undefined): void {
    this.wallOf = wallOf;
  }

  /** The inventory's names of tunnels and interfaces. */
  readonly names = (): Naming => this.started.world.inventory.names;

  apiContext(
    stores: Pick<ApiContext, 'reader' | 'alertStore'>,
    door: CommandDoor,
  ): Omit<
    ApiContext,
    | 'notifications'
    | 'search'
    | 'publicUrl'
    | 'admit'
    | 'auditState'
    | 'certificateEnd'
    | 'clients'
    | 'past'
    | 'queryCounts'
    | 'pendingQueries'
    | 'limits'
  > {
    const { world } = this.started;
    return {
      catalogue: this.options.catalogue,
      diagnosis: diagnosisOf(this.options.settings.diagnosis),
      ...stores,
      door,
      version: this.options.version,
      model: () => world.model,
      gatewayLife: (gateway) => world.gatewayLife(gateway),
      sources: () => [...world.sources.values()],
      explain: createExplainer({ ...this.options, names: gatewayNamesOf(world, this.options.settings) }),
      alert: (id) => world.alerts.get(id),
      rules: () => this.rules,
      senders: () => this.senders,
      maintenanceWindows: () => world.alarming.windows,
      alerts: this.alerts,
      openedAlerts: () => world.opened.list(),
      inventory: () => world.inventory,
      names: this.names,
      storage: () => world.storage,
      referenceTime: () => world.referenceTime(),
      notReady: () => world.storeError ?? world.dataTrouble ?? world.damageNow() ?? undefined,
      cluster: () => world.cluster,
      clusterNotReady: () =>
        world.cluster === null ? undefined : clusterNotReady(world.cluster, this.options.clock()),
      storeHealth: () => this.health(),
    };
  }

  /** True when the files of the store are no longer those that are open. */
  get isStoreGone(): boolean {
    return this.problem !== null && isGone(this.problem);
  }

  private health(): StoreHealth {
    const segments = [...this.damage.values()].filter((damage) => 'id' in damage).length;
    return { problem: this.problem, damaged: { segment: segments, database: this.damage.size - segments } };
  }

  close(): void {
    this.parts?.publisher.close();
    clearInterval(this.parts?.pruner);
  }

  private get started(): NonNullable<typeof this.parts> {
    if (this.parts === undefined) throw new Error('the hub is used before it was started');
    return this.parts;
  }
}

/** The gateways of a world, so that a name can be looked up; put together again only when there is a new one. */
function gatewayNamesOf(world: World, { aliases }: Pick<ServerSettings, 'aliases'>): () => GatewayNames {
  const configured = new Map(Object.entries(aliases));
  let known = world.gatewayNames();
  let names = new GatewayNames(known, configured);
  return () => {
    if (world.gatewayNames() === known) return names;
    known = world.gatewayNames();
    names = new GatewayNames(known, configured);
    return names;
  };
}

function noteIn(world: World, damage: StoreDamage): void {
  if ('id' in damage) world.noteDamage(damage);
  else world.noteBrokenRead(damage);
}
