import type { Alert, ShownAlert } from '@tunnelwatch/shared/alert';
import { isoOrNull } from '@tunnelwatch/shared/iso-time';
import { gatewayOf } from '@tunnelwatch/shared/subject';
import { type Naming, shownAlert } from '../../core/inventory/shown.js';
import { type ExportFormat, ROW_FORMATS } from './row-format.js';

type Cell = string | number | null;

/** The columns of exported alerts. */
const COLUMNS: Readonly<Record<string, (alert: ShownAlert) => Cell>> = {
  id: ({ id }) => id,
  priority: ({ priority }) => priority,
  state: ({ state }) => state,
  openedAt: ({ openedAt }) => isoOrNull(openedAt),
  firstTime: ({ firstTime }) => isoOrNull(firstTime),
  lastTime: ({ lastTime }) => isoOrNull(lastTime),
  gateway: ({ subject }) => gatewayOf(subject) ?? null,
  matchkey: ({ subject }) => (subject.kind === 'tunnel' ? subject.matchkey : null),
  iface: ({ subject }) => (subject.kind === 'interface' ? subject.iface : null),
  rule: ({ rule }) => rule,
  messageId: ({ messageId }) => messageId,
  message: ({ message }) => message,
  severity: ({ severity }) => severity,
  class: (alert) => alert.class,
  count: ({ count }) => count,
  peakRate: ({ peakRate }) => peakRate,
  members: ({ members }) => members,
  foldedInto: ({ foldedInto }) => foldedInto,
  verdict: ({ verdict }) => verdict?.name ?? null,
  acknowledgedBy: ({ acknowledgement }) => acknowledgement?.by ?? null,
  acknowledgedAt: ({ acknowledgement }) => isoOrNull(acknowledgement?.at ?? null),
  comment: ({ closure, acknowledgement }) => closure?.comment ?? acknowledgement?.comment ?? null,
  assignee: ({ assignee }) => assignee,
  closedBy: ({ closure }) => closure?.by ?? null,
  closedAt: ({ closure }) => isoOrNull(closure?.at ?? null),
  name: ({ inventory }) => inventory?.name ?? null,
  site: ({ inventory }) => inventory?.site ?? null,
  peer: ({ inventory }) => inventory?.peer ?? null,
};

const NAMES = Object.keys(COLUMNS);

/** What stands in front of the first row. */
export function alertHead(format: ExportFormat): string {
  return ROW_FORMATS[format].head(NAMES);
}

/** One alert as a row. */
export function alertRow(format: ExportFormat, alert: Alert, names: Naming): string {
  const { cell, row } = ROW_FORMATS[format];
  const shown = shownAlert(alert, names);
  const cells = Object.entries(COLUMNS).map(([name, value]) => [name, cell(value(shown))]);
  return row(NAMES, Object.fromEntries(cells));
}
