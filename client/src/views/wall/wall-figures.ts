import { visibleText } from '@tunnelwatch/shared/visible-text';
import { compareAlerts, isOver, isWaiting, type ShownAlert } from '@tunnelwatch/shared/alert';
import { UNKNOWN_INDEX } from '@tunnelwatch/shared/failure-class';
import type { HeatGateway } from '@tunnelwatch/shared/protocol';
import type { InventoryName } from '@tunnelwatch/shared/inventory';
import { nameLabel } from '@tunnelwatch/shared/subject-labels';
import { type AlertSubject, subjectName } from '@tunnelwatch/shared/subject';
import type { BucketsState } from '../../live/room-state.js';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';

/** Failures over the buckets, without unknown messages. */
export function failuresOfBuckets({ buckets }: BucketsState): number {
  let sum = 0;
  for (const bucket of buckets) {
    for (const [at, count] of bucket.n.entries()) if (at !== UNKNOWN_INDEX) sum += count;
  }
  return sum;
}

/** Number of cells with a failure within five minutes. With several tunnels per cell it is a lower bound of the failing tunnels. */
export function failingCells(heat: readonly HeatGateway[]): { readonly cells: number; readonly isLowerBound: boolean } {
  let cells = 0;
  for (const row of heat) {
    for (const char of row.cells) if (char !== '.') cells += 1;
  }
  return { cells, isLowerBound: heat.some((row) => row.tunnelsPerCell > 1) };
}

/** Open alerts that nobody has put aside, in the one order of alerts. */
export function wallAlerts(alerts: readonly ShownAlert[]): readonly ShownAlert[] {
  return alerts.filter((alert) => !alert.isPast && !isOver(alert) && !isAside(alert)).sort(compareAlerts);
}

/** How many alerts are shelved, or suppressed by a maintenance window, and not shown. */
export function countAside(alerts: readonly ShownAlert[]): number {
  return alerts.filter((alert) => !alert.isPast && isAside(alert)).length;
}

function isAside(alert: ShownAlert): boolean {
  return !isWaiting(alert) && ['shelved', 'suppressed', 'outOfService'].includes(alert.state);
}

/** Alerts of Critical and worse that wait: those of the band. */
export function criticalAlerts(alerts: readonly ShownAlert[]): readonly ShownAlert[] {
  return alerts.filter((alert) => isWaiting(alert) && isCriticalOrWorse(alert.severity));
}

/**
 * A short but distinct name of a subject: the gateway, and the tunnel or interface; for a source the end of its path.
 *
 * @param shortNames gateways' names without what they have in common
 */
export function shortSubjectLabel(
  subject: AlertSubject,
  inventory: InventoryName | null,
  shortNames: ReadonlyMap<string, string> = new Map(),
): string {
  if (subject.kind === 'source') return `source ${visibleText(subject.source.replace(/^.*\/(?=[^/])/, ''))}`;
  if (subject.kind === 'sender') return `sender ${visibleText(subject.sender)}`;
  if (subject.kind === 'store') return 'the store';
  if (subject.kind === 'all') return 'several gateways';
  const words = visibleText(`${shortNames.get(subject.gateway) ?? subject.gateway} ${subjectName(subject)}`.trimEnd());
  return inventory === null ? words : `${nameLabel(inventory)} · ${words}`;
}

/** A name of a subject without its gateway, for where there is no room for both; its short name where it has no other. */
export function withinGateway(subject: AlertSubject, inventory: InventoryName | null): string {
  if (inventory !== null) return nameLabel(inventory);
  const isWithin = subject.kind === 'tunnel' || subject.kind === 'interface';
  return isWithin ? visibleText(subjectName(subject)) : shortSubjectLabel(subject, null);
}

/** The gateways' names without their common prefix, for narrow labels. */
export function shortGatewayNames(rows: readonly { readonly gateway: string }[]): ReadonlyMap<string, string> {
  const names = [...new Set(rows.map((row) => row.gateway))];
  const short = withoutCommonPrefix(names);
  return new Map(names.map((name, index) => [name, short[index] ?? name]));
}

/**
 * Names without the beginning that all of them share, where it ends with a separator: `gw-oslo` and `gw-riga` become
 * `oslo` and `riga`, while `gw-1` and `gw-2` stay: a number alone names nothing. For narrow labels only, where the shared
 * part would use up the room of what tells them apart.
 */
export function withoutCommonPrefix(names: readonly string[]): readonly string[] {
  const first = names[0];
  if (first === undefined || names.length < 2) return names;
  let length = 0;
  while (length < first.length && names.every((name) => name[length] === first[length])) length += 1;
  const separator = Math.max(...['-', '_', '.', ' '].map((mark) => first.lastIndexOf(mark, length - 1)));
  const cut = length === 0 ? 0 : separator + 1;
  const short = names.map((name) => name.slice(cut));
  return short.some((name) => /^\d*$/.test(name)) ? names : short;
}
