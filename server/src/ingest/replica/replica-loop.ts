import type { Actor } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { AnyCommandResult, Command } from '@tunnelwatch/shared/commands';
import type { ImportRow } from '@tunnelwatch/shared/inventory';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { type Problem, problemDetails } from '@tunnelwatch/shared/error-code';
import { isDeepStrictEqual } from 'node:util';
import { readLineBatch } from '../../cluster/line-batch.js';
import { readEnvelope, type SettingsInput, type StreamInput, writeEnvelope } from '../../cluster/input-envelope.js';
import {
  collectorReportSchema,
  type DigestReport,
  digestReportSchema,
  helloSchema,
  nodeReportSchema,
  readReport,
  TOPICS,
  writeReport,
} from '../../cluster/member-report.js';
import { PieceBook } from '../../cluster/piece-book.js';
import type { Following, StreamMessage } from '../../cluster/stream/following.js';
import type { InputStream, StreamDescription, StreamState } from '../../cluster/stream/input-stream.js';
import type { Lease } from '../../cluster/stream/lease.js';
import { STREAM_FORMAT } from '../../cluster/stream/message-format.js';
import { reasonOf, StreamError } from '../../cluster/stream/stream-error.js';
import { type StoreRule, STORE_RULES } from '../../core/alert/monitoring/store-rules.js';
import type { SharedSettings } from '../../config/shared-settings.js';
import { Monitor } from '../../core/monitor.js';
import type { OutboxResult } from '../../core/notifications/outbox.js';
import type { NotificationPlan } from '../../core/notifications/plan.js';
import type { StoredRecord } from '../../core/past-record.js';
import type {
  BatchNumber,
  StoreDigest,
  StoreError,
  StoreState,
  StreamPlace,
  WritableStore,
} from '../../store/store.js';
import { BatchBuilder, type Positions } from '../batch/batch-builder.js';
import { Committer } from '../committer.js';
import type { IngestCalls, IngestOrders, IngestReport } from '../ingest-protocol.js';
import type { IngestOptions } from '../ingest-options.js';
import { LoopPause } from '../loop-pause.js';
import { nextTurn } from '../next-turn.js';
import { SourceReport } from '../source/health/source-report.js';
import { StateTeller } from '../state-teller.js';
import type { PeoplePosition } from '../../cluster/people-message.js';
import { BatchPlayer } from './batch-player.js';
import { CopyGiver, type MadeFile } from './copy-giver.js';
import { type Applied, InputSender } from './input-sender.js';
import { Members, type OwnReport } from './members.js';
import { PeopleRelay } from './people-relay.js';
import { RemoteSources } from './remote-sources.js';
import { SettingsInForce } from './settings-in-force.js';

/** A position is stored at least this often, even when nothing has come of what was applied. */
const POSITION_EVERY_MS = 10_000;
const TICK_MS = 1000;
const RETRY_MS = 1000;
/** The cluster stored nothing when ticks lie so far apart; afterwards it needs a while to catch up. */
const GAP_MS = 5000;
const SETTLE_MS = 15_000;
/** A node that is so many messages behind gives no copies of itself. */
const CURRENT_MESSAGES = 1000;
/** With so much waiting, some 40,000 lines, it does not keep up with what comes, and commits more at a time. */
const BEHIND_BYTES = 1024 * 1024;
/** How long a tick waits for the stream. */
const TICK_LIMIT_MS = 5000;
/** Findings that were sent and have not come back are sent again after so long. */
const FINDINGS_AGAIN_MS = 5000;
/** So many of a kind fit into one message. */
const MAX_FINDINGS = 300;

/** What a node has beside what every server has. */
export interface ReplicaOptions extends Omit<
  IngestOptions,
  'groups' | 'listeners' | 'syslog' | 'timeZone' | 'maxLineBytes'
> {
  /** Name of the cluster, and of this node. */
  cluster: string;
  node: string;
  version: string;
  /** Up to where people.db has the changes of all nodes. */
  people: PeoplePosition | null;
  /** What the configuration of this node says of the settings that all share. */
  fileSettings: SharedSettings;
  /** Opens the stream; settles once there is one. */
  openStream: (onState: (state: StreamState) => void) => Promise<InputStream>;
}

/**
 * The loop of a node: take the inputs of the cluster in their order, apply them to the monitor, commit, publish. Nothing is
 * applied here that has not come through the stream, so that every node arrives at the same.
 */
