import type { AlertRules, RuleEntry } from '@tunnelwatch/shared/alert-rules';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { AuditedRequest, AuditNote } from '@tunnelwatch/shared/audit';
import type { AnyCommandResult } from '@tunnelwatch/shared/commands';
import { type DiagnosisSettings, USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import { isStandInGateway } from '@tunnelwatch/shared/stand-in';
import { type AlertSubject, gatewayOf, type Subject } from '@tunnelwatch/shared/subject';
import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import type { Silence } from '@tunnelwatch/shared/source-health';
import { GatewayNames, type KnownName } from './aggregate/gateway-names.js';
import { GatewayLives, type GatewayRecord } from './aggregate/gateway-life.js';
import { joinLives } from './aggregate/joined-lives.js';
import { Interner } from './aggregate/interner.js';
import { turnSettingsOf } from './aggregate/member-turns.js';
import { BucketCounts } from './aggregate/pair-counts.js';
import type { KindRecord, LeavingNames, StoredSubjects, SubjectRecord, UnusedNames } from './aggregate/records.js';
import { SourceRegistry } from './aggregate/source-registry.js';
import type { SourceRecord } from './aggregate/source-tally.js';
import type { AlarmStatus } from './alert/health/alarm-status.js';
import { HealthMonitor, type MonitoringSettings, type WatchedSource } from './alert/monitoring/health-monitor.js';
import { storeCondition, STORE_SUBJECT, type StoreRule } from './alert/monitoring/store-rules.js';
import { RateEvaluator } from './alert/rates/rate-evaluator.js';
import type { StoredRule } from './alert/rates/rule-settings.js';
import type { UsualRate } from './alert/rates/usual-rates.js';
import { AlertRegistry } from './alert/registry/alert-registry.js';
import type { SubjectVerdict } from './alert/registry/alert-verdicts.js';
import { AlertTally } from './alert/registry/alert-tally.js';
import { joinAlerts } from './alert/registry/joined-alerts.js';
import { type ConditionChanges, ProposedConditions } from './alert/registry/proposed-conditions.js';
import type { AlertMember } from './alert/registry/folding.js';
import { DiagnosisRule } from './alert/rules/diagnosis-rule.js';
import { type WindowChange, windowNow } from './alert/windows/windows.js';
import type { Catalogue } from './classify/catalogue.js';
import { CommandHandler } from './command-handler.js';
import type { VerdictChange } from './diagnose/live-diagnosis.js';
import type { EventColumns } from './events/event-columns.js';
import type { EventPart } from './events/event-part.js';
import type { FollowedSource, Input, LinesInput, TickInput } from './input.js';
import { inventoryNow } from './inventory/inventory-now.js';
import { Inventory, type StoredInventory } from './inventory/inventory.js';
import type { InventoryChange } from './inventory/inventory-list.js';
import { LineProcessor } from './lines/line-processor.js';
import { type NameLimits, USUAL_NAME_LIMITS } from './senders/name-budget.js';
import type { SenderRecord } from './senders/sender-record.js';
import { type SenderChange, Senders } from './senders/senders.js';
import { Escalator } from './notifications/escalator.js';
import { notificationsOf } from './notifications/notifications-of.js';
import type { OutboxEntry, OutboxResult } from './notifications/outbox.js';
import type { NotificationPlan } from './notifications/plan.js';
import { criticalsAfter, type Unstored } from './notifications/unstored.js';
import type { StoredRecord, VerdictMark } from './past-record.js';

/** The last stored state of the monitor. */
export interface MonitorState {
  subjects: readonly SubjectRecord[];
  kinds: readonly KindRecord[];
  sources: readonly SourceRecord[];
  gateways: readonly GatewayRecord[];
  alerts: readonly Alert[];
  /** The highest alert id ever assigned. */
  lastAlertId: number;
  /** The highest number ever assigned to a subject, and all names that gateways are stored under, the oldest first. */
  lastSubjectId?: number;
  /** False where the store has more subjects than `subjects`: then they are looked up there. */
  hasAllSubjects?: boolean;
  storedNames?: readonly KnownName[];
  /** Subjects grouped under active alerts. */
  members?: readonly AlertMember[];
  /** Current maintenance windows, and those that ended recently. */
  windows?: readonly MaintenanceWindow[];
  /** Recent requests by their key, the oldest first. */
  requests?: ReadonlyMap<string, AuditedRequest>;
  /**
   * Counts of the last minutes for the rate rules, six numbers per row: subject, minute since the epoch, kind, count, and
   * the second within the minute of the first and the last event. The same three may occur more than once.
   */
  recent?: Float64Array;
  usual?: readonly UsualRate[];
  /** What the drops of tunnels are consistent with, on a replica: another node may have found it, and it goes on. */
  verdicts?: readonly SubjectVerdict[];
  ruleSettings?: readonly StoredRule[];
  /** Operators' names of tunnels and interfaces. */
  inventory?: StoredInventory;
  /** What senders have spent of their budgets of new names, and who is blocked. */
  senders?: readonly SenderRecord[];
}

export interface MonitorOptions {
  catalogue: Catalogue;
  /** Events older than this on arrival raise nothing, milliseconds. */
  pastAfterMs: number;
  mostAlertsPerRule: number;
  /** The longest maintenance window, milliseconds. */
  maxWindowMs: number;
  /** True to store messages of other categories too. */
  storeOther: boolean;
  /** Monitoring of sources and gateways; null when nothing is followed. */
  monitoring: MonitoringSettings | null;
  /** The longest usual time between two ticks, milliseconds. */
  tickMs: number;
  /** Rate rules; null when no rates are evaluated. */
  rules: AlertRules | null;
  /** Settings of the live diagnosis; null when drops are not diagnosed. */
  diagnosis: DiagnosisSettings | null;
  /** How many new names a sender may bring; usual numbers by default. */
  nameLimits?: NameLimits;
  /** Who is notified of what, until another plan is applied. */
  plan: NotificationPlan;
  /** The names of gateways by other names of theirs in small letters, chains resolved; none by default. */
  aliases?: ReadonlyMap<string, string>;
  /** False when nobody is shown what was stored: then no rate is evaluated, no drop diagnosed, and no counts kept for a step. */
  isWatched: boolean;
  /**
   * True where several nodes apply the same inputs: what rules about conditions find is proposed, and counts when it comes
   * back as an input.
   */
  isReplica?: boolean;
  /** When this run began, epoch ms. */
  startedAt: number;
  /** Where to look up subjects that are not in memory; without it, all that were ever seen are kept there. */
  storedSubjects?: StoredSubjects | undefined;
  /** The most subjects in memory; a usual number by default. */
  mostSubjects?: number;
  /** Returns empty columns to fill; they leave with the part that contains them. */
  columns: () => EventColumns;
}

/** The result of an input for its sender, or for display before it is stored. */
export interface Outcome {
  /** The answer to a command; undefined for any other input, and for an import that continues. */
  result: AnyCommandResult | undefined;
  /** New verdicts, and those that have ended. */
  verdicts: readonly VerdictChange[];
}

/** A part of the events since the last batch, with its counts by second. */
export interface CountedPart {
  part: EventPart;
  counts: BucketCounts;
}

/** Everything that has changed since the last call, to be stored in one transaction. */
export interface MonitorChanges {
  /** Number of lines of any kind. */
  lines: number;
  sources: SourceRecord[];
  gateways: GatewayRecord[];
  /** Gateways whose signs of life gave way to those of new ones. */
  goneGateways: string[];
  alerts: Alert[];
  members: AlertMember[];
  windows: WindowChange[];
  audit: AuditNote[];
  outbox: OutboxEntry[];
  outboxResults: OutboxResult[];
  verdicts: VerdictMark[];
  records: StoredRecord[];
  usual: UsualRate[];
  ruleSettings: StoredRule[];
  senders: SenderChange[];
  /** Answers to what was found unused. */
  leaving: LeavingNames[];
}

/** Counts of what was discarded are stored at least this often. */
const SENDERS_EVERY_MS = 10_000;

const NO_SILENCES: ReadonlyMap<number, Silence> = new Map();

const NOTHING: Outcome = { result: undefined, verdicts: [] };

/**
 * The core: what is believed of tunnels, gateways and alerts, as a fold over inputs. It reads no clock, no file and no
 * store. Lines arrive through `lines`, one by one and in order, and everything else through `apply`; changes are drained
 * when a batch is stored, and a new monitor that starts from the stored state continues as if nothing had happened.
 */
export class Monitor {
  readonly sources: SourceRegistry;
  readonly lines: LineProcessor;
  readonly interner: Interner;
  readonly senders: Senders;
  private readonly names: GatewayNames;
  private readonly lives: GatewayLives;
  private readonly alerts: AlertRegistry;
  private readonly alertTally: AlertTally;
  /** On a replica, what rules find goes there instead of to the alerts. */
  private readonly proposed: ProposedConditions | undefined;
  private readonly health: HealthMonitor | undefined;
  private readonly rates: RateEvaluator | undefined;
  private readonly diagnosis: DiagnosisRule | undefined;
  private readonly inventory: Inventory;
  private readonly commands: CommandHandler;
  private readonly parts: CountedPart[] = [];
  private watched: readonly WatchedSource[] = [];
  /** What `watched` was made of, and how many there were. */
  private followed: { from: readonly FollowedSource[]; count: number } = { from: [], count: 0 };
  /** Those of `watched` that are copies, with their originals. */
  private copies: { copy: WatchedSource; of: FollowedSource }[] = [];
  private plan: NotificationPlan;
  private readonly escalator = new Escalator();
  private readonly outbox: OutboxEntry[] = [];
  private readonly audit: AuditNote[] = [];
  private readonly deliveries: OutboxResult[] = [];
  private readonly verdicts: VerdictMark[] = [];
  private readonly records: StoredRecord[] = [];
  private readonly leaving: LeavingNames[] = [];
  private sendersStoredAt = Number.NEGATIVE_INFINITY;

  constructor(
    state: MonitorState,
    private readonly options: MonitorOptions,
  ) {
    const { catalogue, storeOther, monitoring, diagnosis, columns } = options;
    this.plan = options.plan;
    this.names = namesIn(state, options.aliases);
    const nowOf = (gateway: string) => this.names.nowOf(gateway);
    this.interner = new Interner(state, state.kinds, options.storedSubjects, options.mostSubjects);
    this.sources = new SourceRegistry(state.sources);
    this.inventory = new Inventory(inventoryNow(state.inventory ?? { entries: [], lastId: 0 }, nowOf));
    this.lives = new GatewayLives(joinLives(state.gateways, nowOf), turnSettingsOf(diagnosis ?? USUAL_DIAGNOSIS));
    this.senders = new Senders(state.senders ?? [], options.nameLimits ?? USUAL_NAME_LIMITS);
    this.alerts = this.openAlerts(state);
    this.proposed = options.isReplica === true ? new ProposedConditions(this.alerts) : undefined;
    this.alertTally = new AlertTally(this.alerts, this.interner);
    if (monitoring !== null)
      this.health = new HealthMonitor(
        this.proposed ?? this.alerts,
        this.lives,
        monitoring,
        options.tickMs,
        this.sources.all(),
        this.senders,
      );
    this.rates = this.openRates(state);
    this.diagnosis = this.openDiagnosis();
    this.commands = new CommandHandler({
      alerts: this.alerts,
      inventory: this.inventory,
      rates: this.rates,
      senders: this.senders,
    });
    this.lines = new LineProcessor({
      catalogue,
      storeOther,
      columns,
      interner: this.interner,
      sources: this.sources,
      lives: this.lives,
      names: this.names,
      alertTally: this.alertTally,
      senders: this.senders,
      isInInventory: (subject) => this.isInInventory(subject),
      mostSubjects: options.mostSubjects,
      onFull: () => {
        this.endLines();
      },
    });
  }

  /** Applies an input. */
  apply(input: Input): Outcome {
    // Earlier lines count before it.
    if (input.kind !== 'lines') this.endLines();
    const outcome = this.fold(input);
    this.journal();
    return outcome;
  }

  private fold(input: Input): Outcome {
    switch (input.kind) {
      case 'lines':
        this.foldLines(input);
        return NOTHING;
      case 'tick':
        return { result: undefined, verdicts: this.tick(input) };
      case 'command':
        return { result: this.commands.handle(input.command, input.actor, input.at), verdicts: [] };
      case 'advanceImport':
        return { result: this.commands.advanceImport(), verdicts: [] };
      case 'conditions':
        this.proposed?.decide(input, input.at);
        for (const { subject, verdict } of input.verdicts) this.markVerdict(subject, verdict, input.at);
        return NOTHING;
      case 'notes':
        this.audit.push(...input.notes);
        return NOTHING;
      case 'deliveries':
        this.deliveries.push(...input.results);
        return NOTHING;
      case 'storeCondition':
        this.storeCondition(input.rule, input.message, input.at);
        return NOTHING;
      case 'plan':
        this.plan = input.plan;
        return NOTHING;
      case 'record':
        this.records.push(input.record);
        return NOTHING;
      case 'forget':
        this.letGo(input.unused);
        return NOTHING;
      case 'forgotten':
        this.interner.settle(input.left.subjects, input.kept);
        this.forgetGateways(input.left.gateways);
        return NOTHING;
    }
  }

  /** What is in use stays; an answer comes in any case, for the store waits for it. */
  private letGo({ subjects, gateways }: UnusedNames): void {
    const { rates, diagnosis } = this;
    const isHeld = (id: number) => rates?.holds(id) === true || diagnosis?.holds(id) === true;
    const ids = this.interner.letGo(subjects.filter(({ id }) => !isHeld(id)));
    for (const id of ids) rates?.forget(id);
    if (ids.length > 0) this.lines.forget(new Set(ids));
    this.leaving.push({ subjects: ids, gateways });
  }

  /** One that has come again meanwhile is stored again, and known. */
  private forgetGateways(gateways: readonly string[]): void {
    const isBack = (gateway: string) =>
      this.lives.has(gateway) || this.interner.hasGateway(gateway) || this.isInInventory({ kind: 'gateway', gateway });
    const gone = gateways.filter((gateway) => !isBack(gateway));
    if (gone.length === 0) return;
    this.names.forget(new Set(gone));
    this.lines.forget(new Set());
  }

  private markVerdict(subject: AlertSubject, verdict: VerdictMark['verdict'], at: number): void {
    if (subject.kind !== 'tunnel') return;
    this.verdicts.push({ subjectId: this.interner.subjectId(subject), at, verdict });
  }

  private storeCondition(rule: StoreRule, message: string | null, at: number): void {
    if (this.options.monitoring === null) return;
    if (message === null) this.alerts.clear(rule, STORE_SUBJECT, at);
    else this.alerts.raise(storeCondition(rule, message, at), at);
  }

  /**
   * Enters the changes of an input into the audit trail, and its notifications into the outbox: in the order of inputs
   * and with the names of that moment, whatever they are stored together with.
   */
  private journal(): void {
    const changes = this.alerts.takeChanges();
    for (const entry of notificationsOf(changes, this.plan, this.inventory.list.names)) this.outbox.push(entry);
    for (const note of this.alerts.takeAudit(changes)) this.audit.push(note);
    for (const note of this.rates?.settings.takeAudit() ?? []) this.audit.push(note);
    for (const note of this.inventory.takeAudit()) this.audit.push(note);
    for (const note of this.senders.takeAudit()) this.audit.push(note);
  }

  /** True while an import of the inventory is in progress: it is stored completely or not at all, so nothing is drained then. */
  get isImporting(): boolean {
    return this.commands.isImporting;
  }

  /** The overall state of the alarms. @param at epoch ms */
  alarmStatus(at: number): AlarmStatus {
    return { flood: this.alerts.flood(at), windows: this.alerts.maintenanceWindows() };
  }

  /** The Criticals that came after a time. @param since epoch ms */
  criticalsAfter(since: number): Pick<Unstored, 'criticals' | 'newest'> {
    return criticalsAfter(this.alerts.all(), since);
  }

  /** The words of the active alert about our own store; undefined without one. */
  storeAlert(rule: StoreRule): string | undefined {
    return this.alerts.raised(rule, STORE_SUBJECT)?.message;
  }

  /** This node's findings count for all from now on. @param at epoch ms */
  takeOver(at: number): void {
    this.rates?.takeOver(at);
  }

  /** True when rules have found something that is not decided on. */
  get hasProposals(): boolean {
    return this.proposed?.hasAny === true;
  }

  /** What rules have found that is not decided on; nothing where there is one node. @param most of each kind */
  proposals(most?: number): ConditionChanges {
    return this.proposed?.proposals(most) ?? { raised: [], cleared: [], verdicts: [] };
  }

  /** The rate rules with their settings; none when no rates are evaluated. */
  rules(): RuleEntry[] {
    return this.rates?.settings.entries() ?? [];
  }

  /** The silences of the followed sources, as of the last tick, by the number of the source. */
  silences(): ReadonlyMap<number, Silence> {
    return this.health?.silences() ?? NO_SILENCES;
  }

  /** Full parts, with their counts. */
  drainParts(): CountedPart[] {
    return this.parts.splice(0);
  }

  /** Parts that wait to be drained. */
  get pendingParts(): number {
    return this.parts.length;
  }

  /** Changes of the inventory since the last call: after an import there are many, and a few at a time are returned. */
  drainInventory(): InventoryChange[] {
    return this.inventory.takeChanges();
  }

  /**
   * Everything else that has changed since the last call; its events are in the parts. Undefined when there is nothing
   * to store.
   * @param at epoch ms
   * @param isNeeded true when something else is to be stored anyway, such as positions
   */
  drainChanges(at: number, isNeeded: boolean): MonitorChanges | undefined {
    this.endLines();
    const { alerts, rates } = this;
    const lines = this.lines.drainLines();
    this.health?.learnOf(this.sources.changedRecords());
    this.health?.learnOf(this.lives.changedRecords());
    const changes = {
      sources: this.sources.drainChanges(),
      alerts: alerts.takeChanged(),
      audit: this.audit.splice(0),
      outboxResults: this.deliveries.splice(0),
      verdicts: this.verdicts.splice(0),
      records: this.records.splice(0),
      leaving: this.leaving.splice(0),
    };
    // Signs of life and usual rates change with lines: on their own they are not worth a commit.
    // What blocked senders send is worth one now and then.
    const areSendersDue = this.senders.hasChanges && at - this.sendersStoredAt >= SENDERS_EVERY_MS;
    const isIdle = lines === 0 && !areSendersDue && Object.values(changes).every(({ length }) => length === 0);
    if (isIdle && !isNeeded) return undefined;
    this.sendersStoredAt = at;
    return {
      ...changes,
      lines,
      gateways: this.lives.takeChanges(),
      goneGateways: this.lives.takeGone(),
      members: alerts.takeMembers(),
      windows: alerts.takeWindows(),
      outbox: this.outbox.splice(0),
      usual: rates?.takeUsual(at) ?? [],
      ruleSettings: rates?.settings.takeChanges() ?? [],
      senders: this.senders.takeChanges(),
    };
  }

  /** Ends the input of the lines so far; anything that follows comes after it. */
  endLines(): void {
    const part = this.lines.takePart();
    if (part !== undefined) this.apply({ kind: 'lines', at: this.lines.now, part });
  }

  private foldLines({ at, part }: LinesInput): void {
    this.alertTally.settle();
    const counts = this.options.isWatched ? countBySecond(part.columns, this.interner.repeatsOf) : new BucketCounts();
    this.rates?.feed(counts.buckets, at);
    this.diagnosis?.feed(part, at);
    this.parts.push({ part, counts });
  }

  private tick({ at, sources, patterns = [] }: TickInput): VerdictChange[] {
    if (this.options.monitoring !== null) this.alerts.tick(at);
    this.escalate(at);
    this.rates?.tick(at);
    const verdicts = this.diagnosis?.evaluate(at) ?? [];
    // On a replica they are on record once they have come back.
    if (this.proposed === undefined) {
      for (const { subjectId, verdict } of verdicts) this.verdicts.push({ subjectId, at, verdict });
    }
    if (sources === null) this.health?.pause();
    else this.health?.evaluate(this.watch(sources), at, patterns);
    return verdicts;
  }

  private escalate(at: number): void {
    const { plan, inventory, alerts } = this;
    for (const entry of this.escalator.due(alerts.all(), plan, inventory.list.names, at)) this.outbox.push(entry);
  }

  /** The sources of a tick with their records: the same objects from tick to tick, since there may be thousands of them. */
  private watch(followed: readonly FollowedSource[]): readonly WatchedSource[] {
    if (followed !== this.followed.from || followed.length !== this.followed.count) {
      this.followed = { from: followed, count: followed.length };
      this.copies = [];
      this.watched = followed.flatMap((each) => this.watchedOf(each) ?? []);
    }
    for (const { copy, of } of this.copies) {
      copy.lagMs = of.lagMs;
      copy.waitingConnections = of.waitingConnections;
      copy.certificate = of.certificate ?? null;
      copy.problem = of.problem;
      copy.isFinished = of.isFinished;
    }
    return this.watched;
  }

  private watchedOf(followed: FollowedSource): WatchedSource | undefined {
    const source = this.sources.byNumber(followed.id);
    if (source === undefined) return undefined;
    if (isWatchedAs(followed, source)) return followed;
    const { lagMs, waitingConnections, certificate = null, problem, isFinished } = followed;
    const copy = { source, lagMs, waitingConnections, certificate, problem, isFinished };
    this.copies.push({ copy, of: followed });
    return copy;
  }

  private openAlerts({ alerts, members, windows, lastAlertId, requests, verdicts = [] }: MonitorState): AlertRegistry {
    const { pastAfterMs, mostAlertsPerRule, maxWindowMs } = this.options;
    const { names } = this.inventory.list;
    const nowOf = (gateway: string) => this.names.nowOf(gateway);
    const joined = joinAlerts(alerts, members ?? [], nowOf);
    return new AlertRegistry(
      {
        alerts: joined.alerts,
        members: joined.members,
        twins: { alerts: joined.twins, at: this.options.startedAt },
        windows: (windows ?? []).map((window) => windowNow(window, nowOf)),
        lastId: lastAlertId,
        requests: requests ?? new Map(),
        verdicts,
        demandOf: (subject) => names.entryOf(subject),
        isNewGateway: (subject, at) => this.isNewGateway(subject, at),
      },
      { pastAfterMs, mostPerRule: mostAlertsPerRule, maxWindowMs },
    );
  }

  private isInInventory(subject: Subject): boolean {
    const { names } = this.inventory.list;
    return subject.kind === 'gateway' ? names.hasGateway(subject.gateway) : names.entryOf(subject) !== undefined;
  }

  /** Whether a gateway has hardly been heard of, and nobody has named it; one that stands for others always. */
  private isNewGateway(subject: AlertSubject, at: number): boolean {
    const gateway = gatewayOf(subject);
    if (gateway !== null && isStandInGateway(gateway)) return true;
    if (gateway === null || this.inventory.list.names.entryOf(subject) !== undefined) return false;
    return this.lives.isNew(gateway, at);
  }

  private openRates({ recent, usual, ruleSettings }: MonitorState): RateEvaluator | undefined {
    const { rules, isWatched, pastAfterMs, startedAt } = this.options;
    if (rules === null || !isWatched) return undefined;
    const { interner } = this;
    return new RateEvaluator({
      rules,
      pastAfterMs,
      book: this.proposed ?? this.alerts,
      isShared: this.proposed !== undefined,
      recent: recent ?? [],
      usual: usual ?? [],
      storedRules: ruleSettings ?? [],
      now: startedAt,
      subjectOf: interner.subjectById,
      idOf: (subject) => interner.subjectId(subject),
      kindOf: interner.kindById,
    });
  }

  private openDiagnosis(): DiagnosisRule | undefined {
    const { diagnosis, isWatched, pastAfterMs } = this.options;
    if (diagnosis === null || !isWatched) return undefined;
    const { interner, alerts, lives } = this;
    return new DiagnosisRule({
      pastAfterMs,
      lives,
      book: this.proposed ?? alerts,
      settings: diagnosis,
      subjectOf: interner.subjectById,
      kindOf: interner.kindById,
    });
  }
}

/** True when a followed source comes with this record of it: then it is watched as it is, without a copy. */
function isWatchedAs(followed: FollowedSource, source: SourceRecord): followed is FollowedSource & WatchedSource {
  return followed.source === source;
}

/** The gateways that are known, oldest first. */
function namesIn(
  { subjects, gateways, storedNames }: MonitorState,
  aliases?: ReadonlyMap<string, string>,
): GatewayNames {
  if (storedNames !== undefined) return new GatewayNames(storedNames, aliases);
  const domains = new Map<string, string | null>();
  for (const { subject } of subjects) domains.set(subject.gateway, null);
  for (const { gateway, domain } of gateways) domains.set(gateway, domain);
  return new GatewayNames(
    Array.from(domains, ([gateway, domain]) => ({ gateway, domain })),
    aliases,
  );
}

/**
 * Counts of a part's events by second of their time, subject and kind.
 * @param repeatsOf how many events one of a kind counts for
 */
export function countBySecond(
  { count, times, subjectIds, kindIds }: EventColumns,
  repeatsOf: (kindId: number) => number,
): BucketCounts {
  const counts = new BucketCounts();
  for (let at = 0; at < count; at++) {
    const time = times[at] ?? 0;
    const kindId = kindIds[at] ?? 0;
    counts.at(Math.floor(time / 1000)).addMany(subjectIds[at] ?? 0, kindId, repeatsOf(kindId), time, time);
  }
  return counts;
}
