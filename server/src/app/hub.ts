import type { Alert } from '@tunnelwatch/shared/alert';
import { diagnosisOf } from '@tunnelwatch/shared/diagnosis-settings';
import type { RuleEntry } from '@tunnelwatch/shared/alert-rules';
import type { Delta } from '@tunnelwatch/shared/protocol';
import { damageText, type SegmentDamage, type Storage } from '@tunnelwatch/shared/storage';
import type { Logger } from 'pino';
import { ACTIVITY_MS, AHEAD_MS, LiveModel } from '../core/aggregate/live-model.js';
import type { Catalogue } from '../core/classify/catalogue.js';
import type { Settings } from '../config/settings.js';
import type { CommandDoor } from '../serve/commands/command-door.js';
import type { ApiContext } from '../serve/http/api-context.js';
import type { Naming } from '../core/inventory/shown.js';
import type { FromIngest } from '../ingest/ingest-messages.js';
import { Publisher } from '../serve/live/publisher.js';
import type { Look } from '../serve/live/presence.js';
import { recordOf } from '../serve/live/record-of.js';
import { World, type WorldOptions } from '../serve/live/world.js';
import type { PastRecord } from '../core/past-record.js';
import type { ReadableStore } from '../store/queries.js';

export interface HubOptions {
  settings: Settings;
  catalogue: Catalogue;
  version: string;
  clock: () => number;
  log: Logger;
}

/** How a world is shown, the live one and past ones alike. */
export function worldOptions(settings: Settings, version: string): Omit<WorldOptions, 'clock'> {
  return {
    version,
    isDemo: settings.demo,
    staleAfterMs: settings.display.staleAfterSeconds * 1000,
    pastAfterMs: settings.alerts.pastAfterMinutes * 60_000,
  };
}

const PRUNE_EVERY_MS = 60_000;

/** Where the pipeline's messages meet what is shown: it keeps the world up to date and hands steps to the publisher. */
export class Hub {
  /** Settles when the pipeline has opened the store. */
  readonly storeReady: Promise<void>;
  private markReady: () => void = () => undefined;
  /** Messages that came before the world was read from the store. */
  private early: FromIngest[] | undefined = [];
  private seedStep = 0;
  private rules: readonly RuleEntry[] = [];
  private readonly damaged = new Map<number, SegmentDamage>();
  private parts: { world: World; publisher: Publisher; pruner: NodeJS.Timeout } | undefined;
  private send: (delta: Delta) => void = () => undefined;

  constructor(private readonly options: HubOptions) {
    this.storeReady = new Promise((resolve) => {
      this.markReady = resolve;
    });
  }

  /** The alerts at hand. */
  readonly alerts = (): Iterable<Alert> => this.started.world.alerts.values();

  get publisher(): Publisher {
    return this.started.publisher;
  }

  /** Reads the world from the store and takes in the steps that came meanwhile. */
  async start(reader: ReadableStore): Promise<void> {
    const { settings, catalogue, version, clock } = this.options;
    // Events with a time in the future must not take the place of the last hour.
    const seed = await reader.modelSeed(ACTIVITY_MS, clock() + AHEAD_MS);
    this.seedStep = seed.step;
    const world = new World(new LiveModel(seed, clock()), { ...worldOptions(settings, version), clock });
    const publisher = new Publisher({
      ...{ world, reader, catalogue, clock },
      onError: (error) => {
        this.options.log.error({ err: error }, 'a live view could not be read');
      },
      send: (delta) => {
        this.send(delta);
      },
    });
    const pruner = setInterval(() => {
      world.model.prune(world.referenceTime());
    }, PRUNE_EVERY_MS);
    this.parts = { world, publisher, pruner };
    for (const damage of this.damaged.values()) world.noteDamage(damage);
    const early = this.early ?? [];
    this.early = undefined;
    for (const message of early) this.receive(message);
  }

  /** Takes a message of the pipeline. */
  receive(message: FromIngest): void {
    if (message.kind === 'ready') this.markReady();
    if (message.kind === 'warning') {
      this.options.log.warn(message.message);
      return;
    }
    if (this.early !== undefined) {
      this.early.push(message);
      return;
    }
    const { world, publisher } = this.started;
    switch (message.kind) {
      case 'ready':
        world.setAlerts(message.alerts);
        world.setGateways(message.gateways);
        break;
      case 'step':
        // Alerts and signs of life of a step that the seed holds already are still news: the seed has only counts.
        if (message.step.step > this.seedStep) world.apply(message.step);
        else world.noteNews(message.step);
        publisher.onStep(message.step);
        break;
      case 'verdicts':
        for (const { subjectId, verdict } of message.verdicts) world.model.setVerdict(subjectId, verdict);
        break;
      case 'rules':
        this.rules = message.rules;
        break;
      case 'inventory':
        world.inventory.apply(message.changes);
        break;
      case 'alarming':
        world.alarming = message.alarming;
        break;
      case 'sources':
        world.setSources(message.sources, message.gone);
        break;
      case 'storage':
        this.noteStorage(message.storage);
        break;
      case 'storeError':
        world.setStoreError(message.message);
        if (message.message === null) this.options.log.info('the store accepts data again');
        else this.options.log.error(message.message);
        break;
      default:
    }
  }

  private noteStorage(storage: Storage): void {
    for (const damage of storage.damagedSegments) this.noteDamage(damage);
    this.started.world.setStorage(storage);
  }

  /** A segment could not be read and was left out of an answer: shown from now on, and told once in the log. */
  noteDamage(damage: SegmentDamage): void {
    if (this.damaged.has(damage.id)) return;
    this.damaged.set(damage.id, damage);
    this.parts?.world.noteDamage(damage);
    this.options.log.error(`${damageText(damage)}; restore a backup`);
  }

  /** What the screens show of the monitor itself now. */
  record(): PastRecord {
    return recordOf(this.started.world, this.options.clock());
  }

  /** Somebody looks at an alert, or no longer. */
  noteLook(look: Look): void {
    this.started.world.looks.note(look);
  }

  /** Names the one who sends deltas to clients. */
  sendTo(send: (delta: Delta) => void): void {
    this.send = send;
  }

  /** What the inventory calls tunnels and interfaces. */
  readonly names = (): Naming => this.started.world.inventory.names;

  apiContext(
    reader: ReadableStore,
    door: CommandDoor,
  ): Omit<ApiContext, 'notifications' | 'clients' | 'past'> {
    const { world } = this.started;
    return {
      catalogue: this.options.catalogue,
      diagnosis: diagnosisOf(this.options.settings.diagnosis),
      reader,
      door,
      version: this.options.version,
      model: () => world.model,
      gatewayLife: (gateway) => world.gatewayLife(gateway),
      sources: () => [...world.sources.values()],
      alert: (id) => world.alerts.get(id),
      rules: () => this.rules,
      maintenanceWindows: () => world.alarming.windows,
      alerts: this.alerts,
      inventory: () => world.inventory,
      names: this.names,
      storage: () => world.storage,
      referenceTime: () => world.referenceTime(),
      notReady: () => world.storeError ?? undefined,
    };
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