export class ReplicaLoop implements IngestCalls, IngestOrders {
  private readonly monitor: Monitor;
  private readonly batches: BatchBuilder;
  private readonly committer: Committer;
  private readonly teller: StateTeller;
  private readonly members: Members;
  private readonly giver: CopyGiver;
  private readonly player: BatchPlayer;
  private readonly sources: RemoteSources;
  private readonly report: SourceReport;
  private readonly people: PeopleRelay;
  private readonly sender: InputSender;
  private readonly settings: SettingsInForce;
  private readonly pieces = new PieceBook();
  /** The last batch of each collector, by its name and incarnation. */
  private readonly batchesOf: Map<string, BatchNumber>;
  /** The last input that was applied. */
  private last: StreamPlace;
  /** The last message that came, applied or known already: pieces of an input are taken from before the store's place. */
  private passed: StreamPlace;
  /** The clock of the cluster at that input: time does not go back. */
  private at: number;
  /** Who is notified of what, as the cluster was last told. */
  private plan: NotificationPlan | undefined;
  private positionAt = 0;
  /** Rows of imports whose command has not come yet, by upload. */
  private readonly uploads = new Map<number, ImportRow[]>();
  private stream: InputStream | undefined;
  private following: Following | undefined;
  private lease: Lease | undefined;
  private streamState: StreamState;
  /** Where and since when this node holds, before a message that only a newer version can read. */
  private hold: { since: number; error: StreamError } | undefined;
  private findingsSentAt = Number.NEGATIVE_INFINITY;
  private lastTick = Number.NEGATIVE_INFINITY;
  /** When the last tick was, and from when on silence counts, by the clock of the cluster. */
  private tickAt = 0;
  private settledAt = 0;
  /** The minute of the last digest. */
  private digestMinute = 0;
  private isDigestDue = false;
  private isTellingStores = false;
  private toldStatus = '';
  private description: StreamDescription | null = null;
  private isStopping = false;
  /** The settings in force are others than those that the monitor was made with: this loop ends here, and another one goes on. */
  private isSuperseded = false;
  private readonly pauses = new LoopPause();
  private failure: Error | undefined;
  private endWaiting: () => void = () => undefined;
  private readonly stopped = new Promise<void>((resolve) => {
    this.endWaiting = resolve;
  });

  /** @param state the result of `store.load()` */
  constructor(
    private readonly store: WritableStore,
    state: StoreState,
    private readonly options: ReplicaOptions,
  ) {
    const { notify, isWatched } = options;
    const reason = 'the NATS servers have not been reached yet';
    this.streamState = { kind: 'disconnected', since: options.clock(), reason };
    this.last = state.replica ?? { sequence: 0, id: '', storedAt: 0 };
    this.at = state.replica?.at ?? 0;
    this.batchesOf = new Map((state.replica?.batches ?? []).map((each) => [keyOf(each), each]));
    this.plan = state.replica?.plan;
    this.monitor = new Monitor(state, {
      ...options,
      plan: this.plan ?? options.plan,
      isReplica: true,
      tickMs: TICK_MS,
      // The clock of the stream: restored rates must be the same whenever a node starts.
      startedAt: this.at === 0 ? options.clock() : this.at,
      columns: () => store.columns(),
    });
    this.batches = new BatchBuilder(this.monitor, { isWatched });
    this.committer = new Committer({
      store,
      monitor: this.monitor,
      batches: this.batches,
      options,
      takePositions: () => this.takePosition(),
      wake: () => {
        this.wake();
      },
      onDigest: (digest, sequence) => {
        this.tellDigest(digest, sequence);
      },
      stopped: this.stopped,
    });
    this.giver = new CopyGiver({
      node: options.node,
      version: options.version,
      sequence: () => (this.isCurrent ? this.last.sequence : null),
      make: (copy) => {
        this.makeCopy(copy);
      },
    });
    this.members = new Members(options.cluster, options.node, options.version);
    this.teller = new StateTeller(this.monitor, notify);
    this.player = new BatchPlayer(this.monitor);
    this.sources = new RemoteSources(this.monitor.sources);
    this.report = new SourceReport({
      earlier: state.sources,
      onRemembered: (source) => {
        this.monitor.sources.markChanged(source);
      },
      isMissing: () => false,
    });
    this.people = new PeopleRelay(options.people, state.replica?.pieces ?? this.last, notify);
    this.passed = this.people.start;
    this.sender = new InputSender(this.stopped);
    this.settings = new SettingsInForce(state.replica?.settings, options.fileSettings, (message) => {
      notify('warning', message);
    });
    this.committer.tellBeginning(state);
  }

