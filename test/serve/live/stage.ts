import { LiveModel } from '@tunnelwatch/server/core/aggregate/live-model';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { Publisher } from '@tunnelwatch/server/serve/live/publisher';
import type { Room } from '@tunnelwatch/server/serve/live/room';
import { World } from '@tunnelwatch/server/serve/live/world';
import type { ReadableStore } from '@tunnelwatch/server/store/queries';
import type { Step } from '@tunnelwatch/server/store/step';
import type { Alert } from '@tunnelwatch/shared/alert';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { type Delta, roomOf, type Snapshot, type Subscribe, type View } from '@tunnelwatch/shared/protocol';
import type { WallSettings } from '@tunnelwatch/shared/wall';
import { vi } from 'vitest';
import { RoomStreams } from '../../../client/src/connection/room-streams.js';
import { applyChanges } from '../../../client/src/live/apply-changes.js';
import { emptyRoom, type RoomParts } from '../../../client/src/live/room-state.js';
import { type MadeEvent, MemoryHistory } from '../../support/memory-history.js';
import { NO_PAST } from '../../support/no-past.js';

export const START = Date.UTC(2026, 1, 10, 12, 0, 0);
export const PAST_AFTER_MS = 15 * 60_000;
export const catalogue = createCatalogue(BUILTIN_CATALOGUE);

/** A question to the store: first it is looked up in what is committed by then, later the answer arrives. */
interface Question {
  lookUp: () => void;
  answer: () => void;
}

/**
 * The publishing side over a store in memory, with every delay in the hand of the test: when word of a commit arrives,
 * when a question is looked up, when its answer arrives, when time passes. Use it with fake timers.
 */
export class Stage {
  readonly history = new MemoryHistory();
  readonly world: World;
  readonly publisher: Publisher;
  readonly clients = new Set<StageClient>();
  readonly deltas: Delta[] = [];
  /** What was sent whole since a room was made anew. */
  readonly wholes: Snapshot[] = [];
  /** The walls that there are. */
  readonly walls = new Map<number, WallSettings>();
  readonly errors: unknown[] = [];
  isStoreBroken = false;
  /** Hears every delta besides the clients. */
  onDelta: (delta: Delta) => void = () => undefined;
  private readonly onTheWay: Step[] = [];
  private readonly asked: Question[] = [];
  private readonly lookedUp: Question[] = [];

  constructor() {
    const options = {
      version: '1.0.0',
      isDemo: false,
      isFollowing: true,
      staleAfterMs: 60_000,
      pastAfterMs: PAST_AFTER_MS,
    };
    const model = new LiveModel(
      { step: 0, newestTime: null, subjects: [], kinds: [], totals: [], minutes: [] },
      Date.now(),
    );
    this.world = new World(model, { ...options, clock: Date.now });
    const reader = this.reader();
    this.publisher = new Publisher({
      world: this.world,
      readerFor: () => reader,
      catalogue,
      clock: Date.now,
      onError: (error) => this.errors.push(error),
      send: (delta) => {
        this.deltas.push(delta);
        this.onDelta(delta);
        for (const client of this.clients) client.hear(delta);
      },
      sendWhole: (snapshot) => {
        this.wholes.push(snapshot);
      },
      wallOf: (id) => this.walls.get(id),
    });
  }

  commit(events: readonly MadeEvent[], alerts: Alert[] = []): void {
    this.onTheWay.push(this.history.commit(events, { alerts, at: Date.now() }));
  }

  /** Word of the oldest commit arrives. */
  deliver(): void {
    const step = this.onTheWay.shift();
    if (step === undefined) return;
    this.world.apply(step);
    this.publisher.onStep(step);
  }

  /** Presence every question up as soon as it is asked, and answers. */
  answerAtOnce(): void {
    this.asked.push = (...questions) => {
      for (const question of questions) {
        question.lookUp();
        question.answer();
      }
      return 0;
    };
  }

  /** The oldest question is looked up. */
  lookUp(): void {
    const question = this.asked.shift();
    if (question === undefined) return;
    question.lookUp();
    this.lookedUp.push(question);
  }

  /** The answer to the oldest question that was looked up arrives. */
  async answer(): Promise<void> {
    this.lookedUp.shift()?.answer();
    await vi.advanceTimersByTimeAsync(0);
  }

  async pass(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
  }

