import type { InventoryEntry } from '@tunnelwatch/shared/inventory';
import type { StoreDamage } from '@tunnelwatch/shared/storage';
import type { StoredFilter } from '../../store/queries.js';
import type { ThreadProtocol } from '../../threads/protocol.js';
import type { ExportFormat } from './row-format.js';

export interface ExportData {
  dataDirectory: string;
  /** File that adds messages to the catalogue; null for none. */
  catalogueFile: string | null;
  format: ExportFormat;
  inventory: readonly InventoryEntry[];
}

/** A page of exported events, newest first. */
export interface ExportPage {
  /** Rows as UTF-8. */
  bytes: Uint8Array;
  rows: number;
  nextCursor: string | null;
}

/** Calls and notices of a thread that writes events as rows. */
export interface ExportProtocol extends ThreadProtocol {
  data: ExportData;
  calls: { page(filter: StoredFilter, cursor: string | undefined): Promise<ExportPage> };
  toThread: Record<never, never>;
  fromThread: { damage(damage: StoreDamage): void };
}