  /** Sends a command to all nodes; the answer comes once it is applied here and durable, or when it could not be sent. */
  async carryOut(command: Command, actor: Actor, upload: number | null): Promise<AnyCommandResult> {
    const whole = this.withRows(command, upload);
    try {
      const result = await this.sender.submit({ kind: 'command', at: this.options.clock(), command: whole, actor });
      if (result !== undefined) return result;
      throw new Error(`the command ${command.name} came to nothing`);
    } catch (error) {
      return { ok: false, alert: null, problem: refusalOf(error) };
    }
  }

  /** The answer waits until they are durable. @throws Error when they cannot be sent */
  async enterNotes(notes: readonly AuditNote[]): Promise<void> {
    await this.sender.submit({ kind: 'notes', at: this.options.clock(), notes });
  }

  /** @throws Error when they do not stand in the stream, as far as is known */
  sendPeople(id: string, body: Uint8Array): Promise<void> {
    return this.sender.sendPeople(id, body);
  }

  /** Settings for all nodes; answered once they are in force here and durable. @throws Error when they could not be sent */
  async applySettings(values: SharedSettings, by: Actor): Promise<void> {
    await this.sender.submit({ kind: 'settings', at: this.options.clock(), settings: { values, by } });
  }

  tellAttempts(message: Uint8Array): void {
    this.stream?.tell(TOPICS.attempts, message);
  }

  /** The configuration of this node was read again. */
  setFileSettings(file: SharedSettings): void {
    this.settings.setFile(file);
  }

  readFiles(): Promise<IngestReport> {
    return Promise.reject(
      new Error('a node of a cluster reads no files by itself: copy them to where one of its collectors follows files'),
    );
  }

  importRows(upload: number, rows: readonly ImportRow[]): void {
    const collected = this.uploads.get(upload) ?? [];
    for (const row of rows) collected.push(row);
    this.uploads.set(upload, collected);
  }

  /** The nodes of a cluster keep all names: each store would find other ones unused, and at another time. */
  forgetNames(): void {
    // Nothing leaves.
  }

  storeResults(results: readonly OutboxResult[]): void {
    void this.sender.sendSurely({ kind: 'deliveries', at: this.options.clock(), results });
  }

  /** What was shown here is this node's own affair. */
  keepRecord(record: StoredRecord): void {
    this.committer.apply({ kind: 'record', at: this.at, record });
    this.wake();
  }

  giveCopy(copy: string, files: readonly MadeFile[], error: string | null): void {
    this.giver.give(copy, files, error);
  }

  /** Notifications are made alike on all nodes, from the same input on. */
  setPlan(plan: NotificationPlan): void {
    void this.sender.sendSurely({ kind: 'plan', at: this.options.clock(), plan });
  }

  noteStore(rule: StoreRule, message: string | null): void {
    const { node } = this.options;
    void this.sender.sendSurely({
      kind: 'storeCondition',
      at: this.options.clock(),
      rule,
      message: message === null ? null : `${node}: ${message}`,
    });
  }

  setStoreError(error: StoreError | undefined): void {
    this.committer.setStoreError(error);
  }

  /** Has `run` finish: what was applied is committed, and the store closed. */
  stop(): void {
    this.isStopping = true;
    this.endWaiting();
    this.wake();
  }

  /** Runs until it is told to stop. */
  async run(): Promise<void> {
    const opening = this.openStream().catch((error: unknown) => {
      if (!this.isStopping) this.fail(error);
    });
    while (!this.isStopping && !this.isSuperseded) {
      const hasMore = this.applyNext();
      await this.committer.handOver();
      this.committer.commitWhenDue(hasMore, (this.following?.bufferedBytes ?? 0) >= BEHIND_BYTES);
      this.tellFindings();
      this.tickWhenDue();
      await (hasMore ? nextTurn() : this.pause());
      this.committer.failIfBroken();
      if (this.failure !== undefined) throw this.failure;
    }
    this.committer.commit();
    while (this.committer.isCommitting && this.mayWaitForStore) await this.pause();
    if (this.isSuperseded && !this.isStopping) this.options.notify('superseded');
    await this.close(opening);
  }

