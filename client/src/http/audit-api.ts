import {
  type ApiAuditEntry,
  auditChoicesSchema,
  auditPageSchema,
  auditStateSchema,
  type AuditTrailState,
} from '@tunnelwatch/shared/api';
import { apiUrl, getJson, type Query } from './http-client.js';

/** The audit trail, for admins; each function rejects with HttpError. */

export interface AuditPageAnswer {
  readonly items: readonly ApiAuditEntry[];
  readonly nextCursor: string | null;
}

export function fetchAudit(query: Query, signal: AbortSignal): Promise<AuditPageAnswer> {
  return getJson(auditPageSchema, apiUrl('audit', query), signal);
}

export function fetchAuditState(signal: AbortSignal): Promise<AuditTrailState> {
  return getJson(auditStateSchema, apiUrl('audit/state'), signal);
}

/** Who acts and what is done, for filters. */
export function fetchAuditChoices(signal: AbortSignal): Promise<{ actors: string[]; actions: string[] }> {
  return getJson(auditChoicesSchema, apiUrl('audit/choices'), signal);
}

/** Where a browser downloads the entries that match. */
export function auditExportUrl(query: Query, format: 'csv' | 'ndjson'): string {
  return apiUrl('audit/export', { ...query, format });
}
