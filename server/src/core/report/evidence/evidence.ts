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

/** The newest events are packed, so many of them at the most: a pack is to be sent by mail. */
export const MAX_EVENTS = 20_000;

/** What a pack is about. Times are epoch ms. */
export interface EvidenceScope {
  /** What it is about, in words. */
  title: string;
  /** Which events tell of it; null where none do, as of a source that is silent. */
  subject: Pick<EventFilter, 'gateway' | 'matchkey' | 'iface' | 'messageId'> | null;
  from: number;
  to: number;
  /** The alert that it is about; undefined for a pack about a tunnel. */
  alert: Alert | undefined;
}

/** What a pack is made of. */
export interface Evidence {
  scope: EvidenceScope;
  /** Events in the range, those beyond `MAX_EVENTS` included. */
  eventCount: number;
  /** Events in the pack, the oldest first. */
  packed: number;
  /** The lines as they were read, byte for byte. */
  lines: Buffer;
  csv: string;
  /** Events by message, those with most first. */
  messages: readonly { messageId: number | null; count: number; entry: CatalogueEntry | undefined }[];
  chart: ChartSeries;
  /** What the drops are consistent with; undefined where it is not about one tunnel. */
  diagnosis: TunnelDiagnosis | undefined;
  /** What happened to the alert and who did what, the oldest first. */
  history: readonly AuditEntry[];
  /** Of a pack about a tunnel: the alerts on it within the time, the newest first, with what was done about each. */
  alerts: readonly { alert: Alert; history: readonly AuditEntry[] }[];
  /** Entries of the catalogue that explains the messages, and those of them that a file of the user's changed. */
  catalogue: { entries: number; fromUser: number };
  /** The thresholds that the diagnosis was made with. */
  settings: DiagnosisSettings;
  members: readonly ShownMember[];
  /** What the inventory says of what it is about; undefined where it says nothing. */
  entry: InventoryEntry | undefined;
  /** What names things. */
  names: Naming;
}

/** Somebody who was folded into an alert, with the name. */
export type ShownMember = AlertMember & { inventory: InventoryName | null };

/** Milliseconds as a moment in a pack, where nobody's own time zone is known. */
export function moment(time: number): string {
  return `${iso(time).slice(0, 19).replace('T', ' ')} UTC`;
}