  /** @param opening settles once the stream is open, or will not be */
  private async close(opening: Promise<void>): Promise<void> {
    this.following?.close();
    this.giver.close();
    await this.lease?.close();
    await opening;
    await this.stream?.close();
    const { storedSubjects } = this.options;
    if (!this.committer.isStoreGone) storedSubjects?.close();
    await this.store.close();
    storedSubjects?.close();
  }

  /** A stop does not wait for a store that refuses; whoever goes on must find there what this loop has applied. */
  private get mayWaitForStore(): boolean {
    return this.committer.storeError === null || (this.isSuperseded && !this.isStopping);
  }

  /** True while this node has applied nearly all that the stream has, and stored it. */
  private get isCurrent(): boolean {
    const { description, last, committer } = this;
    return description !== null && description.last - last.sequence < CURRENT_MESSAGES && committer.storeError === null;
  }

  /** A copy must say how far it goes: the places of the store and of people.db in the stream are usually some seconds old. */
  private makeCopy(copy: string): void {
    this.people.tellPosition(this.last);
    this.positionAt = Number.NEGATIVE_INFINITY;
    this.committer.afterCommit(() => {
      this.options.notify('copyWanted', copy);
    });
    this.wake();
  }

  /** Applies the next message, if the store takes what comes of it; true when there are more. */
  private applyNext(): boolean {
    const { following } = this;
    if (following === undefined || this.hold !== undefined || this.committer.storeError !== null) return false;
    const message = following.take();
    if (message === undefined) return false;
    if (message.format > STREAM_FORMAT.reads) {
      this.holdBefore(message);
      return false;
    }
    const isNew = message.sequence > this.last.sequence;
    if (isNew) this.applyMessage(message);
    else if (message.kind === 'input') this.takeAgain(message);
    this.passed = placeOf(message);
    this.people.pass(message);
    // All nodes compare what they hold up to the same input.
    if (this.isDigestDue && !this.monitor.isImporting) this.committer.commit();
    return following.buffered > 0;
  }

  /**
   * Applies nothing more, so that the node comes to the same as the others once it runs a version that can read the message. Until
   * then another node acts, and what was sent here and has not come back may count there.
   */
  private holdBefore({ sequence, format }: StreamMessage): void {
    const { version, clock, notify } = this.options;
    const error = new StreamError(
      'newer',
      `Input ${String(sequence)} of the stream was written by a newer version, in format ${String(format)}, and version ` +
        `${version} reads up to ${String(STREAM_FORMAT.reads)}: upgrade this node, which goes on there`,
    );
    this.hold = { since: clock(), error };
    notify('warning', error.message);
    this.following?.close();
    void this.lease?.close();
    this.sender.hold(error);
  }

  private async openStream(): Promise<void> {
    const { node, openStream, notify } = this.options;
    const stream = await openStream((state) => {
      this.streamState = state;
    });
    this.stream = stream;
    this.sender.open(stream);
    if (this.isStopping) return;
    if (!this.settings.areKnown && (await this.agreeOnSettings(stream))) return;
    stream.listen(TOPICS.collector, (body) => {
      const report = readReport(collectorReportSchema, body);
      if (report !== undefined) this.sources.take(report, this.options.clock());
    });
    stream.listen(TOPICS.node, (body) => {
      const report = readReport(nodeReportSchema, body);
      if (report !== undefined) this.members.takeNode(report, performance.now());
    });
    stream.listen(TOPICS.digest, (body) => {
      const report = readReport(digestReportSchema, body);
      if (report !== undefined) this.members.takeDigest(report);
    });
    stream.listen(TOPICS.hello, (body) => {
      if (readReport(helloSchema, body)?.role === 'collector') this.tellBlocks();
    });
    stream.listen(TOPICS.attempts, (body) => {
      notify('attempts', Uint8Array.from(body));
    });
    this.lease = stream.lease({
      name: 'acting',
      holder: node,
      onChange: (isHeld) => {
        this.findingsSentAt = Number.NEGATIVE_INFINITY;
        if (isHeld) this.monitor.takeOver(this.at);
        notify('acting', isHeld);
      },
    });
    this.giver.open(stream);
    stream.tell(TOPICS.hello, writeReport({ member: node, role: 'node' }));
    // The configuration of this node, where it says something else than what the cluster was last told.
    if (!isDeepStrictEqual(this.plan, this.options.plan)) this.setPlan(this.options.plan);
    // Each store rule begins without a problem of this node.
    for (const rule of STORE_RULES) if (this.hasOwnStoreAlert(rule)) this.noteStore(rule, null);
    await this.follow(stream);
  }