  /** Everything that is on the way arrives, and two ticks pass, until nothing is left to do. */
  async settle(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      while (this.onTheWay.length > 0) this.deliver();
      await this.settleReads();
      await this.pass(1000);
      await this.settleReads();
    }
    // To the very moment of a tick, at which everything is told that changes once a second. A tick at which a log becomes
    // one of the past has its window read anew, which the next one tells. A store that does not answer is asked again at
    // every tick, without end.
    for (let isReading = true, round = 0; isReading && round < 3; round++) {
      await this.pass(1000 - ((Date.now() - START) % 1000));
      isReading = this.asked.length + this.lookedUp.length > 0;
      await this.settleReads();
    }
  }

  close(): void {
    this.publisher.close();
  }

  private async settleReads(): Promise<void> {
    await this.pass(0);
    while (this.asked.length + this.lookedUp.length > 0) {
      this.lookUp();
      await this.answer();
    }
  }

  private reader(): ReadableStore {
    const { history } = this;
    return {
      ...NO_PAST,
      modelSeed: () => this.ask(() => history.seed(0)),
      newestTime: () => this.ask(() => history.newestTime),
      countEvents: (filter) => this.ask(() => history.matching(filter).length),
      listEvents: (filter, limit) => this.ask(() => history.list(filter, limit)),
      classBuckets: (...args) => this.ask(() => history.classBuckets(...args)),
      series: () => this.ask(() => []),
      listMembers: () => this.ask(() => []),
      listAudit: () => this.ask(() => []),
      checkAudit: () => this.ask(() => ({ head: null, entries: 0, problems: [], isVerified: true })),
      auditChoices: () => this.ask(() => ({ actors: [], actions: [] })),
      dueEntries: () => this.ask(() => ({ entries: [], nextAt: null, newestId: 0 })),
      outboxSummary: () => this.ask(() => []),
      alertsSince: () => this.ask(() => []),
      ruleCounts: () => this.ask(() => ({ grain: 'minute', counts: new Float64Array(), kinds: [], oldest: null })),
      listAlerts: () => this.ask(() => ({ alerts: [], nextCursor: null })),
      close: () => Promise.resolve(),
    };
  }

  private ask<Value>(look: () => Value): Promise<Value> {
    return new Promise((resolve, reject) => {
      let found: () => void = () => undefined;
      const lookUp = () => {
        if (this.isStoreBroken) {
          found = () => {
            reject(new Error('the store is broken'));
          };
          return;
        }
        const value = look();
        found = () => {
          resolve(value);
        };
      };
      this.asked.push({
        lookUp,
        answer: () => {
          found();
        },
      });
    });
  }
}

/** A browser's end of the stream: the product's own reducer behind the product's own judge of gaps. */
export class StageClient {
  state: Partial<RoomParts> | null = null;
  gaps = 0;
  snapshots = 0;
  refusals: unknown[] = [];
  private readonly streams: RoomStreams;
  private isListening = false;
  private visit = 0;

  constructor(
    private readonly stage: Stage,
    readonly view: View,
  ) {
    this.streams = new RoomStreams(
      {
        onSnapshot: (_room, changes) => {
          this.snapshots += 1;
          this.state = applyChanges<Partial<RoomParts>>(emptyRoom(this.view.view), changes);
        },
        onDelta: (_room, changes) => {
          this.state = applyChanges(this.state ?? emptyRoom(this.view.view), changes);
        },
        onGap: () => {
          this.gaps += 1;
        },
        onRefused: (_room, problem) => {
          this.refusals.push(problem);
        },
      },
      (request) => {
        void this.subscribe(request);
      },
      Date.now,
    );
    stage.clients.add(this);
  }

  get isConnected(): boolean {
    return this.visit % 2 === 1;
  }

  /** Connects, for the first time or again, and asks for what it does not have. */
  connect(): Promise<void> {
    this.visit += 1;
    return this.subscribe(this.streams.add(this.view));
  }

  disconnect(): void {
    this.visit += 1;
    this.isListening = false;
    this.stage.publisher.leave(this.view);
  }

  hear(delta: Delta): void {
    if (this.isListening && delta.room === roomOf(this.view)) this.streams.takeDelta(travelled(delta));
  }

  private async subscribe({ view, since }: Subscribe): Promise<void> {
    const { visit } = this;
    let room: Room | undefined;
    try {
      room = await this.stage.publisher.enter(view, 'person one');
    } catch (error) {
      this.refusals.push(error);
      return;
    }
    if (room === undefined || visit !== this.visit) return;
    this.stage.publisher.flushRoom(room);
    const resumption = room.resume(since, Date.now());
    if (resumption.kind === 'snapshot') this.streams.takeSnapshot(travelled(resumption.snapshot));
    else for (const delta of resumption.deltas) this.streams.takeDelta(travelled(delta));
    this.isListening = true;
  }
}

/** A message as it comes out of the other end of a socket. */
function travelled(message: unknown): unknown {
  return JSON.parse(JSON.stringify(message));
}
