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
  /** Changed diagnosis verdicts of tunnels. */
  | { kind: 'verdicts'; verdicts: VerdictChange[] }
  | { kind: 'sources'; sources: SourceHealth[]; gone: number[] }
  | { kind: 'storeError'; message: string | null; code: StoreErrorCode | null }
  /** The upkeep found damage. */
  | { kind: 'damage'; damage: DatabaseDamage }
  | { kind: 'storage'; storage: Storage }
  /** The result of a command, once it is durable. */
  | { kind: 'commandResult'; requestId: number; result: AnyCommandResult }
  | { kind: 'alarming'; alarming: AlarmStatus }
  /** Settings of the rate rules, at the start and after each change. */
  | { kind: 'rules'; rules: RuleEntry[] }
  /** Entries of the inventory: all of them at the start, then the changed ones. */
  | { kind: 'inventory'; changes: InventoryChange[] }
  /** Notes of the main thread have been entered in the audit trail. */
  | { kind: 'noted'; requestId: number }
  | { kind: 'ingestProgress'; requestId: number; bytes: number; totalBytes: number }
  | { kind: 'ingestDone'; requestId: number; report: IngestReport }
  | { kind: 'ingestFailed'; requestId: number; message: string }
  /** Notifications were created, and results of deliveries stored. */
  | { kind: 'outbox'; made: number; results: Pick<OutboxResult, 'id' | 'attempts'>[] }
  | { kind: 'warning'; message: string }
  | { kind: 'failed'; message: string }
  | { kind: 'stopped' };

export type ToIngest =
  /** The request of a person or a program. The rows of an import are sent ahead of it, and left out here. */
  | { kind: 'command'; requestId: number; command: Command; actor: Actor }
  /** Rows of a requested import, in several messages of limited size. */
  | { kind: 'importRows'; requestId: number; rows: readonly ImportRow[] }
  | { kind: 'notes'; requestId: number; notes: AuditNote[] }
  | { kind: 'ingest'; requestId: number; files: string[] }
  | { kind: 'deliveries'; results: OutboxResult[] }
  /** The monitor's own state as shown on the screens, for the time machine. */
  | { kind: 'record'; record: StoredRecord }
  /** A problem of the store as others than the pipeline see it; null when it is resolved. */
  | { kind: 'storeCondition'; rule: StoreRule; message: string | null }
  | { kind: 'stop' };

/** The start parameters of the ingest thread. */
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
  /** Null when nothing is followed. */
  monitoring: MonitoringSettings | null;
  /** The notification channels and their filters; without secrets. */
  channels: readonly ChannelFilter[];
  /** Rate rules; null when nothing is followed. */
  rules: AlertRules | null;
  /** Settings of the live diagnosis; null when nothing is followed. */
  diagnosis: DiagnosisSettings | null;
}