  /** The first node of a cluster brings its settings. @returns true when they are others than this node's: it starts anew with them */
  private async agreeOnSettings(stream: InputStream): Promise<boolean> {
    const { settings, options, committer } = this;
    const areOthers = await settings.agree(stream, options.clock());
    this.positionAt = Number.NEGATIVE_INFINITY;
    if (areOthers) this.supersede();
    else committer.commit();
    return areOthers;
  }

  private supersede(): void {
    this.isSuperseded = true;
    this.positionAt = Number.NEGATIVE_INFINITY;
    this.wake();
  }

  private hasOwnStoreAlert(rule: StoreRule): boolean {
    return this.monitor.storeAlert(rule)?.startsWith(`${this.options.node}: `) === true;
  }

  /** Takes what the stream has from here on. */
  private async follow(stream: InputStream): Promise<void> {
    // What people.db lacks comes once more; the store skips it.
    const { start } = this.people;
    const following = stream.follow(start.sequence + 1, start, () => {
      this.wake();
    });
    this.following = following;
    void this.people.watchEnd(stream, this.stopped);
    await following.untilEnd();
  }

  private fail(error: unknown): void {
    this.failure ??= error instanceof Error ? error : new Error(String(error));
    this.wake();
  }

  private withRows(command: Command, upload: number | null): Command {
    if (command.name !== 'importInventory' || upload === null) return command;
    const rows = this.uploads.get(upload) ?? [];
    this.uploads.delete(upload);
    return { name: command.name, request: { ...command.request, rows } };
  }

  private applyMessage(message: StreamMessage): void {
    const { kind, body } = message;
    this.at = Math.max(this.at, message.storedAt);
    this.last = placeOf(message);
    try {
      if (kind === 'lines') this.applyLines(body);
      else if (kind === 'input') this.applyEnvelope(body);
    } catch (error) {
      this.noteLeftOut(message, error);
    }
  }

  /** All nodes leave it out, for all read it alike; what is in it was made by a member of another version, or by nobody. */
  private noteLeftOut({ sequence }: StreamMessage, error: unknown): void {
    this.options.notify(
      'warning',
      `message ${String(sequence)} of the stream cannot be read and is left out: ${reasonOf(error)}`,
    );
  }

  /** What is applied already may have brought pieces of an input whose others come later. */
  private takeAgain({ storedAt, body }: StreamMessage): void {
    try {
      const envelope = readEnvelope(body);
      if ('piece' in envelope) this.pieces.take(envelope, envelope.piece, this.passed, storedAt);
    } catch {
      // It was left out when it was applied.
    }
  }

  private applyLines(body: Uint8Array): void {
    const batch = readLineBatch(body);
    const { collector, incarnation, number } = batch;
    const last = this.batchesOf.get(keyOf(batch))?.number ?? 0;
    // What came before, or too early, comes twice: see `BatchSender`.
    if (number !== last + 1) return;
    this.batchesOf.set(keyOf(batch), { collector, incarnation, number });
    this.player.play(batch, this.at);
    this.monitor.endLines();
  }

  private applyEnvelope(body: Uint8Array): void {
    const envelope = readEnvelope(body);
    if ('input' in envelope) {
      this.applyInput(envelope, envelope.input);
      return;
    }
    const whole = this.pieces.take(envelope, envelope.piece, this.passed, this.at);
    if (whole === undefined) return;
    const joined = readEnvelope(whole);
    if ('input' in joined) this.applyInput(envelope, joined.input);
  }

  private applyInput(sent: { incarnation: string; request: number }, input: StreamInput): void {
    const answer = this.sender.waitingFor(sent);
    const applied = this.applyNow({ ...input, at: this.at });
    answer?.(applied);
  }

