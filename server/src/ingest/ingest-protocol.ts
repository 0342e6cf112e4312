import type { Alert } from '@tunnelwatch/shared/alert';
import type { Actor } from '@tunnelwatch/shared/actor';
import type { AnyCommandResult, Command } from '@tunnelwatch/shared/commands';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { AlertRules, RuleEntry } from '@tunnelwatch/shared/alert-rules';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { ClusterStatus } from '@tunnelwatch/shared/cluster';
import type { SenderReport } from '@tunnelwatch/shared/sender';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { AlarmStatus } from '../core/alert/health/alarm-status.js';
import type { InventoryChange } from '../core/inventory/inventory-list.js';
import type { ImportRow } from '@tunnelwatch/shared/inventory';
import type { GatewayRecord } from '../core/aggregate/gateway-life.js';
import type { DatabaseDamage, Storage } from '@tunnelwatch/shared/storage';
import type { StoreRule } from '../core/alert/monitoring/store-rules.js';
import type { AuditKey } from '../store/audit/audit-key.js';
import type { StoreErrorCode } from '../store/store.js';
import type { RetentionSettings } from '../store/retention-settings.js';
import type { ClusterSettings, ListenerSettings } from '../config/settings.js';
import type { SharedSettings } from '../config/shared-settings.js';
import type { NameLimits } from '../core/senders/name-budget.js';
import type { NotificationPlan } from '../core/notifications/plan.js';
import type { SyslogLimits } from '../config/syslog-schema.js';
import type { OutboxResult } from '../core/notifications/outbox.js';
import type { Unstored } from '../core/notifications/unstored.js';
import type { StoredRecord } from '../core/past-record.js';
import type { VerdictChange } from '../core/diagnose/live-diagnosis.js';
import type { MadeFile } from './replica/copy-giver.js';
import type { Activity } from './source/health/activities.js';
import type { Step } from '../store/step.js';
import type { PeopleMessage, PeoplePosition } from '../cluster/people-message.js';
import type { ThreadProtocol } from '../threads/protocol.js';
import type { MonitoringSettings } from '../core/alert/monitoring/health-monitor.js';

export interface IngestReport {
  lines: number;
  events: number;
  unknown: number;
  other: number;
  unreadable: number;
  empty: number;
}

/** What the ingest thread can be asked for. */
export interface IngestCalls {
  /**
   * Has a command of a person or a program carried out; answered once that is durable.
   * @param upload the number under which the rows of an import were sent ahead, to be left out of the command; null where
   * the command is complete
   */
  carryOut(command: Command, actor: Actor, upload: number | null): Promise<AnyCommandResult>;
  /** Enters notes of the main thread in the audit trail; answered once they are durable. */
  enterNotes(notes: readonly AuditNote[]): Promise<void>;
  /**
   * Sends changes of people to all nodes of the cluster; answered once they stand in the stream.
   * @param id stores them once, however often they are sent
   */
  sendPeople(id: string, body: Uint8Array): Promise<void>;
  /**
   * Has settings applied on all nodes of the cluster; answered once they are in force here and durable.
   * @throws Error when they could not be sent, as far as is known, or there is no cluster
   */
  applySettings(values: SharedSettings, by: Actor): Promise<void>;
  /**
   * Reads whole files into the store beside what is being followed, one reading after the other.
   * @param reading the number by which `progress` refers to it
   */
  readFiles(reading: number, files: readonly string[]): Promise<IngestReport>;
}

/** What the ingest thread is told. */
export interface IngestOrders {
  /** Rows of an import, in several notices of a bearable size; the command that they belong to comes behind them. */
  importRows(upload: number, rows: readonly ImportRow[]): void;
  /** What became of deliveries, to be stored with the next commit. */
  storeResults(results: readonly OutboxResult[]): void;
  /** What was shown of the monitor itself, to be stored with the next commit for the time machine. */
  keepRecord(record: StoredRecord): void;
  /** Who is notified of what from now on. */
  setPlan(plan: NotificationPlan): void;
  /** What the configuration of this node says now of the settings that all nodes of a cluster share. */
  setFileSettings(file: SharedSettings): void;
  /** Attempts to enter a password that count on all nodes of the cluster, sealed. */
  tellAttempts(message: Uint8Array): void;
  /** A copy of this node's data was made for another one, or could not be. */
  giveCopy(copy: string, files: readonly MadeFile[], error: string | null): void;
  /** What is wrong with the store as others than this thread see it; null when that is over. */
  noteStore(rule: StoreRule, message: string | null): void;
}

