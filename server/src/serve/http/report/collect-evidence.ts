import type { EventFilter } from '@tunnelwatch/shared/api';
import { type AuditEntry, withoutAddress } from '@tunnelwatch/shared/audit';
import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import type { InventoryEntry } from '@tunnelwatch/shared/inventory';
import { named } from '../../../core/inventory/shown.js';
import { alertTarget } from '../../../core/alert/registry/alert-change.js';
import { describeEvent } from '../../../core/classify/describe-event.js';
import type { ApiContext } from '../api-context.js';
import { collectDiagnosis } from '../tunnels/collect-diagnosis.js';
import { csvHeader, csvLine } from '../events/csv.js';
import { presentEvent } from '../present.js';
import { rangeOf } from '../events/series-routes.js';

import { type Evidence, type EvidenceScope, MAX_EVENTS } from '../../../core/report/evidence/evidence.js';

const PAGE = 500;
const MAX_HISTORY = 1000;
const MAX_MEMBERS = 10_000;
const MAX_ALERTS = 50;
const LINE_END = Buffer.from('\n');

type Sources = Pick<ApiContext, 'reader' | 'catalogue' | 'diagnosis' | 'inventory' | 'names'>;

/** Collects the content of a pack page by page, so that other requests are not held up. */
export async function collectEvidence(scope: EvidenceScope, sources: Sources): Promise<Evidence> {
  const { alert } = scope;
  const { reader, catalogue, diagnosis: settings } = sources;
  const [events, diagnosis, history, members, alerts] = await Promise.all([
    collectEvents(scope, sources),
    diagnosisOf(scope, sources),
    alert === undefined ? [] : historyOf(alert.id, reader),
    alert === undefined || alert.members === 0 ? [] : reader.listMembers(alert.id, MAX_MEMBERS),
    alert === undefined ? alertsWithin(scope, reader) : [],
  ]);
  const fromUser = catalogue.entries.filter(({ origin }) => origin === 'user').length;
  const names = sources.names();
  return {
    scope,
    ...events,
    diagnosis,
    history,
    alerts,
    settings,
    names,
    members: members.map((member) => named(member, names)),
    entry: entryOf(scope, sources),
    catalogue: { entries: catalogue.entries.length, fromUser },
  };
}

/** The newest alerts on the tunnel within the period, and their history. */
async function alertsWithin(
  { subject, from, to }: EvidenceScope,
  reader: Sources['reader'],
): Promise<Evidence['alerts']> {
  if (subject?.gateway === undefined || subject.matchkey === undefined) return [];
  const { gateway, matchkey } = subject;
  const { alerts } = await reader.listAlerts({ gateway, matchkey, limit: MAX_ALERTS });
  const within = alerts.filter(({ firstTime, lastTime }) => firstTime < to && lastTime >= from);
  return Promise.all(within.map(async (alert) => ({ alert, history: await historyOf(alert.id, reader) })));
}

/** The history of an alert, the oldest first; without the addresses of operators, since packs are passed on. */
async function historyOf(alertId: number, reader: Sources['reader']): Promise<AuditEntry[]> {
  const history = await reader.listAudit({ target: alertTarget(alertId), limit: MAX_HISTORY });
  return history.toReversed().map(withoutAddress);
}

/** The inventory entry of the pack's subject. */
function entryOf({ subject, alert }: EvidenceScope, { inventory }: Sources): InventoryEntry | undefined {
  const { names } = inventory();
  if (alert !== undefined) return names.entryOf(alert.subject);
  if (subject?.gateway === undefined || subject.matchkey === undefined) return undefined;
  return names.closest('matchkey', subject.gateway, subject.matchkey);
}

/** The diagnosis of the tunnel that the pack is about. */
async function diagnosisOf(
  { subject, from, to }: EvidenceScope,
  sources: Sources,
): Promise<TunnelDiagnosis | undefined> {
  if (subject?.gateway === undefined || subject.matchkey === undefined) return undefined;
  return collectDiagnosis({ gateway: subject.gateway, matchkey: subject.matchkey, from, to }, sources);
}

type EventSources = Pick<Sources, 'reader' | 'catalogue' | 'names'>;

type EventEvidence = Pick<Evidence, 'eventCount' | 'packed' | 'lines' | 'csv' | 'messages' | 'chart'>;

async function collectEvents(
  { subject, from, to }: EvidenceScope,
  { reader, catalogue, names }: EventSources,
): Promise<EventEvidence> {
  const range = rangeOf({ from, to }, to);
  if (subject === null) {
    return { eventCount: 0, packed: 0, lines: Buffer.alloc(0), csv: '', messages: [], chart: { ...range, groups: [] } };
  }
  const filter = { ...subject, from, to };
  const [eventCount, groups, byMessage] = await Promise.all([
    reader.countEvents(filter),
    reader.series({ filter: subject, by: 'class', top: 20, ...range }),
    reader.series({ filter: subject, by: 'messageId', top: 50, from, stepMs: to - from, buckets: 1 }),
  ]);
  const messages = byMessage
    .map(({ messageId, total }) => ({
      messageId,
      count: total,
      entry: messageId === null ? undefined : catalogue.byId(messageId),
    }))
    .filter(({ count }) => count > 0);
  return {
    eventCount,
    messages,
    chart: { ...range, groups },
    ...(await collectLines(filter, { reader, catalogue, names })),
  };
}

async function collectLines(
  filter: EventFilter,
  { reader, catalogue, names }: EventSources,
): Promise<Pick<Evidence, 'packed' | 'lines' | 'csv'>> {
  const lines: Uint8Array[] = [];
  const rows: string[] = [];
  let cursor: string | undefined;
  while (rows.length < MAX_EVENTS) {
    const page = await reader.listEvents(filter, PAGE, cursor);
    for (const event of page.events) {
      lines.push(LINE_END, event.raw);
      rows.push(csvLine(presentEvent(describeEvent(event, catalogue), names())));
    }
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  // They arrive newest first, and are read from the beginning.
  return {
    packed: rows.length,
    lines: Buffer.concat(lines.reverse()),
    csv: csvHeader() + rows.reverse().join(''),
  };
}