  private applyNow(input: StreamInput): Applied {
    if (input.kind === 'settings') return this.applySettingsInput(input);
    if (input.kind === 'tick') {
      this.tick(input.at);
      return Promise.resolve(undefined);
    }
    if (input.kind === 'command') {
      const result = this.committer.carryOut(input);
      // Whole at once: nothing of another input may come between.
      while (this.monitor.isImporting) this.committer.advanceImport();
      if (input.command.name === 'blockSender' || input.command.name === 'unblockSender') {
        this.committer.afterCommit(() => {
          this.teller.tellSenders();
          this.tellBlocks();
        });
      }
      return result;
    }
    if (input.kind === 'plan') this.plan = input.plan;
    this.committer.apply(input);
    return this.untilDurable();
  }

  /** Everything before it was applied with the old ones, and everything behind it comes to a core that was made with these. */
  private applySettingsInput(input: SettingsInput): Applied {
    const note = this.settings.apply(input);
    if (note !== null) {
      this.committer.apply({ kind: 'notes', at: input.at, notes: [note] });
      this.supersede();
    }
    return this.untilDurable();
  }

  private untilDurable(): Promise<undefined> {
    return new Promise((resolve) => {
      this.committer.afterCommit(() => {
        resolve(undefined);
      });
    });
  }

  private tellDigest({ state, hours }: StoreDigest, sequence: number): void {
    const { node, version } = this.options;
    const report: DigestReport = { node, version, sequence, state, hours };
    this.members.takeOwnDigest(report);
    this.stream?.tell(TOPICS.digest, writeReport(report));
  }

  /** Raises the alarm when stores that should be the same are not; the acting node does it for all. */
  private judgeStores(): void {
    if (this.lease?.isHeld !== true) return;
    const { differing, same } = this.members.comparisons();
    // Nothing is known yet: what was said before stands.
    if (differing.length + same.length === 0) return;
    const message = differing.length === 0 ? null : differWords(this.options.node, differing);
    const told = this.monitor.storeAlert('stores-differ') ?? null;
    const isTold = message === null ? told === null : told?.endsWith(message) === true;
    if (isTold || this.isTellingStores) return;
    this.isTellingStores = true;
    void this.sender
      .sendSurely({ kind: 'storeCondition', at: this.options.clock(), rule: 'stores-differ', message })
      .then(() => {
        this.isTellingStores = false;
      });
  }

  /** A second of the cluster's time. */
  private tick(at: number): void {
    const { notify, clock } = this.options;
    const minute = Math.floor(at / MINUTE_MS);
    this.isDigestDue = minute !== this.digestMinute;
    // What was told of them may have been lost.
    if (this.isDigestDue && this.lease?.isHeld === true) this.tellBlocks();
    this.digestMinute = minute;
    const read = this.sources.followed(performance.now());
    // Behind a time without ticks come the lines that collectors have kept: until they are here, silence says nothing.
    if (at - this.tickAt > GAP_MS) this.settledAt = at + SETTLE_MS;
    this.tickAt = at;
    const sources = this.committer.storeError === null && at >= this.settledAt ? read : null;
    const patterns = this.sources.patternProblems();
    const { verdicts } = this.committer.apply({ kind: 'tick', at, sources, patterns });
    // Those of a node that does not act are few: what others have told meanwhile is left out.
    this.monitor.proposals();
    this.teller.tellAlarmStatus(at);
    this.teller.tellSenders();
    if (this.committer.storeError !== null) this.committer.tellUnstored();
    if (verdicts.length > 0) notify('verdicts', verdicts);
    this.teller.noteSilences(read);
    const reported = this.report.changes({ read, all: this.monitor.sources.all(), positionOf: () => 0 }, clock());
    const waiting = this.sources.takePatternChanges();
    const changed = [...reported.changed, ...waiting.sources];
    const gone = [...reported.gone, ...waiting.gone];
    if (changed.length + gone.length > 0) notify('sources', changed, gone);
  }

  /** What this node's rules have found becomes an input of all, if it is the one that acts. */
  private tellFindings(): void {
    if (!this.monitor.hasProposals || this.lease?.isHeld !== true) return;
    const now = performance.now();
    if (now - this.findingsSentAt < FINDINGS_AGAIN_MS) return;
    const found = this.monitor.proposals(MAX_FINDINGS);
    if (found.raised.length + found.cleared.length + found.verdicts.length === 0) return;
    this.findingsSentAt = now;
    this.sender
      .submit({ kind: 'conditions', at: this.options.clock(), ...found })
      .then(() => {
        this.findingsSentAt = Number.NEGATIVE_INFINITY;
      })
      // They still wait, and go with the next tick.
      .catch(() => undefined);
  }

