import {
  apiInventoryEntrySchema,
  inventoryMatchPageSchema,
  type InventoryMatchQuery,
  inventoryPageSchema,
} from '@tunnelwatch/shared/api-inventory';
import {
  type ImportReport,
  importReportSchema,
  type InventoryEntry,
  type InventoryFields,
} from '@tunnelwatch/shared/inventory';
import type { z } from 'zod';
import { apiUrl, deleteJson, getJson, postCsv, postJson, putJson, type Query } from './http-client.js';

/** The inventory over HTTP; each rejects with HttpError; after a lost race it contains the current entry. */

export function fetchInventory(query: Query, signal: AbortSignal): Promise<z.output<typeof inventoryPageSchema>> {
  return getJson(inventoryPageSchema, apiUrl('inventory', query), signal);
}

export function fetchInventoryEntry(id: number, signal: AbortSignal): Promise<InventoryEntry> {
  return getJson(apiInventoryEntrySchema, apiUrl(`inventory/${id}`), signal);
}

/** The known tunnels and interfaces that patterns match. */
export function fetchMatches(
  query: Omit<InventoryMatchQuery, 'limit'>,
  signal: AbortSignal,
): Promise<z.output<typeof inventoryMatchPageSchema>> {
  return getJson(inventoryMatchPageSchema, apiUrl('inventory/matches', { ...query, limit: 8 }), signal);
}

export function addEntry(fields: InventoryFields): Promise<InventoryEntry> {
  return postJson(apiInventoryEntrySchema, apiUrl('inventory'), fields);
}

export function changeEntry(id: number, version: number, fields: InventoryFields): Promise<InventoryEntry> {
  return putJson(apiInventoryEntrySchema, apiUrl(`inventory/${id}`), { ...fields, version });
}

export function removeEntry(id: number, version: number): Promise<InventoryEntry> {
  return deleteJson(apiInventoryEntrySchema, apiUrl(`inventory/${id}`, { version }));
}

/** Imports a file, or with `dryRun` reports what that would do. */
export function importFile(
  file: Blob,
  how: { readonly dryRun: boolean; readonly skipRefused: boolean },
): Promise<ImportReport> {
  return postCsv(importReportSchema, apiUrl('inventory/import', how), file);
}

/** Download URL of the whole inventory. */
export function inventoryExportUrl(): string {
  return apiUrl('inventory/export');
}
