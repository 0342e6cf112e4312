import type { Alert } from '@tunnelwatch/shared/alert';
import type { Actor } from '@tunnelwatch/shared/actor';
import type { AnyCommandResult, Command } from '@tunnelwatch/shared/commands';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { AlertRules, RuleEntry } from '@tunnelwatch/shared/alert-rules';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { AlarmStatus } from '../core/alert/health/alarm-status.js';
import type { InventoryChange } from '../core/inventory/inventory-list.js';
import type { ImportRow } from '@tunnelwatch/shared/inventory';
import type { GatewayRecord } from '../core/aggregate/gateway-life.js';
import type { DatabaseDamage, Storage } from '@tunnelwatch/shared/storage';
import type { StoreRule } from '../core/alert/monitoring/store-rules.js';
import type { StoreErrorCode } from '../store/store.js';
import type { RetentionSettings } from '../store/retention-settings.js';
import type { ListenerSettings } from '../config/settings.js';
import type { ChannelFilter } from '../core/notifications/channel-filter.js';
import type { SyslogLimits } from '../config/syslog-schema.js';
import type { OutboxResult } from '../core/notifications/outbox.js';
import type { StoredRecord } from '../core/past-record.js';
import type { VerdictChange } from '../core/diagnose/live-diagnosis.js';
import type { Step } from '../store/step.js';
import type { MonitoringSettings } from '../core/alert/monitoring/health-monitor.js';

export interface IngestReport {
  lines: number;
  events: number;
  unknown: number;
  other: number;
  unreadable: number;
  empty: number;
}

export type FromIngest =
  | { kind: 'ready'; step: number; alerts: Alert[]; gateways: GatewayRecord[] }
  | { kind: 'step'; step: Step }
  /** What tunnels' drops are consistent with, where that has changed. */
  | { kind: 'verdicts'; verdicts: VerdictChange[] }
  | { kind: 'sources'; sources: SourceHealth[]; gone: number[] }
  | { kind: 'storeError'; message: string | null; code: StoreErrorCode | null }
  /** Upkeep met damage. */
  | { kind: 'damage'; damage: DatabaseDamage }
  | { kind: 'storage'; storage: Storage }
  /** What a command came to, once it is durable. */
  | { kind: 'commandResult'; requestId: number; result: AnyCommandResult }
  | { kind: 'alarming'; alarming: AlarmStatus }
  /** Settings of the rules about rates, at the start and after each change. */
  | { kind: 'rules'; rules: RuleEntry[] }
  /** Entries of the inventory: all of them at the start, then those that have changed. */
  | { kind: 'inventory'; changes: InventoryChange[] }
  /** Notes of the main thread stand in the audit trail. */
  | { kind: 'noted'; requestId: number }
  | { kind: 'ingestProgress'; requestId: number; bytes: number; totalBytes: number }
  | { kind: 'ingestDone'; requestId: number; report: IngestReport }
  | { kind: 'ingestFailed'; requestId: number; message: string }
  /** Notifications were made, and results of deliveries stored. */
  | { kind: 'outbox'; made: number; results: Pick<OutboxResult, 'id' | 'attempts'>[] }
  | { kind: 'warning'; message: string }
  | { kind: 'failed'; message: string }
  | { kind: 'stopped' };

export type ToIngest =
  /** What a person or a program asks for. The rows of an import have come before it, and are left out here. */
  | { kind: 'command'; requestId: number; command: Command; actor: Actor }
  /** Rows of the import of a request, in several messages of a bearable size. */
  | { kind: 'importRows'; requestId: number; rows: readonly ImportRow[] }
  | { kind: 'notes'; requestId: number; notes: AuditNote[] }
  | { kind: 'ingest'; requestId: number; files: string[] }
  | { kind: 'deliveries'; results: OutboxResult[] }
  /** What was shown of the monitor itself, for the time machine. */
  | { kind: 'record'; record: StoredRecord }
  /** What is wrong with the store as others than the pipeline see it; null when that is over. */
  | { kind: 'storeCondition'; rule: StoreRule; message: string | null }
  | { kind: 'stop' };

/** What the pipeline's thread is started with. */
export interface IngestWorkerData {
  dataDirectory: string;
  catalogueFile: string | null;
  groups: { files: readonly string[]; gateway: string | null; timeZone: string }[];
  listeners: readonly ListenerSettings[];
  syslog: SyslogLimits;
  timeZone: string;
  maxLineBytes: number;
  pollMs: number;
  pastAfterMs: number;
  mostAlertsPerRule: number;
  storeOther: boolean;
  /** False when nobody is shown what was stored. */
  isWatched: boolean;
  retention: RetentionSettings;
  /** Null where nothing is followed. */
  monitoring: MonitoringSettings | null;
  /** Who else is told of alerts, and of which; without secrets. */
  channels: readonly ChannelFilter[];
  /** Rules about rates; null where nothing is followed. */
  rules: AlertRules | null;
  /** How live drops are diagnosed; null where nothing is followed. */
  diagnosis: DiagnosisSettings | null;
}