  private tellBlocks(): void {
    const blocks = this.monitor.senders.reports().filter(({ block }) => block !== null);
    this.stream?.tell(TOPICS.blocks, writeReport({ blocks }));
  }

  /** Each node sends the tick of each second, and the first one counts. */
  private tickWhenDue(): void {
    const elapsed = performance.now();
    if (elapsed - this.lastTick < TICK_MS) return;
    this.lastTick = elapsed;
    const { node, version, clock } = this.options;
    const { stream } = this;
    const { incarnation } = this.sender;
    const { sequence } = this.last;
    const at = clock();
    const isActing = this.lease?.isHeld === true;
    const own = { sequence, appliedAt: this.at, isActing, differingSettings: this.settings.differing };
    this.tellStatus(own, elapsed, at);
    if (stream === undefined || this.streamState.kind !== 'connected') return;
    this.describe(stream);
    this.judgeStores();
    stream.tell(TOPICS.node, writeReport({ node, incarnation, version, ...own, at }));
    const body = writeEnvelope({ incarnation, request: 0, input: { kind: 'tick', at, sources: null } });
    // Without a quorum there is no time, which the stream reports as its state.
    stream.publish('input', body, `tick ${String(Math.floor(at / TICK_MS))}`, TICK_LIMIT_MS).catch(() => undefined);
  }

  private tellStatus(own: OwnReport, now: number, at: number): void {
    const { description: stream } = this;
    const state = this.shownState;
    const status = this.members.status(own, { state, stream, collectors: this.sources.heard() }, { now, at });
    const text = JSON.stringify(status);
    if (text === this.toldStatus) return;
    this.toldStatus = text;
    this.options.notify('cluster', status);
  }

  /** A node that holds takes nothing in, whatever the servers do. */
  private get shownState(): StreamState {
    const { hold } = this;
    return hold === undefined
      ? this.streamState
      : { kind: 'disconnected', since: hold.since, reason: hold.error.message };
  }

  private describe(stream: InputStream): void {
    stream
      .describe()
      .then((description) => {
        this.description = description;
      })
      // The state of the stream says why.
      .catch(() => undefined);
  }

  private takePosition(): Positions {
    const { at } = this;
    const { sequence, id, storedAt } = this.last;
    const now = performance.now();
    const isDigested = this.isDigestDue;
    this.isDigestDue = false;
    const isDue = isDigested || now - this.positionAt >= POSITION_EVERY_MS;
    if (isDue) this.positionAt = now;
    const batches = [...this.batchesOf.values()];
    const { plan } = this;
    const pieces = this.pieces.start(at);
    // With a batch that is taken in any case.
    const settings = isDue ? this.settings.takeNew() : undefined;
    const replica = {
      sequence,
      id,
      storedAt,
      at,
      batches,
      ...(plan !== undefined && { plan }),
      ...(pieces !== undefined && { pieces }),
      ...(settings !== undefined && { settings }),
    };
    return { files: [], tails: [], replica, isDigested, isDue };
  }

  private wake(): void {
    this.pauses.wake();
  }

  private pause(): Promise<void> {
    return this.pauses.wait(this.committer.storeError === null ? this.options.pollMs : RETRY_MS);
  }
}

function differWords(node: string, differing: readonly string[]): string {
  const others = differing.join(' and ');
  return `the stores of ${node} and ${others} differ, although they have applied the same inputs: find out which one is wrong (docs/cluster.md), stop that node, and have it begin with a copy of another one`;
}

/** Why a command was not carried out, as far as is known: some are stored although no server has said so in time. */
function refusalOf(error: unknown): Problem {
  const kind = error instanceof StreamError ? error.kind : undefined;
  if (kind === 'too-large') {
    return problemDetails('payload-too-large', 'this is too much for one message of the cluster: split it');
  }
  const outcome =
    kind === 'no-quorum' || kind === 'unreachable' || kind === 'newer'
      ? 'Not carried out in time. It may still be once the cluster is back: look before you try again'
      : 'Nothing was changed';
  return problemDetails('cluster-unavailable', `${outcome}. ${reasonOf(error)}`);
}

function placeOf({ sequence, id, storedAt }: StreamMessage): StreamPlace {
  return { sequence, id, storedAt };
}

function keyOf({ collector, incarnation }: BatchNumber): string {
  return `${collector} ${incarnation}`;
}