/** What the ingest thread tells of its own accord. */
export interface IngestNotices {
  /** The store is open. */
  ready(alerts: readonly Alert[], gateways: readonly GatewayRecord[]): void;
  step(step: Step): void;
  /** What tunnels' drops are consistent with, where that has changed. */
  verdicts(verdicts: readonly VerdictChange[]): void;
  sources(sources: readonly SourceHealth[], gone: readonly number[]): void;
  /** Why the store accepts nothing for now; null once it does again. */
  storeError(message: string | null, code: StoreErrorCode | null): void;
  /** What waits while the store refuses; null once it accepts again. */
  unstored(unstored: Unstored | null): void;
  /** Upkeep met damage. */
  damage(damage: DatabaseDamage): void;
  storage(storage: Storage): void;
  alarming(alarming: AlarmStatus): void;
  /** Senders that named more than their budget of new names, and blocked ones: all of them, when one has changed. */
  senders(senders: readonly SenderReport[]): void;
  /** Settings of the rules about rates, at the start and after each change. */
  rules(rules: readonly RuleEntry[]): void;
  /** Entries of the inventory: all of them at the start, then those that have changed. */
  inventory(changes: readonly InventoryChange[]): void;
  /** How far a reading of whole files is. */
  progress(reading: number, bytes: number, totalBytes: number): void;
  /** Notifications were made, and results of deliveries stored. */
  outbox(made: number, results: readonly Pick<OutboxResult, 'id' | 'attempts'>[]): void;
  /** How the cluster is doing, when that has changed. */
  cluster(status: ClusterStatus): void;
  /** Another node wants a copy of this one's data; `giveCopy` answers. */
  copyWanted(copy: string): void;
  /** Whether this node acts for all of its cluster: it alone notifies. */
  acting(isActing: boolean): void;
  /** A message of the stream with changes of people, or without where only the position is told; in order. */
  people(message: PeopleMessage): void;
  /** A node of the cluster tells of attempts to enter a password, sealed. */
  attempts(message: Uint8Array): void;
  /** All changes of people that stood in the stream at the start were told. */
  peopleAtEnd(): void;
  /** Other settings are in force in the cluster than those this thread was started with: it has ended, and waits to be closed. */
  superseded(): void;
  warning(message: string): void;
  /** What has happened to sources, for the log. */
  activity(activity: Activity): void;
}

/** Calls and notices of the ingest thread. */
export interface IngestProtocol extends ThreadProtocol {
  data: IngestData;
  calls: IngestCalls;
  toThread: IngestOrders;
  fromThread: IngestNotices;
}

/** What the ingest thread is started with. */
export interface IngestData {
  dataDirectory: string;
  /** Chains the audit trail. */
  auditKey: AuditKey;
  catalogueFile: string | null;
  groups: { files: readonly string[]; gateway: string | null; timeZone: string }[];
  listeners: readonly ListenerSettings[];
  syslog: SyslogLimits;
  timeZone: string;
  maxLineBytes: number;
  pollMs: number;
  pastAfterMs: number;
  mostAlertsPerRule: number;
  maxWindowMs: number;
  storeOther: boolean;
  /** False when nobody is shown what was stored. */
  isWatched: boolean;
  retention: RetentionSettings;
  /** Null where this server is the only one. */
  cluster: ClusterSettings | null;
  /** Up to where people.db has the changes of the cluster; null where this server is the only one. */
  people: PeoplePosition | null;
  version: string;
  /** What the configuration of this node says of the settings that all nodes share; null where this server is the only one. */
  fileSettings: SharedSettings | null;
  /** Null when nothing is followed. */
  monitoring: MonitoringSettings | null;
  /** The notification channels with their filters, and the routes to them; without secrets. */
  plan: NotificationPlan;
  /** The names of gateways by other names of theirs, in small letters. */
  aliases: ReadonlyMap<string, string>;
  /** How many new names a sender may bring. */
  nameLimits: NameLimits;
  /** Rate rules; null when nothing is followed. */
  rules: AlertRules | null;
  /** Settings of the live diagnosis; null when nothing is followed. */
  diagnosis: DiagnosisSettings | null;
}
