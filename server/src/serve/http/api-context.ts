import type { CommandDoor } from '../commands/command-door.js';
import type { RuleEntry } from '@tunnelwatch/shared/alert-rules';
import type { AuditTrailState } from '@tunnelwatch/shared/api';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { ClusterSeen } from '@tunnelwatch/shared/cluster-view';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { Explanation } from '@tunnelwatch/shared/explanation';
import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import type { AcknowledgeLinkState, AlertSilence, ChannelState, ChannelTest } from '@tunnelwatch/shared/notification';
import type { Priority } from '@tunnelwatch/shared/priority';
import type { PastAnswer } from '@tunnelwatch/shared/past';
import type { View } from '@tunnelwatch/shared/protocol';
import type { SenderReport } from '@tunnelwatch/shared/sender';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { Storage } from '@tunnelwatch/shared/storage';
import type { WallSettings } from '@tunnelwatch/shared/wall';
import type { Catalogue } from '../../core/classify/catalogue.js';
import type { GatewayLife } from '../../core/aggregate/tunnel-summary.js';
import type { InventoryList } from '../../core/inventory/inventory-list.js';
import type { Naming } from '../../core/inventory/shown.js';
import type { LiveModel } from '../../core/aggregate/live-model.js';
import type { Mail } from '../notify/mail.js';
import type { NotificationEditor } from '../notify/notification-editor.js';
import type { SearchDesk } from '../search/search-desk.js';
import type { LimitReports, LimitWatch } from '../limits/limit-watch.js';
import type { AlertStore, ReadableStore } from '../../store/queries.js';
import type { Asker, QueryCounts } from '../../store/reader/threaded-reader.js';
import type { StoreErrorCode } from '../../store/store.js';

/** Notifications: the status of each channel, and a test of one; undefined when there is no such channel. */
export interface NotificationDesk {
  states: () => Promise<ChannelState[]>;
  test: (name: string) => Promise<ChannelTest | undefined>;
  /** Sends a mail through a channel at once; undefined when there is no such channel for e-mail. */
  mail: (name: string, mail: Mail) => Promise<ChannelTest | undefined>;
  /** Alerts that are silenced in Alertmanager. */
  silenced: () => AlertSilence[];
  /** What the link to acknowledge an alert is worth. */
  checkLink: (alertId: number, token: string) => AcknowledgeLinkState;
  /** Channels and routes as admins see and change them. */
  editor: () => NotificationEditor;
}

/** The time machine. */
export interface PastDesk {
  /** A view as it was at a time, epoch ms. @throws QueryAbandoned when its asker was gone before it was begun */
  view: (view: View, at: number, asker: Asker, wall?: WallSettings) => Promise<PastAnswer>;
}

/** The state of the store itself. */
export interface StoreHealth {
  /** Why it does not accept data; null while it does. */
  problem: StoreErrorCode | null;
  /** Number of parts of each kind that could not be read since the start, each counted once. */
  damaged: { segment: number; database: number };
}

/** What the routes need from the rest of the server. */
export interface ApiContext {
  /** Entry point of commands. */
  door: CommandDoor;
  catalogue: Catalogue;
  diagnosis: DiagnosisSettings;
  /** Answers whatever people search for, one query after the other: whoever asks it may wait. */
  reader: ReadableStore;
  /** Alerts in the store; it never waits for a search. */
  alertStore: AlertStore;
  /** Admits a request to what takes long; each person to a bounded number at once and a minute. */
  admit: () => Promise<Asker>;
  /** Finds everything that has a page; see `SearchDesk`. */
  search: SearchDesk['search'];
  notifications: NotificationDesk;
  model: () => LiveModel;
  gatewayLife: (gateway: string) => GatewayLife | undefined;
  sources: () => SourceHealth[];
  /** How a line is read with the settings of a source; `source` is the source's name, null for none. */
  explain: (asked: { line: string; source: string | null; at: number }) => Explanation;
  alert: (id: number) => Alert | undefined;
  rules: () => readonly RuleEntry[];
  /** Senders that named more than their budget of new names, and blocked ones, the newest first. */
  senders: () => readonly SenderReport[];
  maintenanceWindows: () => readonly MaintenanceWindow[];
  inventory: () => InventoryList;
  /** The inventory's names of tunnels and interfaces. */
  names: () => Naming;
  /** The alerts in memory. */
  alerts: () => Iterable<Alert>;
  /** Alerts that were opened since the start, by rule and priority. */
  openedAlerts: () => Iterable<{ rule: string; priority: Priority; count: number }>;
  past: PastDesk;
  /** The audit trail as of its last check. */
  auditState: () => AuditTrailState;
  /** Until when the certificate of the pages is valid, epoch ms; null without one. */
  certificateEnd: () => number | null;
  /** Pages that are connected now. */
  clients: () => number;
  /** Space that the store uses; null until it was measured. */
  storage: () => Storage | null;
  storeHealth: () => StoreHealth;
  /** How questions to the store have ended since the start. */
  queryCounts: () => QueryCounts;
  /** Questions that wait or run. */
  pendingQueries: () => number;
  /** Where limits tell what they refuse, and how often they have. */
  limits: LimitReports & Pick<LimitWatch, 'counts'>;
  /** The time that windows end at when a request gives none, epoch ms. */
  referenceTime: () => number;
  /** Undefined when ready; otherwise the reason. */
  notReady: () => string | undefined;
  /** The cluster that this server is a node of; null where it is the only one. */
  cluster: () => ClusterSeen | null;
  /** Why another node of the cluster should be asked; undefined while this one may be. */
  clusterNotReady: () => string | undefined;
  version: string;
  /** URL of the pages, with a trailing slash; null when it is not known. */
  publicUrl: string | null;
}
