import { handOverMailedSchema, type HandOverNote, handOverNoteSchema } from '@tunnelwatch/shared/hand-over';
import { type ApiSender, apiSenderSchema, senderListSchema } from '@tunnelwatch/shared/sender';
import type { Explanation } from '@tunnelwatch/shared/explanation';
import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { ShownAlertHealth } from '@tunnelwatch/shared/alert-health';
import {
  type AlarmBudget,
  alarmBudgetSchema,
  type AlertRuleName,
  apiRuleEntrySchema,
  type RuleBody,
  type RuleEntry,
  ruleListSchema,
} from '@tunnelwatch/shared/alert-rules';
import {
  apiExplanationSchema,
  type ApiGateway,
  apiAlertHealthSchema,
  apiGatewaySchema,
  type GatewayPage,
  gatewayPageSchema,
  apiAlertSchema,
  apiSeriesResponseSchema,
  apiSourceSchema,
  apiTunnelDiagnosisSchema,
  channelPageSchema,
  silencePageSchema,
  apiWindowSchema,
  auditPageSchema,
  countSchema,
  eventPageSchema,
  memberPageSchema,
  tunnelPageSchema,
} from '@tunnelwatch/shared/api';
import { catalogueEntrySchema, catalogueListSchema, type CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import {
  acknowledgeLinkSchema,
  type AcknowledgeLinkState,
  type AlertSilence,
  type ChannelState,
  type ChannelTest,
  channelTestSchema,
} from '@tunnelwatch/shared/notification';
import { type Report, reportSchema } from '@tunnelwatch/shared/report';
import { type SearchAnswer, searchAnswerSchema } from '@tunnelwatch/shared/search';
import type { SeriesResponse } from '@tunnelwatch/shared/series';
import { toPathSegment } from '@tunnelwatch/shared/subject';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { z } from 'zod';
import type { MaintenanceWindow, MaintenanceWindowRequest } from '@tunnelwatch/shared/maintenance-window';
import { apiUrl, getJson, postJson, type Query } from './http-client.js';

/** One function per endpoint. Times in results are epoch milliseconds; each rejects with HttpError. */

export function fetchAlert(id: number, query: Query, signal: AbortSignal): Promise<ShownAlert> {
  return getJson(apiAlertSchema, apiUrl(`alerts/${id}`, query), signal);
}

/** The history of an alert, newest first: what came after an entry, or what is older than a cursor. */
export function fetchAlertHistory(
  id: number,
  query: {
    readonly after?: number | undefined;
    readonly cursor?: string;
    readonly limit: number;
    readonly at?: string;
  },
  signal: AbortSignal,
): Promise<z.output<typeof auditPageSchema>> {
  return getJson(auditPageSchema, apiUrl(`alerts/${id}/history`, query), signal);
}

/** The subjects grouped under an alert, those with the most events first. */
export function fetchMembers(
  id: number,
  limit: number,
  signal: AbortSignal,
): Promise<z.output<typeof memberPageSchema>> {
  return getJson(memberPageSchema, apiUrl(`alerts/${id}/members`, { limit }), signal);
}

export function fetchAlertHealth(signal: AbortSignal): Promise<ShownAlertHealth> {
  return getJson(apiAlertHealthSchema, apiUrl('alerts/health'), signal);
}

/** Creates a maintenance window. Rejects with HttpError when the server refuses it. */
export function openWindow(body: MaintenanceWindowRequest): Promise<MaintenanceWindow> {
  const times = { from: new Date(body.from).toISOString(), until: new Date(body.until).toISOString() };
  return postJson(apiWindowSchema, apiUrl('maintenance-windows'), { ...body, ...times });
}

/** Ends a maintenance window now, or cancels one that has not started. */
export function endWindow(id: number): Promise<MaintenanceWindow> {
  return postJson(apiWindowSchema, apiUrl(`maintenance-windows/${id}/end`), {});
}

/** One source with its samples, which the live stream leaves out when there are many sources. */
export function fetchSource(id: number, signal: AbortSignal): Promise<SourceHealth> {
  return getJson(apiSourceSchema, apiUrl(`sources/${id}`), signal);
}

/** A line, the number of its source (null for none), and when it arrived there, epoch ms. */
export interface LineToExplain {
  readonly line: string;
  readonly source: number | null;
  readonly at?: number;
}

/** How a line is read with the settings of a source, or why it cannot be. */
export function explainLine({ line, source, at }: LineToExplain, signal: AbortSignal): Promise<Explanation> {
  const body = { line, source, ...(at === undefined ? {} : { at: new Date(at).toISOString() }) };
  return postJson(apiExplanationSchema, apiUrl('sources/explain'), body, signal);
}

/** Download URL of the figures of all matching sources. */
export function sourceExportUrl(format: 'csv' | 'ndjson', query: Query): string {
  return apiUrl('sources/export', { ...query, format });
}

export function fetchEvents(query: Query, signal: AbortSignal): Promise<z.output<typeof eventPageSchema>> {
  return getJson(eventPageSchema, apiUrl('events', query), signal);
}

export function fetchEventCount(query: Query, signal: AbortSignal): Promise<{ count: number }> {
  return getJson(countSchema, apiUrl('events/count', query), signal);
}

/** Download URL of all matching events. */
export function eventExportUrl(format: 'csv' | 'ndjson', query: Query): string {
  return apiUrl('events/export', { ...query, format });
}

/** Download URL of the evidence pack of an alert. */
export function alertEvidenceUrl(id: number): string {
  return apiUrl(`alerts/${id}/evidence`);
}

/** Download URL of the evidence pack of a tunnel; the query gives a range, or a window that ends now. */
export function tunnelEvidenceUrl(gateway: string, matchkey: string, query: Query): string {
  const path = `tunnels/${toPathSegment(gateway)}/${toPathSegment(matchkey)}/evidence`;
  return apiUrl(path, query);
}

/** What the drops of a tunnel within a time range are consistent with. */
export function fetchTunnelDiagnosis(
  gateway: string,
  matchkey: string,
  query: Query,
  signal: AbortSignal,
): Promise<TunnelDiagnosis> {
  const path = `tunnels/${toPathSegment(gateway)}/${toPathSegment(matchkey)}/diagnosis`;
  return getJson(apiTunnelDiagnosisSchema, apiUrl(path, query), signal);
}

/** The gateways that match; at most `limit` of them. */
export function fetchGateways(query: Query, signal: AbortSignal): Promise<GatewayPage> {
  return getJson(gatewayPageSchema, apiUrl('gateways', query), signal);
}

/** One gateway, with the common causes of its tunnels: now, or in the time of the query. */
export function fetchGateway(gateway: string, query: Query, signal: AbortSignal): Promise<ApiGateway> {
  return getJson(apiGatewaySchema, apiUrl(`gateways/${toPathSegment(gateway)}`, query), signal);
}

export function fetchTunnels(query: Query, signal: AbortSignal): Promise<z.output<typeof tunnelPageSchema>> {
  return getJson(tunnelPageSchema, apiUrl('tunnels', query), signal);
}

/** What has a page and fits the words: tunnels, interfaces, gateways, alerts, messages; at most `limit` of each. */
export function fetchSearch(q: string, limit: number, signal: AbortSignal): Promise<SearchAnswer> {
  return getJson(searchAnswerSchema, apiUrl('search', { q, limit }), signal);
}

export function fetchSeries(query: Query, signal: AbortSignal): Promise<SeriesResponse> {
  return getJson(apiSeriesResponseSchema, apiUrl('series', query), signal);
}

/** The shift report: what happened within a period, and who did what. */
export function fetchReport(query: Query, signal: AbortSignal): Promise<Report> {
  return getJson(reportSchema, apiUrl('report', query), signal);
}

export function fetchCatalogue(signal: AbortSignal): Promise<readonly CatalogueEntry[]> {
  return getJson(catalogueListSchema, apiUrl('catalogue'), signal).then((list) => list.items);
}

export function fetchCatalogueEntry(id: number, signal: AbortSignal): Promise<CatalogueEntry> {
  return getJson(catalogueEntrySchema, apiUrl(`catalogue/${id}`), signal);
}

/** The notification channels, and the status of each. */
export function fetchChannels(signal: AbortSignal): Promise<readonly ChannelState[]> {
  return getJson(channelPageSchema, apiUrl('notifications'), signal).then((list) => list.items);
}

/** What the link of a message is worth. */
export function checkAcknowledgeLink(id: number, token: string, signal: AbortSignal): Promise<AcknowledgeLinkState> {
  const query = new URLSearchParams({ token }).toString();
  return getJson(acknowledgeLinkSchema, apiUrl(`alerts/${id}/acknowledge-link?${query}`), signal).then(
    ({ state }) => state,
  );
}

/** Alerts that are silenced in Alertmanager. */
export function fetchSilences(signal: AbortSignal): Promise<readonly AlertSilence[]> {
  return getJson(silencePageSchema, apiUrl('notifications/silences'), signal).then((list) => list.items);
}

/** Sends a test message over a channel; the answer says whether it was delivered. */
export function testChannel(name: string): Promise<ChannelTest> {
  return postJson(channelTestSchema, apiUrl(`notifications/${encodeURIComponent(name)}/test`), {});
}

/** The rate rules, in display order. */
export function fetchRules(signal: AbortSignal): Promise<readonly RuleEntry[]> {
  return getJson(ruleListSchema, apiUrl('rules'), signal).then((list) => list.items);
}

/** Sets a rule; null settings are those of the configuration. Rejects with HttpError; after a lost race it contains the current rule. */
export function setRule(name: AlertRuleName, body: RuleBody): Promise<RuleEntry> {
  return postJson(apiRuleEntrySchema, apiUrl(`rules/${name}`), body);
}

/** Senders that named more than their limit of new names, and blocked ones. */
export function fetchSenders(signal: AbortSignal): Promise<readonly ApiSender[]> {
  return getJson(senderListSchema, apiUrl('senders'), signal).then((list) => list.items);
}

/** Cuts a sender off. */
export function blockSender(sender: string): Promise<ApiSender> {
  return postJson(apiSenderSchema, apiUrl('senders/block'), { sender });
}

/** Lets a blocked sender send again. */
export function unblockSender(sender: string): Promise<ApiSender> {
  return postJson(apiSenderSchema, apiUrl('senders/unblock'), { sender });
}

/** The alerts that a rule would have raised over the last seven days with these settings. */
export function fetchBudget(name: AlertRuleName, settings: object, signal: AbortSignal): Promise<AlarmBudget> {
  return postJson(alarmBudgetSchema, apiUrl(`rules/${name}/budget`), { settings }, signal);
}

/** Writes a note for the next shift. */
export function addNote(body: { text: string; by?: string }): Promise<HandOverNote> {
  return postJson(handOverNoteSchema, apiUrl('hand-over-notes'), body);
}

/** Confirms that a note was read. */
export function readNote(id: number, body: { by?: string }): Promise<HandOverNote> {
  return postJson(handOverNoteSchema, apiUrl(`hand-over-notes/${id}/read`), body);
}

/** Sends the hand-over of a period by mail; times as ISO 8601. */
export function mailHandOver(body: {
  channel: string;
  from: string;
  to: string;
  by?: string;
}): Promise<{ delivered: boolean; error: string | null }> {
  return postJson(handOverMailedSchema, apiUrl('report/mail'), body);
}
