import type { Alert } from '@tunnelwatch/shared/alert';
import type { EventFilter } from '@tunnelwatch/shared/api';
import type { AuditEntry } from '@tunnelwatch/shared/audit';
import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import type { InventoryEntry, InventoryName } from '@tunnelwatch/shared/inventory';
import { named, type Naming } from '../../inventory/shown.js';
import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import { alertTarget } from '../../alert/alert-change.js';
import type { AlertMember } from '../../alert/folding.js';
import { describeEvent } from '../../classify/describe-event.js';
import type { ApiContext } from '../api-context.js';
import { collectDiagnosis } from '../collect-diagnosis.js';
import { csvHeader, csvLine } from '../csv.js';
import { iso, presentEvent } from '../present.js';
import { rangeOf } from '../series-routes.js';
import type { ChartSeries } from './evidence-chart.js';

/** The newest events are packed, so many of them at the most: a pack is to be sent by mail. */
export const MOST_EVENTS = 20_000;
const PAGE = 500;
const MOST_HISTORY = 1000;
const MOST_MEMBERS = 10_000;
const LINE_END = Buffer.from('\n');

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
  /** Events in the range, those beyond `MOST_EVENTS` included. */
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
  members: readonly ShownMember[];
  /** What the inventory says of what it is about; undefined where it says nothing. */
  entry: InventoryEntry | undefined;
  /** What names things. */
  names: Naming;
}

/** Somebody who was folded into an alert, with the name. */
export type ShownMember = AlertMember & { inventory: InventoryName | null };

type Sources = Pick<ApiContext, 'reader' | 'catalogue' | 'diagnosis' | 'inventory' | 'names'>;

/** Collects what a pack is made of, page by page, so that nobody else has to wait for it. */
export async function collectEvidence(scope: EvidenceScope, sources: Sources): Promise<Evidence> {
  const { alert } = scope;
  const { reader } = sources;
  const [events, diagnosis, history, members] = await Promise.all([
    collectEvents(scope, sources),
    diagnosisOf(scope, sources),
    alert === undefined ? [] : reader.listAudit({ target: alertTarget(alert.id), limit: MOST_HISTORY }),
    alert === undefined || alert.members === 0 ? [] : reader.listMembers(alert.id, MOST_MEMBERS),
  ]);
  const names = sources.names();
  return {
    ...{ scope, ...events, diagnosis, history: history.toReversed(), names },
    members: members.map((member) => named(member, names)),
    entry: entryOf(scope, sources),
  };
}

/** The entry of the inventory that names what a pack is about. */
function entryOf({ subject, alert }: EvidenceScope, { inventory }: Sources): InventoryEntry | undefined {
  const { names } = inventory();
  if (alert !== undefined) return names.entryOf(alert.subject);
  if (subject?.gateway === undefined || subject.matchkey === undefined) return undefined;
  return names.closest('matchkey', subject.gateway, subject.matchkey);
}

/** What the drops of the tunnel that it is about are consistent with. */
async function diagnosisOf(
  { subject, from, to }: EvidenceScope,
  sources: Sources,
): Promise<TunnelDiagnosis | undefined> {
  if (subject?.gateway === undefined || subject.matchkey === undefined) return undefined;
  return collectDiagnosis({ gateway: subject.gateway, matchkey: subject.matchkey, from, to }, sources);
}

type EventSources = Pick<Sources, 'reader' | 'catalogue' | 'names'>;

type EventEvidence = Omit<Evidence, 'scope' | 'members' | 'history' | 'diagnosis' | 'entry' | 'names'>;

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
  while (rows.length < MOST_EVENTS) {
    const page = await reader.listEvents(filter, PAGE, cursor);
    for (const event of page.events) {
      lines.push(LINE_END, event.raw);
      rows.push(csvLine(presentEvent(describeEvent(event, catalogue), names())));
    }
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  // They come newest first, and are read from the beginning.
  return {
    packed: rows.length,
    lines: Buffer.concat(lines.reverse()),
    csv: csvHeader() + rows.reverse().join(''),
  };
}

/** Milliseconds as a moment in a pack, where nobody's own time zone is known. */
export function moment(time: number): string {
  return `${iso(time).slice(0, 19).replace('T', ' ')} UTC`;
}
