import type { Alert } from '@tunnelwatch/shared/alert';
import type { EventFilter } from '@tunnelwatch/shared/api';
import type { AuditEntry } from '@tunnelwatch/shared/audit';
import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { InventoryEntry, InventoryName } from '@tunnelwatch/shared/inventory';
import { type Naming } from '../../inventory/shown.js';
import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import type { AlertMember } from '../../alert/registry/folding.js';
import { iso } from '@tunnelwatch/shared/iso-time';
import type { ChartSeries } from './evidence-chart.js';

/** Maximum number of events in a pack, the newest: it is to be sent by mail. */
export const MAX_EVENTS = 20_000;

/** The subject of a pack. Times are epoch ms. */
export interface EvidenceScope {
  /** The subject in words. */
  title: string;
  /** The matching events; null if there are none, as for a silent source. */
  subject: Pick<EventFilter, 'gateway' | 'matchkey' | 'iface' | 'messageId'> | null;
  from: number;
  to: number;
  /** The alert that it is about; undefined for a pack about a tunnel. */
  alert: Alert | undefined;
}

/** The content of a pack. */
export interface Evidence {
  scope: EvidenceScope;
  /** Number of events in the range, including those beyond `MAX_EVENTS`. */
  eventCount: number;
  /** Events in the pack, the oldest first. */
  packed: number;
  /** The lines as they were read, byte for byte. */
  lines: Buffer;
  csv: string;
  /** Events by message, those with the most first. */
  messages: readonly { messageId: number | null; count: number; entry: CatalogueEntry | undefined }[];
  chart: ChartSeries;
  /** The diagnosis; undefined when it is not about one tunnel. */
  diagnosis: TunnelDiagnosis | undefined;
  /** The history of the alert, the oldest first. */
  history: readonly AuditEntry[];
  /** For a pack about a tunnel: the alerts on it within the period, the newest first, with their histories. */
  alerts: readonly { alert: Alert; history: readonly AuditEntry[] }[];
  /** Catalogue entries that explain the messages, and which of them a user's file changed. */
  catalogue: { entries: number; fromUser: number };
  /** The thresholds of the diagnosis. */
  settings: DiagnosisSettings;
  members: readonly ShownMember[];
  /** The inventory entry of the subject; undefined if there is none. */
  entry: InventoryEntry | undefined;
  /** Source of names. */
  names: Naming;
}

/** A grouped subject, with its name. */
export type ShownMember = AlertMember & { inventory: InventoryName | null };

/** Milliseconds as a time in a pack, where the reader's time zone is not known. */
export function moment(time: number): string {
  return `${iso(time).slice(0, 19).replace('T', ' ')} UTC`;
}
