import type { Alert } from '@tunnelwatch/shared/alert';
import type { Actor } from '@tunnelwatch/shared/actor';
import type { AlertCommand, BulkCommand, BulkResult, CommandResult } from '@tunnelwatch/shared/alert-command';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { MaintenanceWindowBody, WindowResult } from '@tunnelwatch/shared/maintenance-window';
import type { InventoryCommand, InventoryResult } from '@tunnelwatch/shared/inventory';
import type { AlertRuleName, AlertRules, RuleBody, RuleEntry, RuleResult } from '@tunnelwatch/shared/alert-rules';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { Alarming } from '../alert/alarming.js';
import type { ImportOrigin, ImportResult } from '../inventory/inventory-book.js';
import type { InventoryChange } from '../inventory/inventory-list.js';
import type { ImportRow } from '../inventory/plan-import.js';
import type { GatewayRecord } from '../aggregate/gateway-life.js';
import type { DatabaseDamage, Storage } from '@tunnelwatch/shared/storage';
import type { StoreRule } from '../alert/store-rules.js';
import type { StoreErrorCode } from '../store/store.js';
import type { RetentionSettings } from '../store/retention-settings.js';
import type { ListenerSettings } from '../config/settings.js';
import type { ChannelFilter } from '../config/channel-schema.js';
import type { SyslogLimits } from '../config/syslog-schema.js';
import type { OutboxResult } from '../store/outbox.js';
import type { StoredRecord } from '../store/past-record.js';
import type { VerdictChange } from '../diagnose/live-diagnosis.js';
import type { Step } from '../store/step.js';
import type { MonitoringSettings } from './condition-watch.js';

export interface IngestReport {
  lines: number;
  events: number;
  unknown: number;
  other: number;
  unreadable: number;
  empty: number;
}

export type FromPipeline =
  | { kind: 'ready'; step: number; alerts: Alert[]; gateways: GatewayRecord[] }
  | { kind: 'step'; step: Step }
  /** What tunnels' drops are consistent with, where that has changed. */
  | { kind: 'verdicts'; verdicts: VerdictChange[] }
  | { kind: 'sources'; sources: SourceHealth[]; gone: number[] }
  | { kind: 'storeError'; message: string | null; code: StoreErrorCode | null }
  /** Upkeep met damage. */
  | { kind: 'damage'; damage: DatabaseDamage }
  | { kind: 'storage'; storage: Storage }
  | { kind: 'commandResult'; requestId: number; result: CommandResult }
  | { kind: 'bulkResult'; requestId: number; result: BulkResult }
  | { kind: 'windowResult'; requestId: number; result: WindowResult }
  | { kind: 'alarming'; alarming: Alarming }
  /** Settings of the rules about rates, at the start and after each change. */
  | { kind: 'rules'; rules: RuleEntry[] }
  | { kind: 'ruleResult'; requestId: number; result: RuleResult; rules: RuleEntry[] }
  /** Entries of the inventory: all of them at the start, then those that have changed. */
  | { kind: 'inventory'; changes: InventoryChange[] }
  | { kind: 'inventoryResult'; requestId: number; result: InventoryResult }
  | { kind: 'importResult'; requestId: number; result: ImportResult }
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

export type ToPipeline =
  | { kind: 'act'; requestId: number; command: AlertCommand; actor: Actor }
  | { kind: 'actOnAll'; requestId: number; command: BulkCommand; actor: Actor }
  | { kind: 'addWindow'; requestId: number; body: MaintenanceWindowBody; actor: Actor }
  | { kind: 'endWindow'; requestId: number; id: number; actor: Actor }
  | { kind: 'setRule'; requestId: number; name: AlertRuleName; body: RuleBody; actor: Actor }
  | { kind: 'inventory'; requestId: number; command: InventoryCommand; actor: Actor }
  /** Rows of a file, many messages of them; then the file is imported. */
  | { kind: 'inventoryRows'; importId: number; rows: readonly ImportRow[] }
  | { kind: 'importInventory'; requestId: number; importId: number; origin: ImportOrigin; actor: Actor }
  | { kind: 'note'; requestId: number; notes: AuditNote[] }
  | { kind: 'ingest'; requestId: number; files: string[] }
  | { kind: 'outboxResults'; results: OutboxResult[] }
  /** What was shown of the monitor itself, for the time machine. */
  | { kind: 'record'; record: StoredRecord }
  /** What is wrong with the store as others than the pipeline see it; null when that is over. */
  | { kind: 'storeCondition'; rule: StoreRule; message: string | null }
  | { kind: 'stop' };

/** What the pipeline's thread is started with. */
export interface PipelineWorkerData {
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
